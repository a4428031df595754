"""A terminal, and what it is sent."""

from __future__ import annotations

import os
import pty
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


def sent_to_terminal(
    command: Sequence[str], variables: Mapping[str, str], folder: Path, *, stdout: bool
) -> tuple[str, int]:
    """All that a terminal is sent by a command on stderr, perhaps on stdout too, and its exit code."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command, stdout=theirs if stdout else None, stderr=theirs, cwd=folder, env={**os.environ, **variables}
    )
    os.close(theirs)
    sent = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # Linux: the other end is closed
            break
        if not piece:
            break
        sent += piece
    os.close(ours)
    return sent.decode(), process.wait(timeout=60)
