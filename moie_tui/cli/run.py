"""`moie run`: runs a job's command, or the words after `--`, and records how it went.

The command's output is passed on as it comes, byte for byte, and its exit code is ours: 128 + N when signal N
ended it, 124 when its time was up, 127 when there is no such command. With --json all its output goes to
stderr, and stdout gets the outcome."""

from __future__ import annotations

import sys
from typing import TextIO

from moie_tui.cli.acting import REPLANS, act
from moie_tui.cli.call import Call
from moie_tui.cli.options import Parser, add_acting
from moie_tui.cli.plain_words import LACKING
from moie_tui.domain.errors import UsageError
from moie_tui.domain.plan import Silent

TAKES_WORDS = True


def configure(parser: Parser) -> None:
    """The job, how long, and whether beside another run of it."""
    add_acting(parser, scheduled=True)
    parser.usage = "moie run JOB [--timeout SPAN] [--overlap] [-- COMMAND ...]"
    lacking = LACKING
    parser.add_argument("job", metavar="JOB", nargs="?", default=lacking, help="the job's id")
    parser.add_argument("--timeout", metavar="SPAN", help="end it after so long: 90 (seconds), 2m")
    parser.add_argument("--overlap", action="store_true", help="also beside another run of the job")
    parser.add_argument("--job", dest="job", default=lacking, help=lacking)
    parser.add_argument("--via", help=lacking)
    parser.add_argument("--run-id", default="", help=lacking)
    parser.epilog = "COMMAND runs here, without a shell; the job's own command runs in the root, by /bin/sh."


def run(call: Call) -> int:
    """Runs it; busy (exit 4) when the job runs already."""
    options = call.options
    if not hasattr(options, "job"):
        raise UsageError("which job?", fix="moie run JOB [-- COMMAND ...]")
    err = _descriptor(sys.stderr)
    return act(
        call,
        "run",
        replans=REPLANS,
        progress=Silent(),
        lines=lambda outcome: (),
        job=options.job,
        argv=tuple(options.words),
        timeout=_seconds(options.timeout),
        overlap=options.overlap,
        scheduled=options.scheduled,
        run_id=options.run_id,
        out=err if call.json else _descriptor(sys.stdout),
        err=err,
    )


def _seconds(words: str | None) -> float | None:
    from moie_tui.domain.spans import parse_seconds

    try:
        return None if words is None else parse_seconds(words)
    except ValueError as error:
        raise UsageError(str(error), fix="--timeout takes seconds, or a span like 2m") from error


def _descriptor(stream: TextIO | None) -> int | None:
    """Where the stream writes to, None when it is closed or writes to no file."""
    try:
        return stream.fileno() if stream is not None else None
    except (OSError, ValueError):
        return None
