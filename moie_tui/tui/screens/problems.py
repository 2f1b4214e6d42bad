"""All that is wrong with the root: where, what, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.binding import Binding
from textual.content import Content
from textual.reactive import var
from textual.widget import Widget

from moie_tui.domain.summary import problems_of
from moie_tui.domain.text import plain
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui.glyphs import FAILED, LATE, OK
from moie_tui.tui.screens.sheet import Sheet
from moie_tui.tui.widgets.hanging_text import HangingText, Row


class ProblemsScreen(Sheet[None]):
    """The list of problems; it follows `view`."""

    BINDINGS = [Binding("exclamation_mark,enter", "leave", "back", show=False)]

    view: var[SystemView] = var(NO_VIEW, init=False)

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
        for words, style in ((one.what if one.where else "", ""), (one.fix, "$faint")):
            if words:
                yield Content("  "), Content.styled(plain(words), style)
