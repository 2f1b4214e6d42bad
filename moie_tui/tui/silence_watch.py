"""Why the heart is silent: what lies around it is asked in a thread now and then, as long as it is."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from moie_tui.domain.errors import MoieError

if TYPE_CHECKING:
    from moie_tui.domain.diagnosis import Silence
    from moie_tui.domain.judge import Judgement
    from moie_tui.domain.surroundings import Surroundings
    from moie_tui.domain.view import SystemView
    from moie_tui.tui.source import Source

EVERY = timedelta(minutes=1)
"""How old what lies around gets; schedulers are programs of their own."""


class SilenceWatch:
    """Keeps the last explanation; a new one is made of a new view, of new surroundings, and each minute."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._around: Surroundings | None = None
        self._asked_at: datetime | None = None
        self._busy = False
        self._made_of: tuple[object, ...] = ()
        self._found: Silence | None = None

    def forget(self) -> None:
        """The heart beats again."""
        self._around = self._asked_at = self._found = None
        self._made_of = ()

    def explain(self, view: SystemView, judgement: Judgement, now: datetime) -> Silence | None:
        """The explanation by what is known around it; None until that is."""
        if self._around is None:
            return None
        from moie_tui.domain.diagnosis import diagnose

        made_of = (id(view), self._around, int(now.timestamp()) // 60)
        if made_of != self._made_of:
            self._made_of, self._found = made_of, diagnose(view, judgement, self._around, now)
        return self._found

    def is_due(self, now: datetime) -> bool:
        """Whether to look around."""
        return not self._busy and (self._asked_at is None or abs(now - self._asked_at) >= EVERY)

    async def look_around(self, now: datetime, drawn: asyncio.Event) -> None:
        """Asks, once the first frame is there; a root that is gone has nothing around it, its own problem
        says so."""
        self._asked_at, self._busy = now, True
        try:
            await drawn.wait()
            self._around = await asyncio.to_thread(self._source.surroundings)
        except MoieError:
            self._around = None
        finally:
            self._busy = False
