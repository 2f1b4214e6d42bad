"""What an operation did, for people."""

from __future__ import annotations

from collections.abc import Iterator

from moie_tui.cli.page import Line, text
from moie_tui.cli.plan_text import done_lines
from moie_tui.domain.plan import RETENTION, SNAPSHOT, Outcome
from moie_tui.tui import glyphs

_LOOKS = {
    "unchanged": (glyphs.PENDING, "waiting"),
    "held": (glyphs.PAUSED, "waiting"),
    "action-required": (glyphs.LATE, "late"),
    "kept": (glyphs.LATE, "late"),
    "blocked": (glyphs.FAILED, "failed"),
    "failed": (glyphs.FAILED, "failed"),
    "drift": (glyphs.FAILED, "failed"),
}


def outcome_lines(outcome: Outcome) -> Iterator[Line]:
    """Its sentence, its effects, and how to take it back."""
    glyph, tone = _LOOKS.get(outcome.outcome, (glyphs.OK, "ok"))
    yield ((f"{glyph} ", tone), *text(outcome.message or outcome.outcome))
    if outcome.operation:
        yield from done_lines(one for one in outcome.effects if one.kind not in (SNAPSHOT, RETENTION))
        kept = f"snapshot {outcome.snapshot} · " if outcome.snapshot else ""
        yield text(f"  {kept}`moie undo {outcome.operation}` takes it back", "faint")
