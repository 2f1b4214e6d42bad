"""What went wrong, as one line on stderr and an exit code."""

from __future__ import annotations

import os
import sys

from moie_tui.domain.errors import MoieError
from moie_tui.domain.text import plain

INTERRUPTED = 130
BROKEN_PIPE = 141


def explain(error: BaseException, *, debug: bool) -> int:
    """Says it on stderr, with its traceback when `debug`; the exit code of the contract."""
    if isinstance(error, BrokenPipeError):
        _let_go_of_stdout()
        return BROKEN_PIPE
    if debug:
        import traceback

        print(plain("".join(traceback.format_exception(error)), newline="\n"), file=sys.stderr)
    if isinstance(error, KeyboardInterrupt) and sys.stderr.isatty():
        print(file=sys.stderr)
    say(_line(error))
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    return error.exit_code if isinstance(error, MoieError) else 1


def say(line: str) -> None:
    """One line of ours on stderr."""
    print(f"moie: {plain(line)}", file=sys.stderr)


def _line(error: BaseException) -> str:
    if isinstance(error, MoieError):
        return error.line()
    if isinstance(error, KeyboardInterrupt):
        return "interrupted, nothing was changed"
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror.lower()}"
    what = f"{type(error).__name__}: {error}"
    return f"this should not happen: {what}; run it again with --debug and report it"


def _let_go_of_stdout() -> None:
    """The reader is gone: what is still buffered goes nowhere, so that leaving does not complain of it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
