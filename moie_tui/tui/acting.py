"""The one way to act: every operation of the dashboard is asked for, consented to and run here."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from textual.screen import ModalScreen

from moie_tui.domain.errors import Busy, Cancelled, PlanOutdated, Untrusted
from moie_tui.domain.plan import Operation, Outcome, Plan
from moie_tui.domain.text import plain
from moie_tui.tui.consenting import NOTHING_BEFORE, ROLLBACK, TRUST, UNDO, VERIFY, Answer, answered
from moie_tui.tui.editing import EDIT, Editing
from moie_tui.tui.errand import Errand
from moie_tui.tui.live import Live
from moie_tui.tui.operation_run import OperationRun
from moie_tui.tui.screens.draft_sheet import AGAIN
from moie_tui.tui.screens.failure_sheet import FailureSheet
from moie_tui.tui.screens.plan_sheet import RUN, TICK
from moie_tui.tui.screens.question import Question
from moie_tui.tui.screens.running_sheet import RunningSheet
from moie_tui.tui.trouble import no_act

PATIENCE = 0.4
"""Seconds an operation may take before its sheet opens by itself, so that short ones do not flash one."""
EVERY = 0.2
OUTPUT_SHOWN = 12
IN_THE_PAST = "What is shown is the past, and nothing can be done there. Esc leads back to now."
WITHOUT_A_STATE = (ROLLBACK, UNDO, EDIT, "ack", "mute", "unmute")
"""What may be planned while the state can't be read; an undo's plan refuses what brings nothing back."""


class Acting:
    """Plans, asks and runs, one operation at a time; read-only and the lock are kept here."""

    def __init__(self, app: Live, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._clock = clock
        self._asked = ""
        self._errand = Errand(app)
        self._over = asyncio.Event()
        self._editing = Editing(app)
        self.run: OperationRun | None = None
        self.at_work = False
        """Whether an operation's thread still runs, be it that the app let go of it already."""

    def request(self, name: str, **arguments: object) -> None:
        """Starts the way from plan to outcome, or says why not."""
        if not self.allows(name):
            return
        self._asked, self._errand = name, Errand(self._app)
        self._app.run_worker(self._act(name, arguments), name=f"act {name}", group="acting")

    def allows(self, name: str) -> bool:
        """Whether it can be started now; if not, says why."""
        reason = self.why_not(name)
        if reason:
            self._app.notify(reason, title=f"No {plain(name)}", severity="warning", markup=False)
        return not reason

    def why_not(self, name: str = "") -> str:
        """Why nothing of that name can be started now, "" when it can."""
        if self._app.in_the_past:
            return IN_THE_PAST
        if self._app.read_only:
            return "The dashboard is read-only: it was opened with --read-only or by ui.read_only."
        if self._app.locked:
            return f"The dashboard is locked. {self._app.keys.shown('lock')} unlocks it."
        if self._app.view.state_problem and name and name not in WITHOUT_A_STATE:
            # Every other act would rest on a state nobody can read.
            return no_act(self._app.view, self._app.keys)
        if self.run:
            key = self._app.keys.shown("running")
            return f"{self._errand.said(self.run.line())} is still running; {key} shows it."
        if not self._asked:
            return ""
        waits = "" if self._errand.here else " It waits for you there."
        return f"{self._errand.said(plain(self._asked))} is being asked for already.{waits}"

    def cancel(self) -> None:
        """Asks the running operation to stop at its next safe moment."""
        if run := self.run:
            run.stop()

    def show_running(self) -> bool:
        """Opens the sheet of the running operation, over its root; False when none runs."""
        if self.run is None or self.run.ended:
            return False
        if not self._errand.here:
            self._app.bring(self._errand.desk)
        if not any(isinstance(screen, RunningSheet) for screen in self._app.screen_stack):
            self._app.push_screen(RunningSheet(self.run))
        return True

    async def may_quit(self) -> bool:
        """Whether nothing runs, asking first and waiting for the cancelled operation when something does."""
        if not (run := self.run):
            return True
        doing = self._errand.said(run.line())
        text = f"{doing}. Quitting cancels it at its next safe moment and waits for it."
        question = Question("Quit while it runs?", text, "cancel it and quit", self._clock)
        if not await self._app.push_screen_wait(question):
            return False
        run.stop()
        await self._over.wait()
        return True

    async def _act(self, name: str, arguments: dict[str, object]) -> None:
        said: list[str] = []
        try:
            await self._until_done(name, arguments, said)
        except Cancelled as error:
            self._errand.tell(error.line(), f"{name} cancelled", well=False)
        except Exception as error:
            # Whatever it is, the operator must see it, and the dashboard must live on.
            await self._errand.come(f"{name} failed")
            self._app.push_screen(FailureSheet(name.capitalize(), error, said))
        finally:
            self._asked = ""
            if name == EDIT:
                await self._editing.leave()

    async def _until_done(self, name: str, arguments: dict[str, object], said: list[str]) -> None:
        operation = await self._operation(name, arguments)
        trusted, before = self._errand.desk.newest.trusted or name == TRUST, NOTHING_BEFORE
        while operation is not None:
            plan = await self._planned(operation)
            if (self._app.in_the_past and not self.allows(name)) or await self._editing.is_idle(plan):
                return
            if plan.commands and not trusted:
                if not await self._trust(said):
                    return
                trusted = True
                continue
            answer, plan = await self._answer(operation, plan, before)
            if answer == TICK:
                arguments = {**arguments, "hold": not arguments.get("hold")}
                operation = self._errand.source.operation(name, **arguments)
                continue
            if answer == AGAIN:
                operation = await self._editing.written()
                continue
            if answer != RUN:
                return
            try:
                await self._tell(plan, await self._carry_out(operation, plan, said))
                return
            except (Busy, PlanOutdated, Untrusted) as error:
                if isinstance(error, Busy) and not await self._errand.wants_again(name, error, said):
                    return
                before = before if isinstance(error, Untrusted) else plan
                trusted = trusted and not isinstance(error, Untrusted)

    async def _operation(self, name: str, arguments: dict[str, object]) -> Operation | None:
        if name == EDIT:
            return await self._editing.begin(self._errand.desk, **arguments)  # type: ignore[arg-type]
        return self._errand.source.operation(name, **arguments)

    async def _trust(self, said: list[str]) -> bool:
        trust, before = self._errand.source.operation(TRUST), NOTHING_BEFORE
        while True:
            answer, plan = await self._answer(trust, await self._planned(trust), before)
            if answer != RUN:
                return False
            try:
                await self._carry_out(trust, plan, said)
            except PlanOutdated:
                before = plan
            else:
                # What was trusted lies outside the root, where nobody watches.
                await self._app.action_read_again()
                return True

    async def _planned(self, operation: Operation) -> Plan:
        """Its plan, made anew when the operator comes back to its root after that."""
        while True:
            plan = await asyncio.to_thread(operation.plan, self._errand.source.clock())
            if self._errand.here:
                return self._errand.placed(plan)
            await self._errand.come(plan.title)

    async def _answer(self, operation: Operation, plan: Plan, before: Plan | None) -> Answer:
        return await answered(self._app, operation, plan, before, self._planned, self._clock)

    async def _carry_out(self, operation: Operation, plan: Plan, said: list[str]) -> Outcome:
        self.run = run = OperationRun(operation.name, plan.title, self._clock)
        soon = self._app.set_timer(PATIENCE, self._open_soon)
        ticking = self._app.set_interval(EVERY, self._tick)
        self._over.clear()
        self._tick()
        try:
            return await asyncio.to_thread(self._work, operation, plan, run)
        finally:
            # Also when the app goes away: the thread can't be killed, so it is asked to stop.
            run.stop()
            run.end()
            said[:] = run.said(OUTPUT_SHOWN)
            soon.stop()
            ticking.stop()
            self.run = None
            self._over.set()
            self._app.activity = ""
            if isinstance(self._app.screen, RunningSheet):
                self._app.screen.look()

    def _work(self, operation: Operation, plan: Plan, run: OperationRun) -> Outcome:
        self.at_work = True
        try:
            return self._errand.source.run(operation, plan, run, run.cancel)
        finally:
            self.at_work = False

    def _open_soon(self) -> None:
        # Not over a sheet the operator opened meanwhile: its keys would suddenly mean something else.
        if self._errand.here and not isinstance(self._app.screen, ModalScreen):
            self.show_running()

    def _tick(self) -> None:
        self._app.activity = self._errand.said(self.run.line()) if self.run else ""

    async def _tell(self, plan: Plan, outcome: Outcome) -> None:
        if plan.operation == EDIT:
            await self._editing.done()
        if plan.operation == VERIFY:
            from moie_tui.tui.screens.verify_results import VerifyResultsScreen

            results = self._errand.verified(outcome)
            await self._errand.come(outcome.message)
            self._app.push_screen(VerifyResultsScreen(plan.title, results))
            return
        self._errand.report(plan, outcome)
