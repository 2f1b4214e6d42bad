"""What a running operation is doing: its steps, the time, the end of its output."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget

from moie_tui.domain.health import ago
from moie_tui.tui.glyphs import OK, RUNNING
from moie_tui.tui.keymap import bound
from moie_tui.tui.operation_run import OperationRun
from moie_tui.tui.screens.sheet import KeyHint, Sheet
from moie_tui.tui.widgets.hanging_text import HangingText, Row

EVERY = 0.2
"""Seconds between two looks at the run."""
LINES = 10
STEPS = 8


class RunningSheet(Sheet[None]):
    """Follows one run and closes with it; `x` or `Esc` cancels the operation, `o` leaves it running."""

    BINDINGS = [
        bound("stop", "cancel", "cancel it"),
        bound("back", "cancel", "cancel it"),
        Binding("escape", "cancel", "cancel it"),
        bound("running", "leave", "let it run"),
    ]
    hints: tuple[KeyHint, ...] = (
        ("stop", "cancel it", "screen.cancel"),
        ("running", "let it run", "screen.leave"),
    )

    def __init__(self, run: OperationRun) -> None:
        super().__init__()
        self._operation = run

    def head(self) -> str:
        """The plan's title."""
        return self._operation.title

    def tail(self) -> str:
        """How long it has been running."""
        return ago(timedelta(seconds=self._operation.seconds()))

    def parts(self) -> Iterable[Widget]:
        """The steps and the output."""
        yield HangingText(running_rows(self._operation))

    def on_mount(self) -> None:
        """Looks at the run as long as it is there."""
        self.call_after_refresh(self.action_body, "scroll_end")
        self.set_interval(EVERY, self.look)

    def look(self) -> None:
        """Shows where the run is, or closes when it is over."""
        if self._operation.ended:
            if self.is_current:
                self.dismiss(None)
            return
        if not self.ready:
            return
        self.hints = (
            self.hints if not self._operation.cancelling else (("", "cancelling…", ""), self.hints[-1])
        )
        frame = self.query_one("#frame")
        following = frame.scroll_y >= frame.max_scroll_y - 1
        self.query_one(HangingText).show(running_rows(self._operation))
        if following:
            self.call_after_refresh(self.action_body, "scroll_end")
        self.relabel()

    def action_cancel(self) -> None:
        """Asks the operation to stop at its next safe moment."""
        self._operation.stop()
        self.look()


def running_rows(run: OperationRun) -> list[Row]:
    """The last steps, done ones with their time, and under them the end of the output."""
    return [*_steps(run), *_said(run)]


def _steps(run: OperationRun) -> Iterator[Row]:
    steps = run.steps
    ends = [step.at for step in steps[1:]] + [None] * bool(steps)
    for step, end in list(zip(steps, ends, strict=True))[-STEPS:]:
        took = ago(timedelta(seconds=run.seconds(step.at, end)))
        glyph, colour = (RUNNING, "$accent") if end is None else (OK, "$ok")
        text = Content.assemble(step.what, (f"  {took}", "$faint"))
        yield Content.assemble((glyph, colour), " "), text
    if not steps:
        yield Content.assemble((RUNNING, "$accent"), " "), Content("starting")


def _said(run: OperationRun) -> Iterator[Row]:
    lines = run.said(LINES)
    if lines:
        yield Content(), Content()
    for line in lines:
        yield Content.styled("│ ", "$faint"), Content.styled(line, "$faint")
