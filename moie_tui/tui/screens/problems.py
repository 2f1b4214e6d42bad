"""All that is wrong with the root: where, what, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textual.binding import Binding
from textual.content import Content
from textual.reactive import var
from textual.widget import Widget

from moie_tui.domain.summary import problems_of
from moie_tui.domain.text import plain
from moie_tui.domain.view import NO_VIEW, Problem, SystemView
from moie_tui.tui.glyphs import FAILED, LATE, OK
from moie_tui.tui.messages import ActRequested
from moie_tui.tui.screens.sheet import KeyHint, Sheet
from moie_tui.tui.trouble import rescue
from moie_tui.tui.widgets.hanging_text import HangingText, Row


class ProblemsScreen(Sheet[None]):
    """The list of problems; it follows `view`."""

    BINDINGS = [
        Binding("exclamation_mark,enter", "leave", "back", show=False),
        Binding("R", "rollback", "roll back out of an unreadable state"),
    ]

    view: var[SystemView] = var(NO_VIEW, init=False)
    read_only: var[bool] = var(False, init=False)

    @property
    def _way_out(self) -> str:
        problem = self.view.state_problem
        return self.view.way_out if problem and not problem.by_hand and not self.read_only else ""

    def relabel(self) -> None:
        """The keys; `R` where a rollback is the way out."""
        back: Sequence[KeyHint] = (("R", f"roll back to {self._way_out}", "screen.rollback"),)
        self.hints = (*(back if self._way_out else ()), *Sheet.hints)
        super().relabel()

    def head(self) -> str:
        """How many there are."""
        count = len(problems_of(self.view))
        return f"{count or 'No'} problem{'s' * (count != 1)}"

    def parts(self) -> Iterable[Widget]:
        """The list."""
        yield HangingText(problem_rows(self.view))

    def watch_view(self) -> None:
        """Some may be mended, others new."""
        if self.ready:
            self.query_one(HangingText).show(problem_rows(self.view))
            self.relabel()

    def action_rollback(self) -> None:
        """Asks to go back to the newest sound snapshot."""
        if self._way_out:
            self.post_message(ActRequested("rollback", {"snapshot": self._way_out}))
            self.dismiss(None)


def problem_rows(view: SystemView) -> Iterator[Row]:
    """A block for each problem, the unreadable state first; or one row that says all is well."""
    problems = problems_of(view)
    if not problems:
        yield Content.assemble((OK, "$ok"), " "), Content("Nothing is wrong with the documents of this root.")
    for number, one in enumerate(problems):
        if number:
            yield Content(), Content()
        glyph, colour = (FAILED, "$failed") if one == view.state_problem else (LATE, "$late")
        yield Content.assemble((glyph, colour), " "), Content.styled(plain(one.where or one.what), "bold")
        way_out = _way_out(view, one) if one == view.state_problem else ""
        for words, style in ((one.what if one.where else "", ""), (one.fix, "$faint"), (way_out, "")):
            if words:
                yield Content("  "), Content.styled(plain(words), style)


def _way_out(view: SystemView, problem: Problem) -> str:
    if problem.by_hand:
        return rescue(view, problem)
    return f"R rolls back to {view.way_out}, the newest sound snapshot." if view.way_out else ""
