"""The coming beats as rows of a list, and one of them in full."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from textual.content import Content

from moie_tui.domain.amounts import counted
from moie_tui.domain.coming.beat import VERIFY, Beat, Forecast, Start, Wait
from moie_tui.domain.health import ago
from moie_tui.domain.text import plain
from moie_tui.tui.columns import Column
from moie_tui.tui.coming_words import LOOKS, beat_words, span_words
from moie_tui.tui.glyphs import RUNNING
from moie_tui.tui.pieces import text
from moie_tui.tui.times import when
from moie_tui.tui.widgets.hanging_text import Row
from moie_tui.tui.widgets.rows import Cells

COLUMNS = (
    Column(1, gap=1),
    Column(12, "when", right=True),
    Column(7, "in", right=True, drop=2),
    Column(20, "does", flexible=True),
    Column(9, "if proven"),
    Column(6, "takes", right=True, drop=1),
)
MOST_WAITS = 12


def cells(beat: Beat, now: datetime, zone: tzinfo | None) -> Cells:
    """One beat; one that starts and changes nothing is faint."""
    glyph, tone = LOOKS[beat.kind]
    faint = "" if beat.acts else "faint"
    return (
        text(glyph, tone if beat.acts or tone in ("late", "failed") else "faint"),
        text(when(beat.at, now, zone), faint),
        text(ago(beat.at - now), "faint"),
        text(beat_words(beat), faint),
        text(_hinges(beat), "late"),
        text(span_words(beat.takes), "faint"),
    )


def _hinges(beat: Beat) -> str:
    """The jobs that must be proven first: one by its id, and how many more."""
    if not beat.hinges:
        return ""
    return plain(beat.hinges[-1]) + (f" +{len(beat.hinges) - 1}" if len(beat.hinges) > 1 else "")


def beat_rows(beat: Beat, now: datetime, zone: tzinfo | None, limit_seconds: float) -> Iterator[Row]:
    """All that is known of one beat: its step, what it starts, and what it does not start and why."""
    glyph, tone = LOOKS[beat.kind]
    step = plain(beat.what) or f"starts {counted(len(beat.starts), 'job')}"
    only = f" {plain(beat.condition)}" if beat.condition else ""
    yield Content.styled(f"{glyph} ", f"${tone}"), Content.assemble((step, "bold"), only)
    if beat.otherwise:
        yield Content("  "), Content.styled(f"if the proof fails: {plain(beat.otherwise)}", "$faint")
    if beat.kind == VERIFY and beat.takes is None:
        limit = f"how long that takes is not known; {limit_seconds:g}s at most"
        yield Content("  "), Content.styled(limit, "$faint")
    for start in beat.starts:
        yield _start(start)
    for wait in beat.waits[:MOST_WAITS]:
        yield _wait(wait, beat, now, zone)
    if len(beat.waits) > MOST_WAITS:
        yield Content("  "), Content.styled(f"and {len(beat.waits) - MOST_WAITS} more that wait", "$faint")


def _start(one: Start) -> Row:
    usual = f"usually {span_words(one.usual)}, 95 of 100 within {span_words(one.longest)}"
    known = usual if one.usual is not None else "it never ran yet"
    named = f"starts {plain(one.job)}  {plain(one.task)}"
    detail = f"  {plain(one.schedule)} · {known}"
    return Content.styled(f"{RUNNING} ", "$waiting"), Content.assemble(named, (detail, "$faint"))


def _wait(one: Wait, beat: Beat, now: datetime, zone: tzinfo | None) -> Row:
    until = f" until {when(one.until, now, zone)}" if one.until is not None else ""
    words = f"{plain(one.job)}  {plain(one.task)}: {plain(one.why)}{until}"
    return Content.styled("· ", "$faint"), Content.styled(words, "$faint")


def headline(found: Forecast) -> str:
    """What the list rests on."""
    if found.unable:
        return found.unable
    acting = sum(one.acts for one in found.beats)
    often = f"every {ago(found.interval)}, as long as somebody beats"
    late = "the next is overdue · " if found.overdue else ""
    rest = f" · {found.rest}" if found.rest else ""
    return f"{late}{len(found.beats)} beats, {acting} of them act · {often}{rest}"
