"""Consent: what an operation would do, before it does it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from moie_tui.domain.plan import Plan
from moie_tui.domain.text import plain
from moie_tui.tui.clipboard import copy_from
from moie_tui.tui.guard import SECONDS, Guard
from moie_tui.tui.keymap import bound, keys_of
from moie_tui.tui.mark import marked
from moie_tui.tui.screens.effects_diff import EffectsDiff, has_values
from moie_tui.tui.screens.plan_text import changed_rows, closing_rows, plan_rows
from moie_tui.tui.screens.sheet import KeyHint, Sheet, hint_line
from moie_tui.tui.widgets.cancel_button import CancelButton
from moie_tui.tui.widgets.hanging_text import HangingText, Row

WIDEST, FRAME = 94, 8
"""How wide the sheet may be, and what of it no title can use; the body says the rest of a longer one."""
RUN = "run"
"""What the sheet returns for consent; None is no."""
TICK = "tick"
"""What a sheet with a tick returns when it wants the plan the other way round."""


class PlanSheet(Sheet[str]):
    """Shows one plan; `y` consents after the guard, everything else leaves."""

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
        self, plan: Plan, *, changed: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self.plan = plan
        self._changed = changed
        self._guard = Guard(clock)

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
        above = changed_rows() if self._changed else []
        if rest := self._title[1]:
            above += [(Content(), Content(plain(rest))), (Content(), Content())]
        yield HangingText([*above, *self.rows(), *closing_rows(self.plan)])

    def rows(self) -> list[Row]:
        """The plan itself."""
        return plan_rows(self.plan)

    def above_keys(self) -> Iterable[Widget]:
        """For what can't be undone, the place to type its id."""
        if self.plan.confirm_by_typing:
            asked = f"This can't be undone. To allow it, type  {plain(self.plan.confirm_by_typing)}"
            yield Static(Content.styled(asked, "$failed"), id="asked")
            yield Input(id="typed", compact=True)

    def before_hints(self) -> Iterable[Widget]:
        """Where the focus rests."""
        yield CancelButton()

    def on_mount(self) -> None:
        """The guard counts from the first frame the operator can see."""
        if self.plan.confirm_by_typing:
            self.query_one(Input).focus()
        self.call_after_refresh(self._wait)

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
        awake = self._guard.open and self._typed
        shown = [hint_line(consent, keys, "" if awake else "$faint"), hint_line(others, keys)]
        self.query_one("#hints", Static).update(Content("  ").join(part for part in shown if part))

    def _wait(self) -> None:
        self._guard.arm()
        self.relabel()
        self.set_timer(SECONDS, self.relabel)

    @on(Input.Changed, "#typed")
    def _watch_typing(self) -> None:
        # Once the id stands there the letters mean keys again, and the guard drops what is still being typed.
        if self._typed:
            self.query_one(Input).disabled = True
            self.query_one(CancelButton).focus()
            self._wait()

    def action_consent(self) -> None:
        """Yes, if the sheet has been there long enough to be read."""
        if not self._typed:
            self.query_one(Input).focus()
        elif self._guard.admits():
            self.dismiss(RUN)
        else:
            self.set_timer(SECONDS, self.relabel)
            self.relabel()

    def action_diff(self) -> None:
        """Every value in full, before and after."""
        if has_values(self.plan.values):
            self.app.push_screen(EffectsDiff(self.plan.title, self.plan.values))

    def action_copy(self) -> None:
        """Copies the command that does the same."""
        if self.plan.same_as:
            copy_from(self.app, self.plan.same_as)
