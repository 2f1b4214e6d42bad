"""Runs of a job and what they printed, for people: plain text, whatever it contains."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from moie_tui.cli.page import Line, table, text
from moie_tui.domain.output_diff import output_diff
from moie_tui.domain.run import INTERRUPTED, Run
from moie_tui.tui.run_end import end_look, end_words
from moie_tui.tui.times import at, duration

_TONES = {"-": "failed", "+": "ok", "@": "accent"}


def head_line(run: Run, now: datetime, zone: tzinfo | None) -> Line:
    """Which run, since when, of what."""
    return text(f"▶ run {run.id} · {at(run.started_at, now, zone)} · {run.command}", "strong")


def end_line(run: Run, otherwise: str = "goes on") -> Line:
    """How it ended; `otherwise` is what to say of one that has no end."""
    glyph, tone = end_look(run)
    return ((f"{glyph} ", tone), *text(end_words(run) if run.ending else otherwise))


def runs_table(runs: Sequence[Run], now: datetime, zone: tzinfo | None) -> list[Line]:
    """One line for each run."""
    return table([_row(run, now, zone) for run in runs], right=(3,))


def diff_lines(older: Sequence[str], newer: Sequence[str]) -> Iterator[Line]:
    """What differs between the lines of two runs."""
    for line in output_diff(older, newer):
        mark = "@@ " if line.mark == "@" else line.mark
        yield ((f"{mark}{line.text}", _TONES.get(line.mark, "")),)


def _row(run: Run, now: datetime, zone: tzinfo | None) -> tuple[Line, ...]:
    took = duration(run.duration_ms) if run.ending else "runs"
    when = text(at(run.started_at, now, zone), "faint")
    why = f"{run.ending}, {run.why}" if run.ending == INTERRUPTED else run.why
    return (end_look(run),), text(run.id), when, text(took), text(why)
