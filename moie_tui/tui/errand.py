"""On the way from plan to outcome: for which root, and whether that is in front."""

from __future__ import annotations

from shlex import quote

from moie_tui.domain.errors import Busy, MoieError
from moie_tui.domain.plan import Outcome, Plan
from moie_tui.domain.text import plain
from moie_tui.domain.verification import Verified, verified_from
from moie_tui.tui.asking import START
from moie_tui.tui.awaited import at_rest, ended, ended_words
from moie_tui.tui.desk import Desk
from moie_tui.tui.live import Live
from moie_tui.tui.proofs import with_results
from moie_tui.tui.ringing import Severity
from moie_tui.tui.screens.failure_sheet import AGAIN, BusySheet
from moie_tui.tui.source import Source
from moie_tui.values import replace

IDLE = "beat, nothing was due"


class Errand:
    """Belongs to the root that was in front when it was asked for."""

    def __init__(self, app: Live) -> None:
        self._app = app
        self.desk: Desk = app.desk

    @property
    def source(self) -> Source:
        """Where it acts."""
        return self.desk.source

    @property
    def here(self) -> bool:
        """Whether its root is in front."""
        return self.desk is self._app.desk

    def said(self, words: str) -> str:
        """Words that say of which root they are, where another one is in front."""
        return self._app.named(self.desk, words)

    def tell(self, words: str, title: str, *, well: bool) -> None:
        """A few words in a corner."""
        severity: Severity = "information" if well else "warning"
        self._app.notify(plain(words), title=self.said(title), severity=severity, markup=False)

    def report(self, plan: Plan, outcome: Outcome) -> None:
        """Tells what was done; of a command that was started also how it ends, once it does."""
        self.tell(_told(outcome), plan.operation.capitalize(), well=not outcome.exit_code)
        if plan.operation == START:
            self._app.run_worker(self._tell_end(outcome), group="ends")

    async def _tell_end(self, outcome: Outcome) -> None:
        job, run_id = str(outcome.detail["job"]), str(outcome.detail["run_id"])
        try:
            run = await ended(self.desk, job, run_id)
        except MoieError as error:
            self.tell(error.line(), f"How job {job} ended is not known", well=False)
        else:
            self.tell(ended_words(run, self.desk), f"Job {job} ended", well=run.good)

    def verified(self, outcome: Outcome) -> tuple[Verified, ...]:
        """What a verification found, remembered for its root as long as the dashboard is open."""
        results = verified_from(outcome.detail)
        known = self._app.known(self.desk, "proofs")
        self._app.learn(self.desk, "proofs", with_results(known, results, self.source.clock()))
        return results

    async def come(self, words: str) -> None:
        """No sheet of one root opens over another: tells, and waits until its own is in front."""
        if not self.here:
            title = self.said("go there to see it")
            self._app.notify(plain(words), title=title, severity="warning", timeout=12, markup=False)
            await self.desk.in_front.wait()

    async def wants_again(self, name: str, error: Busy, said: list[str]) -> bool:
        """Tells who holds the lock, until the operator leaves it at that or tries once more."""
        await self.come(f"{name} failed")
        over = self._at_rest if error.is_by_operation else None
        return await self._app.push_screen_wait(BusySheet(name.capitalize(), error, said, over)) == AGAIN

    async def _at_rest(self) -> None:
        # What is on the screen may be from before the other one began.
        await self._app.action_read_again()
        await at_rest(self.desk)

    def placed(self, plan: Plan) -> Plan:
        """Where there are several roots, the command to copy names this one."""
        command, _, words = plan.same_as.partition(" ")
        if len(self._app.desks) < 2 or command != "moie":
            return plan
        return replace(plan, same_as=f"moie --root {quote(str(self.source.root))} {words}")


def _told(outcome: Outcome) -> str:
    """What came of it; of a heartbeat in a phase that runs for ever whether anything was due."""
    if outcome.outcome != "cyclic":
        return outcome.message
    _, *more = outcome.message.split("; ")
    return "; ".join(["beat", *more]) if outcome.detail.get("started") else "; ".join([IDLE, *more])
