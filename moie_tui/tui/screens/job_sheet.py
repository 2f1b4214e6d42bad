"""What a sheet about one job knows of it: what the newest view, the time and the verdicts say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual.reactive import var

from moie_tui.domain.attempts import attempts
from moie_tui.domain.executions import Execution, JobHealth
from moie_tui.domain.judge import JudgedJob, Judgement
from moie_tui.domain.run import Run
from moie_tui.domain.state import Job
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui.proofs import Proof, Proofs, proof_of
from moie_tui.tui.screens.job_figures import Figures, figures_of
from moie_tui.tui.screens.run_sheet import RunSheet


class JobSheet(RunSheet):
    """Base of the sheet; `show` writes everything anew whenever a fact is another one."""

    view: var[SystemView] = var(NO_VIEW, init=False)
    now: var[datetime] = var(NO_VIEW.read_at, init=False)
    judgement: var[Judgement | None] = var(None, init=False)
    proofs: var[Proofs] = var((), init=False)
    figures = Figures()
    """Of the newest view."""

    @property
    def subject(self) -> Job | None:
        """The job, None when the state no longer has it."""
        return self.view.state.job(self.job) if self.view.state else None

    @property
    def judged(self) -> JudgedJob | None:
        """Its verdict, if it is one to watch."""
        jobs = self.judgement.jobs if self.judgement else ()
        return next((one for one in jobs if one.key == self.job), None)

    @property
    def proof(self) -> Proof | None:
        """How its verification went when it was last tried here; of the past nothing is known."""
        return proof_of(self.proofs, self.subject) if self.subject and self.view.as_of is None else None

    @property
    def alive(self) -> Sequence[Run]:
        """Its runs that have not ended."""
        return [one for one in self.view.runs if one.job == self.job]

    def others(self) -> Sequence[Execution]:
        """What the health document keeps, or for a job of a phase the tries to prove it."""
        health = self.view.health.get(self.job) or JobHealth()
        return health.executions or attempts(self.view.events, self.job)

    def facts_of(self) -> SystemView:
        """The newest one."""
        return self.view

    def head(self) -> str:
        """Which job this is."""
        return f"Job {self.job} · {self.subject.task}" if self.subject else f"Job {self.job}"

    def tail(self) -> str:
        """How many executions are listed, of how many."""
        kept = self.others()
        failed = sum(not one.good for one in kept)
        return f"{failed} failed of the {len(kept)} kept" if kept else ""

    def watch_view(self) -> None:
        """Other facts."""
        self.figures = figures_of(self.job, self.subject, self.others(), self.view)
        self.show()

    def watch_now(self) -> None:
        """Ages grow."""
        self.show()

    def watch_judgement(self) -> None:
        """Other verdicts."""
        self.show()

    def watch_proofs(self) -> None:
        """It was verified."""
        self.show()

    def show(self) -> None:
        """Shows all that is known."""
        raise NotImplementedError
