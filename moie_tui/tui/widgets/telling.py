"""What every widget is that counts seconds among words that stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from moie_tui.domain.judge import Judgement
from moie_tui.domain.view import SystemView
from moie_tui.tui.pieces import Line
from moie_tui.tui.widgets.ageing import EACH_SECOND, MINUTES_WAIT, Ageing

HOUR = timedelta(hours=1)
"""From here on a span is told in hours and minutes."""


class Telling(Ageing):
    """Says everything where there is news, and every few seconds; between, only what tells of the beat."""

    view: SystemView
    judgement: Judgement | None
    _said_at: datetime | None = None
    _told: Sequence[Line] = ()

    def pass_to(self, moment: datetime, *, news: bool) -> None:
        """What time it is; with other facts all words may differ."""
        if news:
            self._said_at = None
        super().pass_to(moment, news=news)

    def age(self) -> timedelta:
        """Tells the spans anew; by the second while one of them counts seconds."""
        said_at = self._said_at
        if said_at is None or not said_at <= self.now < said_at + self.patience():
            self.say()
        elif (told := self.told()) != self._told:
            if not self.retell(self._told, told):
                self.say()
            self._told = told
        return EACH_SECOND if self._counts_seconds() else MINUTES_WAIT

    def say(self) -> None:
        """Says everything again."""
        self._said_at, self._told = self.now, self.told()
        self.say_all()

    def say_all(self) -> None:
        """Shows all its words."""
        raise NotImplementedError

    def told(self) -> Sequence[Line]:
        """What of it tells how long ago the beat was and how long until the next one."""
        raise NotImplementedError

    def retell(self, before: Sequence[Line], after: Sequence[Line]) -> bool:
        """Shows these in the place of those; False where they need other room."""
        raise NotImplementedError

    def patience(self) -> timedelta:
        """How long all other words may be as they are."""
        return MINUTES_WAIT

    def _counts_seconds(self) -> bool:
        known = self.judgement
        if known is None or known.beat_at is None:
            return False
        age = self.now - known.beat_at
        return age < HOUR or abs(known.interval - age) < HOUR
