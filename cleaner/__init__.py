"""Strips recurring boilerplate from text corpora: deletes only, explains every cut, can undo it."""

from cleaner.engine.clean import Cleaner
from cleaner.engine.result import Removal, Result, Verdict, restore
from cleaner.errors import CleanerError
from cleaner.text.document import Document

__version__ = "0.1.0"
__all__ = ["Cleaner", "CleanerError", "Document", "Removal", "Result", "Verdict", "restore"]
