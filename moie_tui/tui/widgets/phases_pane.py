"""Pane one: the phases as a tree, and a strip about what is selected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.reactive import var

from moie_tui.domain.blocked import blocked
from moie_tui.domain.event import Event
from moie_tui.domain.health import RUNNING
from moie_tui.domain.state import COMPLETED, CYCLIC, State
from moie_tui.domain.stuck import BLOCKED
from moie_tui.domain.text import plain
from moie_tui.domain.verification import DRIFT
from moie_tui.tui.columns import Column
from moie_tui.tui.keymap import bound
from moie_tui.tui.messages import JobOpened
from moie_tui.tui.proofs import Proofs, drifted
from moie_tui.tui.times import at
from moie_tui.tui.tree import Branch, branches, cells, count_width, fails, kept, rows_if_all_open
from moie_tui.tui.widgets.detail import Detail
from moie_tui.tui.widgets.finder import Finder
from moie_tui.tui.widgets.led_rows import LedRows
from moie_tui.tui.widgets.pane import FoundPane
from moie_tui.tui.widgets.rows import Cells, Rows

if TYPE_CHECKING:
    from moie_tui.domain.diagnosis import Silence

EMPTY = "No state here yet. `moie init` makes a new root in this folder, `moie demo` shows a living sample."
NO_PHASES = "The state has no phases yet."
NOT_KNOWN = "No copy tells of the state at this moment."
UNREADABLE = (
    "The state can't be read, no good view of it was seen before, and there is no sound snapshot. "
    "Mend what is named above; `moie validate` says all that is wrong."
)


def _words(branch: Branch) -> str:
    topic = branch.topic
    name = branch.job.task if branch.job else branch.phase.name
    return plain(f"{topic.key} {name} {topic.status}")


def _columns(count: int) -> tuple[Column, ...]:
    return (Column(10, flexible=True), Column(count, right=True, drop=1))


class PhaseFinder(Finder[Branch]):
    """Looks into closed phases too."""

    state: State | None = None
    _every: tuple[State | None, Sequence[Branch]] = (None, ())

    @property
    def every(self) -> Sequence[Branch]:
        """All rows, all phases open; made when something is looked for."""
        if self._every[0] is not self.state:
            self._every = (self.state, branches(self.state, {}, all_open=True) if self.state else ())
        return self._every[1]

    def chosen(self, items: Sequence[Branch]) -> Sequence[Branch]:
        """With what is wanted goes the phase it is in."""
        return kept(self.every, self.wants) if self.wanted else items


class PhasesPane(FoundPane):
    """A row for each phase; all are open where they fit, else the current one; folding by hand wins.

    The cursor goes with the current phase until it is moved."""

    TITLE, KIND = "Phases", "phase"
    BINDINGS = [
        bound("right", "fold(False)", "Open"),
        bound("left", "fold(True)", "Close"),
    ]

    selection: var[tuple[str, str]] = var(("", ""), init=False)
    event: var[Event | None] = var(None, init=False)
    proofs: var[Proofs] = var((), init=False)
    silence: var[Silence | None] = var(None, init=False)

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.rows: LedRows[Branch] = LedRows(_columns(3), self._cells, lambda one: one.key, empty="Reading …")
        self.finder: PhaseFinder = PhaseFinder(
            self.rows, _words, failing=lambda one: fails(one, self._verdicts), failures="what fails"
        )
        self._folded: dict[str, bool] = {}
        self._all_open = False
        self._verdicts: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """The list, and the strip."""
        yield from super().compose()
        yield Detail(id="strip").data_bind(
            PhasesPane.view,
            PhasesPane.judgement,
            PhasesPane.selection,
            PhasesPane.event,
            PhasesPane.proofs,
            PhasesPane.silence,
        )

    def fill(self) -> None:
        """Shows the phases; those of an unreadable state are the last good ones, faintly."""
        state = self.view.state
        self.rows.dim = self.view.state_problem is not None
        self._all_open = self._fits_whole()
        rows = self._branches()
        self.finder.state = state
        self.rows.lead(f"phase {state.current_phase}" if state else "", aside=self.view.as_of is not None)
        self.finder.set_rows(rows, _columns(count_width(rows, self._verdicts)), self._invitation())
        self.recount()

    def recount(self) -> None:
        """How many jobs are done, or how many rows were found."""
        state = self.view.state
        if self.finder.wanted:
            self.count(f"{sum(self.finder.wants(one) for one in self.finder.every)} found")
            return
        statuses = [job.status for phase in state.phases for job in phase.jobs] if state else []
        finite = len(statuses) - statuses.count(CYCLIC)
        self.count(f"{statuses.count(COMPLETED)} of {finite} jobs done" if finite else "")

    def _invitation(self) -> str:
        """What an empty list says: broken, not known and new are not the same."""
        if self.view.as_of is not None and self.view.state is None:
            oldest = self.view.as_of.oldest_copy
            return NOT_KNOWN + (
                f" The oldest is of {at(oldest, self.now, self.view.zone)}." if oldest else ""
            )
        return NO_PHASES if self.view.state else UNREADABLE if self.view.state_problem else EMPTY

    def on_resize(self) -> None:
        """More phases may fit open, or fewer."""
        if self._fits_whole() != self._all_open and self.view.state:
            self.fill()

    def _fits_whole(self) -> bool:
        state = self.view.state
        return state is not None and rows_if_all_open(state) <= self.rows.size.height

    def _branches(self) -> list[Branch]:
        state = self.view.state
        return branches(state, self._folded, self._all_open) if state else []

    def judged(self) -> None:
        """Cyclic jobs show their verdicts here too, every job that it runs, and the one that is blocked."""
        jobs = self.judgement.jobs if self.judgement else ()
        verdicts = {one.key: one.verdict.status for one in jobs}
        if self.view.as_of is None:
            verdicts |= dict.fromkeys(drifted(self.proofs, self.view.state), DRIFT)
        verdicts |= {run.job: RUNNING for run in self.view.runs}
        if found := blocked(self.view):
            verdicts[found.job.key] = BLOCKED
        if verdicts != self._verdicts:
            self._verdicts = verdicts
            self.fill()

    def watch_proofs(self) -> None:
        """Something was verified."""
        self.judged()

    def selected(self) -> tuple[str, str]:
        """A phase or a job."""
        branch = self.rows.item
        if branch is None:
            return (self.KIND, "")
        return ("job", branch.job.key) if branch.job else ("phase", branch.phase.key)

    def _cells(self, branch: Branch) -> Cells:
        return cells(branch, self._verdicts)

    def action_fold(self, close: bool) -> None:
        """Opens or closes the phase under the cursor; elsewhere the key moves between panes."""
        branch = self.rows.item
        if branch is None or branch.job or not branch.phase.jobs or branch.open != close:
            raise SkipAction()
        self._turn(branch)

    def reveal(self, kind: str, key: str) -> None:
        """Puts the cursor on a phase or job, opening its phase."""
        state = self.view.state
        holder = next((phase for phase, job in state.jobs() if job.key == key), None) if state else None
        if kind == "job" and holder:
            phases = [one for one in self._branches() if not one.job and one.phase is holder]
            if phases and not phases[0].open:
                self._turn(phases[0])
        super().reveal(kind, f"{kind} {key}")

    def _turn(self, branch: Branch) -> None:
        self._folded[branch.key] = branch.open
        self.fill()

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """Opens or closes a phase, goes deeper into a job."""
        message.stop()
        branch = self.rows.item
        if branch and branch.job:
            self.post_message(JobOpened(branch.job.key))
        elif branch and branch.phase.jobs:
            self._turn(branch)
