"""What can be done with a run wherever it is looked at: copy, export, open its output, compare it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from moie_tui.domain.errors import MoieError
from moie_tui.domain.executions import Execution
from moie_tui.domain.review import Review, last_good_before, run_before
from moie_tui.domain.review_text import as_markdown, as_text
from moie_tui.domain.text import plain
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui.clipboard import copy_from
from moie_tui.tui.evidence import Evidence
from moie_tui.tui.keymap import bound
from moie_tui.tui.messages import OutputOpened, OutputsCompared
from moie_tui.tui.screens.sheet import Sheet
from moie_tui.tui.source import Source
from moie_tui.tui.terminal import NO_FILES, is_browser

NO_OUTPUT = "No output is kept of this run: it was recorded, not run by `moie run` or a pulse."
NO_OTHER = "There is no other run whose output is kept to compare it with."


class RunSheet(Sheet[None]):
    """Base of the sheets that show a run; subclasses say which, and which others there are."""

    BINDINGS = [
        bound("copy", "copy", "copy the failure"),
        bound("export", "export", "export it as Markdown"),
        bound("output", "output", "its whole output"),
        bound("diff", "compare", "compare its output with another run's"),
    ]

    def __init__(self, job: str, source: Source, evidence: Evidence) -> None:
        super().__init__()
        self.job, self.source, self.evidence = job, source, evidence

    def reviewed(self) -> Review | None:
        """The run that is looked at, with the evidence there is."""
        raise NotImplementedError

    def others(self) -> Sequence[Execution]:
        """All runs of the job, oldest first."""
        raise NotImplementedError

    def facts_of(self) -> SystemView:
        """The view it is shown in."""
        return NO_VIEW

    def run_id(self) -> str:
        """The run whose output can be opened, "" for none."""
        review = self.reviewed()
        return (review.run.run_id or "") if review else ""

    def action_copy(self) -> None:
        """Copies the run and its evidence as plain text."""
        review = self.reviewed()
        if review is not None:
            copy_from(self.app, as_text(review, self.facts_of().zone))

    def action_export(self) -> None:
        """Writes it into a file and says where that is."""
        review = self.reviewed()
        if is_browser():
            self.notify(NO_FILES, severity="warning", markup=False)
        elif review is not None:
            self.run_worker(self._export(review), group="export")

    async def written(self, review: Review) -> str:
        """The run with all its evidence, as Markdown."""
        view = self.facts_of()
        await self.evidence.look_up(review, view)
        whole, _ = self.evidence.filled(review, view)
        return as_markdown(whole, view.zone, self.source.clock())

    def stem_of(self, review: Review) -> str:
        """How the name of a file about it begins."""
        return f"moie-{self.job}-" + (f"{review.run.at:%Y%m%dT%H%M%SZ}" if review.run.at else "no-time")

    async def _export(self, review: Review) -> None:
        text = await self.written(review)
        try:
            path = await asyncio.to_thread(self.source.export, self.stem_of(review), text)
        except MoieError as error:
            self.notify(plain(error.line()), title="Not exported", severity="error", markup=False)
        else:
            self.notify(plain(path), title="Exported", markup=False)

    def action_output(self) -> None:
        """Opens the output that is kept, or follows one that lives."""
        if run_id := self.run_id():
            self.post_message(OutputOpened(self.job, run_id))
        elif self.reviewed() is not None:
            self.notify(NO_OUTPUT, markup=False)

    def action_compare(self) -> None:
        """Holds the output against that of the last good run, or of the run before."""
        review = self.reviewed()
        if review is None:
            return
        if not review.run.run_id:
            self.notify(NO_OUTPUT, markup=False)
            return
        before, good = run_before(self.others(), review.run), last_good_before(self.others(), review.run)
        found = [("the last good run", good), ("the run before", before)]
        older = {name: one.run_id for name, one in found if one and one.run_id}
        if older:
            self.post_message(OutputsCompared(self.job, review.run.run_id, older))
        else:
            self.notify(NO_OTHER, markup=False)
