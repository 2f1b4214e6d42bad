"""Consent: what an operation would do, before it does it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from moie_tui.domain.errors import MoieError
from moie_tui.domain.plan import Plan
from moie_tui.domain.text import plain
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui.clipboard import copy_from
from moie_tui.tui.keymap import bound, keys_of
from moie_tui.tui.mark import marked
from moie_tui.tui.screens.effects_diff import EffectsDiff, has_values
from moie_tui.tui.screens.failure_sheet import failure_rows
from moie_tui.tui.screens.guarded import Guarded
from moie_tui.tui.screens.plan_text import changed_rows, closing_rows, plan_rows
from moie_tui.tui.screens.sheet import KeyHint, hint_line
from moie_tui.tui.widgets.cancel_button import CancelButton
from moie_tui.tui.widgets.hanging_text import HangingText, Row

WIDEST, FRAME = 94, 8
"""How wide the sheet may be, and what of it no title can use; the body says the rest of a longer one."""
ROOM = 70
"""Columns from which there is a place for a word beside the keys."""
RUN = "run"
"""What the sheet returns for consent; None is no."""
CHANGED = "changed"
"""What it returns when its plan is no longer what would be done."""
NOT_NOW = "What is planned above can't be done now. Nothing was done; Esc leads back."
SOON, TOO_SOON, AGAIN = "a moment …", "too soon, a moment …", "now press it again"
"""Beside the keys while consent does not count yet, once it came too early, and when it counts then."""
TICK_LEAST = 0.02
"""Seconds between two looks at the guard at least: timers may be a little early."""
TICK = "tick"
"""What a sheet with a tick returns when it wants the plan the other way round."""


class PlanSheet(Guarded[str]):
    """Shows one plan; `y` consents after the guard, everything else leaves.

    `before` is the plan in whose place it came. `again` plans anew, in a thread, whenever files changed: a
    plan that would do something else ends the sheet, for one that shows it; when there is none any more it
    says why, and `y` only looks again."""

    BINDINGS = [
        bound("consent", "consent", "run"),
        bound("no", "leave", "cancel"),
        bound("diff", "diff", "diff"),
        bound("copy", "copy", "copy the command"),
    ]
    AUTO_FOCUS = "CancelButton"
    yes = "run"
    more_hints: Sequence[KeyHint] = ()

    def __init__(
        self,
        plan: Plan,
        *,
        before: Plan | None = None,
        again: Callable[[], Plan] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(clock)
        self.plan = plan
        self._before, self._again = before, again
        self._is_old = self._is_looking = self._is_other = self._was_early = False
        self._trouble: MoieError | None = None

    def head(self) -> str:
        """The plan's title, or the part of it that says what is done where all of it has no room."""
        return self._title[0]

    @property
    def _title(self) -> tuple[str, str]:
        """What stands in the border, and what of the title is left for the body."""
        title = self.plan.title
        if marked(self, plain(title)).cell_length <= min(self.app.size.width, WIDEST) - FRAME:
            return title, ""
        act, _, more = title.partition(" · ")
        return act, more or title

    def tail(self) -> str:
        """The same by the command line."""
        return f"same as: {self.plan.same_as}" if self.plan.same_as else ""

    def parts(self) -> Iterable[Widget]:
        """What would happen."""
        above = changed_rows(self._before, self.plan) if self._before else []
        if rest := self._title[1]:
            above += [(Content(), Content(plain(rest))), (Content(), Content())]
        yield HangingText([*above, *self.rows(), *closing_rows(self.plan)])

    def rows(self) -> list[Row]:
        """The plan itself."""
        return plan_rows(self.plan)

    def above_keys(self) -> Iterable[Widget]:
        """Why it can't be done any more; for what can't be undone, the place to type its id."""
        trouble = HangingText(id="trouble")
        trouble.display = False
        yield trouble
        if self.plan.confirm_by_typing:
            asked = f"This can't be undone. To allow it, type  {plain(self.plan.confirm_by_typing)}"
            yield Static(Content.styled(asked, "$failed"), id="asked")
            yield Input(id="typed", compact=True)

    def before_hints(self) -> Iterable[Widget]:
        """Whether consent counts yet, and where the focus rests."""
        yield Static(id="soon")
        yield CancelButton()

    def on_mount(self) -> None:
        """The focus, and files that change."""
        if self.plan.confirm_by_typing:
            self.query_one(Input).focus()
        if self._again:
            self.watch(self.app, "view", self._look_again, init=False)

    def on_screen_resume(self) -> None:
        """What came out while something lay over it counts now."""
        self._give_way()

    def _look_again(self, old: SystemView, new: SystemView) -> None:
        self._is_old = old is not NO_VIEW
        self._look_once_more()

    def _look_once_more(self) -> None:
        if self._is_old and not self._is_looking:
            self.run_worker(self._plan_again(), group="plan")

    async def _plan_again(self) -> None:
        self._is_looking = True
        while self._is_old and self._again:
            self._is_old = False
            try:
                fresh = await asyncio.to_thread(self._again)
            except MoieError as error:
                self._show_trouble(error)
                continue
            self._show_trouble(None)
            self._is_other = not fresh.same_effects(self.plan)
            self._give_way()
        self._is_looking = False

    def _show_trouble(self, error: MoieError | None) -> None:
        if not self.ready or (error is None and self._trouble is None):
            return
        self._trouble = error
        self.query_one("#trouble").display = error is not None
        if error is None:
            self.begin_to_wait()
        else:
            self.say([*failure_rows(error, keys_of(self)), (Content("  "), Content(NOT_NOW))], "#trouble")
            self.relabel()

    def _give_way(self) -> None:
        if self._is_other and self.is_current and not self.has_left:
            self.dismiss(CHANGED)

    @property
    def _typed(self) -> bool:
        asked = self.plan.confirm_by_typing
        return not asked or self.query_one(Input).value == asked

    def relabel(self) -> None:
        """The keys; `y` looks asleep until it counts."""
        super().relabel()
        if not self.ready:
            return
        others: list[KeyHint] = [("diff", "diff", "screen.diff")] if has_values(self.plan.values) else []
        others += [("copy", "copy", "screen.copy")] if self.plan.same_as else []
        others += self.more_hints
        consent: Sequence[KeyHint] = (("consent", self.yes, "screen.consent"),)
        keys = keys_of(self)
        awake = self._guard.open and self._typed and not self._trouble
        shown = [hint_line(consent, keys, "" if awake else "$faint"), hint_line(others, keys)]
        self.query_one("#hints", Static).update(Content("  ").join(part for part in shown if part))
        soon = self._soon()
        self.query_one("#soon", Static).update(Content.styled(f"{soon}  ", "$faint") if soon else "")

    def _soon(self) -> str:
        if self._trouble or not self._typed or self.app.size.width < ROOM:
            return ""
        if self._guard.open:
            return AGAIN if self._was_early else ""
        return TOO_SOON if self._was_early else SOON

    def begin_to_wait(self) -> None:
        """It says when consent counts."""
        super().begin_to_wait()
        self._watch_guard()

    def _watch_guard(self) -> None:
        self.relabel()
        if not self._guard.open and self.ready:
            self.set_timer(max(self._guard.left, TICK_LEAST), self._watch_guard)

    @on(Input.Changed, "#typed")
    def _watch_typing(self) -> None:
        # Once the id stands there the letters mean keys again, and the guard drops what is still being typed.
        if self._typed:
            self.query_one(Input).disabled = True
            self.query_one(CancelButton).focus()
            self.begin_to_wait()

    def action_consent(self) -> None:
        """Yes, if the sheet has been there long enough to be read."""
        if not self._typed:
            self.query_one(Input).focus()
        elif self._trouble:
            # What was wrong may be mended by something that is not watched.
            self._is_old = True
            self._look_once_more()
        elif self._guard.admits():
            self.dismiss(RUN)
        else:
            self._was_early = True
            self.relabel()

    def action_diff(self) -> None:
        """Every value in full, before and after."""
        if has_values(self.plan.values):
            self.app.push_screen(EffectsDiff(self.plan.title, self.plan.values))

    def action_copy(self) -> None:
        """Copies the command that does the same."""
        if self.plan.same_as:
            copy_from(self.app, self.plan.same_as)
