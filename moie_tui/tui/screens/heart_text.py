"""What is said of a silent heart in full: each finding with what shows it and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from moie_tui.domain.diagnosis import Silence
from moie_tui.domain.silence.finding import CAUSE, CLEAR, PART, UNKNOWN, Finding
from moie_tui.domain.text import plain
from moie_tui.tui import glyphs
from moie_tui.tui.widgets.hanging_text import Row

LOOKS = {
    CAUSE: (glyphs.FAILED, "failed"),
    PART: (glyphs.LATE, "late"),
    UNKNOWN: (glyphs.UNKNOWN, "unknown"),
    CLEAR: (glyphs.OK, "ok"),
}
STEP = "→ "
RULED_OUT = "Ruled out"
_GAP: Row = (Content(), Content())


def silence_rows(silence: Silence) -> list[Row]:
    """Every finding: what it is, what shows it, what to do; then in short what it is not."""
    rows: list[Row] = []
    if not silence.suspects:
        rows += [(_mark(UNKNOWN), Content.styled(silence.lead, "bold")), _step(silence.step)]
    for one in silence.suspects:
        rows += [*([_GAP] if rows else []), *_finding(one)]
    clear = [one for one in silence.findings if one.level == CLEAR]
    if clear:
        rows += [_GAP, (Content(), Content.styled(RULED_OUT, "bold"))]
        rows += [(_mark(CLEAR), _cleared(one)) for one in clear]
    return rows


def _finding(one: Finding) -> Iterator[Row]:
    yield _mark(one.level), Content.styled(plain(one.what), "bold" if one.level == CAUSE else "")
    for said in one.evidence:
        yield Content("  "), Content.styled(plain(said), "$faint")
    if one.step:
        yield _step(one.step)


def _step(words: str) -> Row:
    return Content.styled(f"  {STEP}", "$accent"), Content(plain(words))


def _cleared(one: Finding) -> Content:
    shown = f"  {plain('; '.join(one.evidence))}" if one.evidence else ""
    return Content.assemble(plain(one.what), (shown, "$faint"))


def _mark(level: str) -> Content:
    glyph, tone = LOOKS[level]
    return Content.styled(f"{glyph} ", f"${tone}")
