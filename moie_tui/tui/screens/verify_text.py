"""What verification testing has to say, as cells and rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from textual.content import Content

from moie_tui.domain.executions import last_line
from moie_tui.domain.text import plain
from moie_tui.domain.verification import DRIFT, PROVEN, RESULTS, Verified, words
from moie_tui.tui import looks, times
from moie_tui.tui.columns import Column
from moie_tui.tui.pieces import text, width_of
from moie_tui.tui.widgets.hanging_text import Row
from moie_tui.tui.widgets.rows import Cells

DRIFTED = "The state calls them completed, and their proof no longer holds."
SHOWN_LINES = 4
_LABEL = 9


def columns(labels: Sequence[str]) -> tuple[Column, ...]:
    """The columns of the list, the ids as wide as they are."""
    widest = max((width_of(text(plain(label))) for label in labels), default=2)
    return (
        Column(1, gap=1),
        Column(max(3, min(widest, 14)), "job"),
        Column(max(map(len, map(words, RESULTS))), "result"),
        Column(4, "exit", right=True, drop=1),
        Column(6, "took", right=True, drop=2),
        Column(16, "task", flexible=True),
        Column(28, "last line", drop=3),
    )


def cells(one: Verified, label: str) -> Cells:
    """One row; of a proven one the last line tells nothing."""
    glyph, tone = looks.of_verified(one)
    said = "" if one.result == PROVEN else plain(last_line(one.output)) or plain(one.why)
    return (
        text(glyph, tone),
        text(plain(label)),
        text(words(DRIFT if one.drifted else one.result), tone),
        text("" if one.exit_code is None else str(one.exit_code)),
        text(times.duration(one.duration_ms) if one.command else ""),
        text(plain(one.task)),
        text(said, "failed" if one.drifted else "faint"),
    )


def summary_rows(results: Sequence[Verified]) -> Iterator[Row]:
    """How many of what, and what drift means when there is some."""
    counts = Counter(DRIFT if one.drifted else one.result for one in results)
    seen = {DRIFT if one.drifted else one.result: looks.of_verified(one) for one in results}
    shown = [
        Content.assemble((f"{seen[name][0]} {counts[name]}", f"${seen[name][1]}"), f" {words(name)}")
        for name in RESULTS
        if counts[name]
    ]
    yield Content(), Content("   ").join(shown) if shown else Content("There is no job to verify.")
    if counts[DRIFT]:
        yield Content(), Content.styled(DRIFTED, "$failed")


def selected_rows(one: Verified | None) -> Iterator[Row]:
    """The command, how it went, and the end of what it said."""
    if one is None:
        return
    yield _fact("command", one.command or "none: nothing can prove this job")
    yield _fact("result", f"{how(one)} · the state says {one.status}")
    for at, line in enumerate(one.output.strip().splitlines()[-SHOWN_LINES:]):
        yield _fact("" if at else "said", line)


def how(one: Verified) -> str:
    """Its result and why, once."""
    result = words(DRIFT if one.drifted else one.result)
    return result if one.result == PROVEN or one.why.startswith(result) else f"{result}: {one.why}"


def full_rows(one: Verified) -> Iterator[Row]:
    """Everything about one: its command in full, and all of its output that was kept."""
    glyph, tone = looks.of_verified(one)
    yield Content.assemble((glyph, f"${tone}"), " "), Content.styled(plain(how(one)), "bold")
    took = f" · took {times.duration(one.duration_ms)}" if one.command else ""
    yield Content("  "), Content.styled(f"phase {plain(one.phase)} · {plain(one.status)}{took}", "$faint")
    margin = "$ "
    for line in plain(one.command, newline="\n").split("\n") if one.command else ():
        yield Content.styled(margin, "$faint"), Content.styled(line, "$accent")
        margin = "┆ "
    yield Content(), Content()
    said = plain(one.output, newline="\n").strip("\n")
    for line in said.split("\n") if said else ():
        yield Content.styled("│ ", "$faint"), Content(line)
    if not said and one.command:
        yield Content("  "), Content.styled("It said nothing.", "$faint")


def _fact(name: str, value: str) -> Row:
    return Content.styled(f"  {name:<{_LABEL}}", "$faint"), Content(plain(value))
