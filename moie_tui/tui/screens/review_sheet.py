"""A run in full: how it ended, its error, the end of its output, and what changed before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.binding import Binding
from textual.widget import Widget

from moie_tui.domain.executions import Execution
from moie_tui.domain.review import Review
from moie_tui.domain.review_text import title_of
from moie_tui.domain.view import SystemView
from moie_tui.tui.evidence import Evidence
from moie_tui.tui.screens.review_rows import review_rows
from moie_tui.tui.screens.run_sheet import RunSheet
from moie_tui.tui.source import Source
from moie_tui.tui.widgets.hanging_text import HangingText, Row


class ReviewSheet(RunSheet):
    """One run of a job as it was in one view; what takes long to find is shown when it is there."""

    BINDINGS = [Binding("enter", "leave", "back", show=False)]
    hints = (
        ("copy", "copy", "screen.copy"),
        ("export", "export", "screen.export"),
        ("output", "output", "screen.output"),
        ("diff", "compare", "screen.compare"),
        ("esc", "back", "screen.leave"),
    )

    def __init__(
        self, review: Review, runs: Sequence[Execution], view: SystemView, source: Source, evidence: Evidence
    ) -> None:
        super().__init__(review.job, source, evidence)
        self._review, self._runs, self._facts = review, runs, view

    def head(self) -> str:
        """Whose run it is."""
        return title_of(self._review)

    def reviewed(self) -> Review | None:
        """The one it was opened for."""
        return self.evidence.filled(self._review, self._facts)[0]

    def others(self) -> Sequence[Execution]:
        """As they were then."""
        return self._runs

    def facts_of(self) -> SystemView:
        """As it was then."""
        return self._facts

    def parts(self) -> Iterable[Widget]:
        """Everything in one text."""
        yield HangingText(self._rows(), id="review")

    def on_mount(self) -> None:
        """Looks for what is not known yet."""
        self.run_worker(self._look(), group="evidence")

    async def _look(self) -> None:
        await self.evidence.look_up(self._review, self._facts)
        if self.ready:
            self.query_one("#review", HangingText).show(self._rows())

    def _rows(self) -> list[Row]:
        review, loading = self.evidence.filled(self._review, self._facts)
        return review_rows(review, self._facts.zone, loading)
