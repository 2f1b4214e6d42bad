"""One question that `y` answers with yes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from textual.content import Content
from textual.widget import Widget

from moie_tui.domain.text import plain
from moie_tui.tui.keymap import bound
from moie_tui.tui.screens.guarded import Guarded
from moie_tui.tui.widgets.cancel_button import CancelButton
from moie_tui.tui.widgets.hanging_text import HangingText


class Question(Guarded[bool]):
    """Asks, with the focus on no and the guard before yes."""

    BINDINGS = [bound("consent", "consent", "yes"), bound("no", "leave", "no")]
    AUTO_FOCUS = "CancelButton"

    def __init__(self, title: str, text: str, yes: str, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(clock)
        self._heading, self._text = title, text
        self.hints = (("consent", yes, "screen.consent"),)

    def head(self) -> str:
        """What it is about."""
        return self._heading

    def parts(self) -> Iterable[Widget]:
        """The question."""
        yield HangingText([(Content(), Content(plain(self._text)))])

    def before_hints(self) -> Iterable[Widget]:
        """Where the focus rests."""
        yield CancelButton()

    def action_consent(self) -> None:
        """Yes, if the question has been there long enough to be read."""
        if self._guard.admits():
            self.dismiss(True)
