"""How a run ended, in a glyph and a few words: the same on screen and on the command line."""

from __future__ import annotations

from moie_tui.domain.run import CANCELLED, Run
from moie_tui.tui import glyphs
from moie_tui.tui.times import duration


def end_look(run: Run) -> tuple[str, str]:
    """Glyph and tone."""
    if not run.ending:
        return glyphs.RUNNING, "accent"
    if run.good:
        return glyphs.OK, "ok"
    return (glyphs.PAUSED, "waiting") if run.ending == CANCELLED else (glyphs.FAILED, "failed")


def end_words(run: Run) -> str:
    """Its ending, why, and how long it took where these words do not say it."""
    how = f"{run.ending}, {run.why}" if run.why else run.ending
    says_how_long = "after" in run.why or (run.good and "in" in run.why.split())
    return how if says_how_long else f"{how} · {duration(run.duration_ms)}"
