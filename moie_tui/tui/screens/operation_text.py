"""What the list of operations and one of them say, as cells and rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from textual.content import Content

from moie_tui.domain.executions import FAILURE
from moie_tui.domain.health import ago
from moie_tui.domain.plan import EXECUTION, FileChange, OperationRecord, Plan
from moie_tui.domain.text import plain
from moie_tui.domain.view import SystemView
from moie_tui.tui import glyphs, times
from moie_tui.tui.columns import Column
from moie_tui.tui.effect_lines import line_of
from moie_tui.tui.origins import NO_TERMINAL, origin_words
from moie_tui.tui.pieces import Piece, text
from moie_tui.tui.screens.plan_text import effect_row, effect_rows
from moie_tui.tui.widgets.hanging_text import Row
from moie_tui.tui.widgets.rows import Cells
from moie_tui.values import replace

COLUMNS = (
    Column(1, gap=1),
    Column(12, "when", right=True),
    Column(8, "what"),
    Column(20, "outcome", flexible=True),
    Column(14, "by", drop=2),
    Column(6, "id", drop=1),
)
NEEDS_A_HAND = ("blocked", "action-required")
INTERRUPTED, RUNNING = "interrupted before its end", "running"
HEADINGS = ("Undo would take away", "Undo would bring back", "Undo would")
_GAP: Row = (Content(), Content())


def look(record: OperationRecord, running: bool) -> Piece:
    """Glyph and tone of how it went."""
    if not record.finished:
        return (glyphs.RUNNING, "accent") if running else (glyphs.LATE, "late")
    if record.outcome == "failed" or (_ran_badly(record) and not record.undone_by):
        return (glyphs.FAILED, "failed")
    if record.undone_by:
        return (glyphs.PENDING, "faint")
    return (glyphs.LATE, "late") if record.outcome in NEEDS_A_HAND else (glyphs.OK, "ok")


def _ran_badly(record: OperationRecord) -> bool:
    """Whether it wrote down a failed execution: the operation was done, the job was not."""
    written = (one.after for one in record.effects if one.kind == EXECUTION)
    return any(isinstance(one, Mapping) and one.get("status") == FAILURE for one in written)


def said(record: OperationRecord, running: bool) -> str:
    """What came of it, in one line."""
    if not record.finished:
        return RUNNING if running else INTERRUPTED
    return plain(record.message or record.outcome)


def via(record: OperationRecord) -> str:
    """Who started it, and where: cron, dashboard, a terminal; of an origin we did not write all of it."""
    words = plain(record.origin).split(" pid ")[0]
    who, _, where = words.partition(" ")
    return f"{who.partition('@')[0]} {'script' if where == NO_TERMINAL else where}" if where else words


def cells(record: OperationRecord, view: SystemView, now: datetime, running: bool) -> Cells:
    """One row of the list."""
    faint = "faint" if record.undone_by or record.scheduled else ""
    note = f"undone by {plain(record.undone_by)} · " if record.undone_by else ""
    shown = look(record, running)
    tone = faint if shown[0] in (glyphs.OK, glyphs.PENDING) else shown[1]
    return (
        (shown,),
        text(times.when(record.at, now, view.zone), "faint"),
        text(plain(record.kind), faint),
        ((note, "faint"), (said(record, running), tone)),
        text(via(record), "faint"),
        text(plain(record.id), "faint"),
    )


def summary_rows(record: OperationRecord | None) -> Iterator[Row]:
    """What the selected one did, for the strip below the list."""
    if record is None:
        return
    # What it depended on is decided once it is over.
    over = (replace(effect, condition="") if record.finished else effect for effect in record.effects)
    lines = [line_of(effect) for effect in over]
    yield from (effect_row(line) for line in lines)
    if not lines:
        yield Content("  "), Content.styled("It changed nothing.", "$faint")


def fact_rows(record: OperationRecord, view: SystemView, now: datetime, running: bool) -> list[Row]:
    """When, by whom, what came of it, and what became of it."""
    glyph, tone = look(record, running)
    at = f"{times.at(record.at, now, view.zone)} · {ago(now - record.at)} ago"
    facts = (
        ("when", at),
        ("by", origin_words(record.origin) + (", with --scheduled" if record.scheduled else "")),
        ("undoes", record.undoes),
        ("undone by", record.undone_by),
        ("files", ", ".join(change.path for change in record.files if change.before != change.after)),
    )
    first: Row = (Content.assemble((glyph, f"${tone}"), " "), Content.styled(said(record, running), "bold"))
    rest = [
        (Content.styled(f"  {name:<10}", "$faint"), Content(plain(value))) for name, value in facts if value
    ]
    heading: Row = (Content(), Content.styled("It did" if record.finished else "It was about to", "bold"))
    return [first, *rest, _GAP, heading, *summary_rows(record)]


def _is_state(change: FileChange) -> bool:
    return change.path.startswith("sovereign_state") and change.before != change.after


def way_rows(record: OperationRecord, plan: Plan) -> list[Row]:
    """How it would be taken back: exactly, or only its own changes."""
    of_state = any(_is_state(one) for one in record.files)
    exact = "The state would be byte for byte as before." if of_state and not plan.warnings else ""
    notes = [exact] if exact else [plain(one) for one in plan.warnings]
    marks = Content.assemble("  ", (glyphs.OK, "$ok") if exact else (glyphs.LATE, "$late"), " ")
    return [_GAP, *effect_rows(plan.effects, HEADINGS), *((marks, Content(note)) for note in notes)]
