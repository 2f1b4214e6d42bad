"""Finds the command, imports only its file, and turns what goes wrong into one line and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from types import SimpleNamespace

from moie_tui.cli.options import Parser, add_global

COMMANDS: dict[str, dict[str, tuple[str, str]]] = {
    "start": {
        "init": ("init", "make a new root, or open an archive of one"),
        "demo": ("demo", "open the dashboard on a living sample"),
        "trust": ("trust", "show a root's commands and consent to them"),
        "doctor": ("doctor", "check a root, and mend what can be mended"),
    },
    "look": {
        "status": ("status", "the whole picture, once"),
        "jobs": ("jobs", "the cyclic jobs and how they are"),
        "history": ("history", "what one job did"),
        "backups": ("backups", "the snapshots, newest first"),
        "diff": ("diff", "what changed from one snapshot to another, or to now"),
        "check": ("check", "how a root is, for monitors and cron; the watchdog"),
        "metrics": ("metrics", "what happened in a span of time, counted"),
        "events": ("events", "the log: filtered by level, category, text and time; or as it grows"),
        "operations": ("operations", "what was done, newest first"),
        "verify": ("verify", "run verification commands and see what holds"),
    },
    "act": {
        "pulse": ("pulse", "one heartbeat: one step of the state"),
        "hold": ("hold", "put pulses on hold"),
        "resume": ("resume", "let pulses go on"),
        "job": ("job", "say that a job is done, pending again, paused or going on"),
        "run": ("run", "run a job's command, or yours, and record how it went"),
        "record": ("record", "write down one execution of a job"),
        "backup": ("backup", "take a snapshot"),
        "pin": ("pin", "keep a snapshot for ever"),
        "unpin": ("pin", "leave a snapshot to retention again"),
        "prune": ("prune", "remove the snapshots no tier of retention wants"),
        "archive": ("archive", "pack a whole root into one file"),
        "rollback": ("rollback", "put the state back to a snapshot"),
        "undo": ("undo", "take an operation back"),
    },
    "alerts and monitors": {
        "alerts": ("alerts", "what is open; test, mute, acknowledge"),
        "serve": ("serve", "the root over HTTP: health, Prometheus, JSON"),
    },
    "schema and settings": {
        "validate": ("validate", "say what is wrong with a document, and where"),
        "migrate": ("migrate", "bring the state to another schema version"),
        "config": ("config", "show, check or find config.yaml"),
        "timers": ("timers", "have pulses and checks started by cron, launchd or systemd"),
    },
}
"""By group: each command's word, its module in `cli`, and its line of help."""

_MANY_OBJECTS = 100_000
_DATES_ONCE = (3, 12)
_TOLD = {"-h", "--help", "--version"}
UNKNOWN = 3
"""What a monitor takes for "unknown": how `check` leaves when it could not be made, a wrong call included."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command of the command line; the exit code of the contract.

    Given no words it takes those of the process, and all but the dashboard then ends the process too."""
    words = list(sys.argv[1:] if argv is None else argv)
    if argv is not None or not (split(words)[1] or _TOLD.intersection(words)):
        return _code_of(words)
    _collect_rarely()
    _take_dates_in_c()
    code = _code_of(words)
    _leave(code)
    return code


def _code_of(words: list[str]) -> int:
    _never_fail_to_encode()
    try:
        code = _without_exit(words)
        sys.stdout.flush()
        return code
    except (Exception, KeyboardInterrupt) as error:
        from moie_tui.cli.failures import INTERRUPTED, explain

        code = explain(error, debug="--debug" in cut(words)[0])
        return UNKNOWN if split(words)[1] == "check" and code != INTERRUPTED else code


def split(words: Sequence[str]) -> tuple[list[str], str, list[str]]:
    """The options before the command, the command ("" opens the dashboard), and what follows it."""
    at = 0
    while at < len(words) and words[at].startswith("-"):
        at += 2 if words[at] == "--root" else 1
    return list(words[:at]), "".join(words[at : at + 1]), list(words[at + 1 :])


def cut(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """What stands before the first `--`, and what after it."""
    at = words.index("--") if "--" in words else len(words)
    return list(words[:at]), list(words[at + 1 :])


def _collect_rarely() -> None:
    """A command is over before there is garbage to speak of; looking for it is a tenth of its time."""
    import gc

    gc.set_threshold(_MANY_OBJECTS)


def _take_dates_in_c() -> None:
    """Before Python 3.12 `datetime` makes its classes in Python too and gives those in C: dear at a start.

    In this process, which is ours alone, `datetime` is the module in C."""
    if sys.version_info < _DATES_ONCE and "datetime" not in sys.modules:
        sys.modules["datetime"] = import_module("_datetime")


def _leave(code: int) -> None:
    """Ends the process as it is: to free each object of what ends anyway is a tenth of a command's time."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        return  # Python's own way of leaving says so
    os._exit(code)


def _never_fail_to_encode() -> None:
    """What a terminal of another encoding can't show is a question mark there, and no reason to fail."""
    if (reconfigure := getattr(sys.stdout, "reconfigure", None)) is not None:
        reconfigure(errors="replace")


def _without_exit(words: Sequence[str]) -> int:
    try:
        return _dispatch(words)
    except SystemExit as leaving:
        # argparse leaves this way after --help and --version.
        return leaving.code if isinstance(leaving.code, int) else 0


def _dispatch(words: Sequence[str]) -> int:
    before, command, after = split(words)
    options = SimpleNamespace()
    _top_parser().parse_args(before, options)
    known = {word: entry for group in COMMANDS.values() for word, entry in group.items()}
    if command and command not in known:
        raise _unknown(command, known)
    name, line = known.get(command, ("dashboard", ""))
    module = import_module(f"moie_tui.cli.{name}")
    if command:
        about = line.capitalize() + "."
        parser = Parser(f"moie {command}", about)
        add_global(parser)
        module.configure(parser)
        if getattr(module, "TAKES_WORDS", False):
            after, options.words = cut(after)
        parser.parse_args(after, options)
        early: int | None = module.early(options) if hasattr(module, "early") else None
        if early is not None:
            return early
    from moie_tui.cli.call import Call

    code: int = module.run(Call(command, options))
    return code


def _top_parser() -> Parser:
    about = "The terminal cockpit of MOIE-OS. Without a command it opens the dashboard."
    parser = Parser("moie", about)
    parser.usage = "moie [--root DIR]... [--read-only] [COMMAND ...]"
    parser.epilog = _listing()
    add_global(parser)
    parser.add_argument("--version", action="version", nargs=0, help="print the version and leave")
    return parser


def _listing() -> str:
    lines: list[str] = []
    for group, commands in COMMANDS.items():
        lines += [f"{group}:", *(f"  {word:<12}{line}" for word, (_, line) in commands.items()), ""]
    return "\n".join([*lines, "`moie COMMAND --help` tells more of one."])


def _unknown(command: str, known: Iterable[str]) -> Exception:
    from difflib import get_close_matches

    from moie_tui.domain.errors import UsageError

    near = get_close_matches(command, list(known), n=1)
    hint = f"did you mean {near[0]}?" if near else "`moie --help` lists them"
    return UsageError(f"there is no command {command!r}", fix=hint)
