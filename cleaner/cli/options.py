"""Options that several commands share."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from cleaner.cli.config import Config, Settings, settle
from cleaner.cli.console import say
from cleaner.cli.values import address, language, listed, size
from cleaner.corpus.formats import USUAL_LIMITS
from cleaner.corpus.registry import AUTO, formats
from cleaner.errors import UsageError
from cleaner.rulebook.select import SAFETY_LEVELS

Paths = Annotated[
    list[str],
    typer.Argument(
        help="Files, folders, or - for standard input; of a store too, as in s3://bucket/corpus.",
        metavar="PATH",
        show_default=False,
    ),
]
Diff = Annotated[bool, typer.Option("--diff", help="Print what goes as a unified diff.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No summary and no notes.")]
FormatName = Annotated[
    str,
    typer.Option(
        "--format",
        help=f"Format of all files: {', '.join([AUTO, *formats()])}; auto goes by the extension.",
        metavar="FORMAT",
    ),
]
Lang = Annotated[
    str | None,
    typer.Option(
        "--lang",
        help="Language of documents that name none, as in `en`.",
        parser=language,
        metavar="TAG",
        show_default=False,
    ),
]
Url = Annotated[
    str | None,
    typer.Option(
        "--url",
        help="Address of documents that name none.",
        parser=address,
        metavar="URL",
        show_default=False,
    ),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude",
        help="Leave these out of folders: a path pattern as in .gitignore; repeatable.",
        metavar="GLOB",
        show_default=False,
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        help="How many processes clean; by default as many as there are processors.",
        metavar="N",
        min=1,
        show_default=False,
    ),
]
MaxRecordBytes = Annotated[
    int | None,
    typer.Option(
        "--max-record-bytes",
        help="Pass larger records on as they are, and name them; as in 64M.",
        metavar="SIZE",
        parser=size,
        show_default="64M",
    ),
]
MaxFileBytes = Annotated[
    int | None,
    typer.Option(
        "--max-file-bytes",
        help="Refuse files that hold more, decompressed; as in 20G.",
        metavar="SIZE",
        parser=size,
        show_default="1024G",
    ),
]
MaxExpansion = Annotated[
    int | None,
    typer.Option(
        "--max-expansion",
        help="Refuse compressed files that expand to more than so many times their size, as bombs do.",
        metavar="N",
        min=1,
        show_default=str(USUAL_LIMITS.expansion),
    ),
]


MaxRepeats = Annotated[
    int,
    typer.Option(
        "--max-repeats",
        help="Say the same of so many records of a file, then how many more there are; 0 to name all.",
        metavar="N",
        min=0,
    ),
]
NoPrefilter = Annotated[
    bool,
    typer.Option(
        "--no-prefilter",
        help="Try every rule on every line: far slower, with the same results. For doubts only.",
    ),
]


def _option(flag: str, meaning: str, metavar: str, default: object = "") -> Any:
    return typer.Option(flag, help=meaning, metavar=metavar, show_default=str(default) if default else False)


_Select = Annotated[
    list[str] | None,
    _option("--select", "Run these rules only: ALL, a category, an id, tag:NAME, pack:NAME.", "SELECTOR"),
]
_ExtendSelect = Annotated[list[str] | None, _option("--extend-select", "Run these rules too.", "SELECTOR")]
_Ignore = Annotated[list[str] | None, _option("--ignore", "Leave these rules out.", "SELECTOR")]
_Rules = Annotated[
    list[str] | None, _option("--rules", "Rule file or folder of your own; repeatable.", "PATH")
]
_Safety = Annotated[
    str | None,
    _option("--safety", f"Which rules run: {' or '.join(SAFETY_LEVELS)}.", "LEVEL", Config.safety),
]
_MaxRemovedProse = Annotated[
    float | None,
    _option(
        "--max-removed-prose",
        "Keep a document whole that would lose more than this share of its prose, 0 to 1.",
        "SHARE",
        Config.max_removed_prose,
    ),
]
_TimeLimit = Annotated[
    float | None,
    _option("--time-limit", "Seconds one rule may take on one document.", "SECONDS", Config.time_limit),
]
_TextField = Annotated[
    str | None, _option("--text-field", "Records: field of the text.", "NAME", Config.text_field)
]
_UrlField = Annotated[
    str | None, _option("--url-field", "Records: field of the address.", "NAME", Config.url_field)
]
_LangField = Annotated[
    str | None, _option("--lang-field", "Records: field of the language.", "NAME", Config.lang_field)
]
_Extract = Annotated[
    str | None, _option("--extract", "HTML: read pages as text or markdown.", "FORM", Config.extract)
]
_Favor = Annotated[
    str | None,
    _option(
        "--favor", "HTML: precision, recall, or balanced, as trafilatura has them.", "WHAT", Config.favor
    ),
]
_Encoding = Annotated[
    str | None,
    _option("--encoding", "Encoding of texts and pages; by default UTF-8, or what they tell.", "NAME"),
]
_Config = Annotated[
    Path | None,
    typer.Option("--config", help="Use this file, not the nearest.", metavar="FILE", show_default=False),
]
_Isolated = Annotated[bool, typer.Option("--isolated", help="Read no configuration file and no keep list.")]
_ShowConfig = Annotated[
    bool,
    typer.Option("--show-config", help="Print the configuration and where it comes from, and stop."),
]


def _configured(
    select: _Select = None,
    extend_select: _ExtendSelect = None,
    ignore: _Ignore = None,
    rules: _Rules = None,
    safety: _Safety = None,
    max_removed_prose: _MaxRemovedProse = None,
    time_limit: _TimeLimit = None,
    text_field: _TextField = None,
    url_field: _UrlField = None,
    lang_field: _LangField = None,
    extract: _Extract = None,
    favor: _Favor = None,
    encoding: _Encoding = None,
    config: _Config = None,
    isolated: _Isolated = False,
    show_config: _ShowConfig = False,
) -> Settings:
    """The options that a configuration file can also set, and those that say which file."""
    if isolated and config:
        raise UsageError("--isolated and --config contradict each other", advice="use one of them")
    given: dict[str, Any] = {
        "select": listed("--select", select),
        "extend_select": listed("--extend-select", extend_select),
        "ignore": listed("--ignore", ignore),
        "rules": tuple(rules) if rules else None,
        "safety": safety,
        "max_removed_prose": max_removed_prose,
        "time_limit": time_limit,
        "text_field": text_field,
        "url_field": url_field,
        "lang_field": lang_field,
        "extract": extract,
        "favor": favor,
        "encoding": encoding,
    }
    settings = settle(given, config, isolated=isolated)
    if show_config:
        say(settings.shown())
        raise typer.Exit
    return settings


_Command = Callable[..., None]
_ABOUT_RULES = ("select", "extend_select", "ignore", "rules", "safety", "config", "isolated", "show_config")


def configured(command: _Command) -> _Command:
    """Give a command, which takes `settings`, the options of `_configured` instead."""
    return _with_options(command, inspect.signature(_configured).parameters)


def configured_rules(command: _Command) -> _Command:
    """The same for a command that looks at rules and cleans nothing: those of the options that say which."""
    return _with_options(command, _ABOUT_RULES)


def configured_beside_rules(command: _Command) -> _Command:
    """The same for a command that is told by its arguments which rules to take: all but `--rules`."""
    return _with_options(command, inspect.signature(_configured).parameters.keys() - {"rules"})


def _with_options(command: _Command, names: Collection[str]) -> _Command:
    shared = inspect.signature(_configured).parameters
    own = inspect.signature(command).parameters
    hints = get_type_hints(command, include_extras=True) | get_type_hints(_configured, include_extras=True)

    @functools.wraps(command)
    def wrapped(**values: Any) -> None:
        settings = _configured(**{name: values.pop(name) for name in names})
        command(settings=settings, **values)

    parameters = [
        parameter.replace(annotation=hints[name], kind=inspect.Parameter.KEYWORD_ONLY)
        for name, parameter in [*own.items(), *((name, shared[name]) for name in shared if name in names)]
        if name != "settings"
    ]
    vars(wrapped)["__signature__"] = inspect.Signature(parameters)  # what typer reads
    wrapped.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    del vars(wrapped)["__wrapped__"]
    return wrapped
