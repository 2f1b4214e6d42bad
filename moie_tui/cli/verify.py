"""`moie verify`: runs verification commands and says what holds; changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from moie_tui.cli.acting import act
from moie_tui.cli.call import Call
from moie_tui.cli.options import Parser, add_acting
from moie_tui.cli.outcome_text import outcome_lines
from moie_tui.cli.page import Line, table, text
from moie_tui.domain.executions import last_line
from moie_tui.domain.plan import Outcome
from moie_tui.domain.text import shorten
from moie_tui.domain.verification import PROVEN, Verified, labels, verified_from, words, worst_first
from moie_tui.tui import looks
from moie_tui.tui.times import duration

SAID = 60
"""Characters of a command's last line that are shown."""


def configure(parser: Parser) -> None:
    """Which jobs, and how many at a time."""
    add_acting(parser)
    parser.add_argument("--phase", metavar="N", help="only the jobs of this phase")
    parser.add_argument("--job", metavar="ID", help="only this job; exit 1 unless it is proven")
    parser.add_argument("--parallel", type=int, metavar="N", help="so many at a time; 2 a core, 8 at most")


def run(call: Call) -> int:
    """Exit 1 when a proof of a completed job no longer holds, a command is missing or one timed out."""
    options = call.options
    return act(
        call,
        "verify",
        detail={"results": []},
        lines=verified_lines,
        phase=options.phase,
        job=options.job,
        parallel=options.parallel,
    )


def verified_lines(outcome: Outcome) -> Iterator[Line]:
    """A row a job, the worst first, and under them how many of what."""
    results = worst_first(verified_from(outcome.detail))
    rows = [_row(one, label) for one, label in zip(results, labels(results), strict=True)]
    yield from table(rows, right=(3,), indent="")
    yield from outcome_lines(outcome)


def _row(one: Verified, label: str) -> tuple[Line, ...]:
    glyph, tone = looks.of_verified(one)
    said = "" if one.result == PROVEN else shorten(last_line(one.output), SAID)
    why = "" if one.result == PROVEN else f"{one.why}{' · ' if said else ''}{said}"
    return (
        text(glyph, tone),
        text(label),
        text("drift" if one.drifted else words(one.result), tone),
        text(duration(one.duration_ms) if one.command else ""),
        text(one.task),
        text(why, "faint"),
    )
