"""A silent heart: what may be the matter, what shows it, what to do, and what it is not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.content import Content
from textual.reactive import var
from textual.widget import Widget

from moie_tui.domain.diagnosis import Silence
from moie_tui.domain.judge import Judgement
from moie_tui.domain.text import plain
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui.messages import ForecastOpened
from moie_tui.tui.screens.heart_text import silence_rows
from moie_tui.tui.screens.sheet import Sheet
from moie_tui.tui.times import at
from moie_tui.tui.widgets.hanging_text import HangingText
from moie_tui.values import replace

if TYPE_CHECKING:
    from moie_tui.tui.matter import Matter

LOOKING = "Looking around: the timers, the disk, the clock, who held the lock …"
BEATS = "The heart beats again. What it was is in the log."


class HeartSheet(Sheet[None]):
    """Follows `silence`, which is None until all was looked at, and again when the heart beats."""

    BINDINGS = [Binding("enter", "coming", "what the next beats would do")]
    hints = (("enter", "next beats", "screen.coming"), *Sheet.hints)

    view: var[SystemView] = var(NO_VIEW, init=False)
    judgement: var[Judgement | None] = var(None, init=False)
    now: var[datetime] = var(NO_VIEW.read_at, init=False)
    silence: var[Silence | None] = var(None, init=False)
    _was_known = False

    def head(self) -> str:
        """That it is silent, and for how long."""
        verdict = self.judgement.heartbeat if self.judgement else None
        return f"Heart · {verdict.status}, {plain(verdict.message)}" if verdict else "Heart"

    def tail(self) -> str:
        """The last beat."""
        beat = self.judgement.beat_at if self.judgement else None
        return f"last beat {at(beat, self.now, self.view.zone)}" if beat else "no beat is known"

    def parts(self) -> Iterable[Widget]:
        """All that was found."""
        yield HangingText(id="found")

    def on_mount(self) -> None:
        """Says what is known."""
        self.show()

    def watch_silence(self) -> None:
        """More is known, or the heart beats."""
        self.show()

    def watch_judgement(self) -> None:
        """It is silent for longer."""
        self.relabel()

    def action_coming(self) -> None:
        """Deeper: what would happen if somebody beat."""
        self.post_message(ForecastOpened())

    def matter(self) -> Matter:
        """Its words, and the findings as `check --json` has them."""
        found = [one.as_json() for one in self.silence.suspects] if self.silence is not None else []
        return replace(super().matter(), record={"silence": found})

    def show(self) -> None:
        """Everything anew; unchanged rows are not drawn again."""
        if not self.ready:
            return
        found = self.query_one("#found", HangingText)
        if self.silence is not None:
            self._was_known = True
            found.show(silence_rows(self.silence))
        else:
            found.show([(Content(), Content(BEATS if self._was_known else LOOKING))])
        self.relabel()
