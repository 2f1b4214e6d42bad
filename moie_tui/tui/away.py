"""Whether the operator was away, and what happened meanwhile; it waits to be read and is never in the way."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from moie_tui.domain.errors import MoieError
from moie_tui.tui.desk import Desk
from moie_tui.tui.live import Live

if TYPE_CHECKING:
    from moie_tui.domain.digest import Digest

AWAY = timedelta(minutes=10)
"""Without a key or a click for so long nobody was here."""
NOTED = timedelta(minutes=1)
"""How often it is written down that somebody is."""
CALM = timedelta(minutes=1)
"""How long a line stays that has nothing to read behind it."""


class Away:
    """Knows when somebody was here last: in this dashboard by its keys, before it by a note of the root's."""

    def __init__(self, app: Live, desk: Desk) -> None:
        self._app, self._desk = app, desk
        self._seen: datetime | None = None
        self._noted: datetime | None = None
        self.latest: Digest | None = None
        """The last one, also after it was read."""

    def begin(self) -> None:
        """The first view is there; who started the dashboard is here."""
        if self._seen is None:
            self._seen = self._desk.source.clock()
            self._app.run_worker(self._begin(self._seen), group="away")

    def touched(self) -> None:
        """A key was pressed or the mouse was."""
        if self._seen is None:
            return
        before, now = self._seen, self._desk.source.clock()
        self._seen = now
        if now - before >= AWAY:
            self._app.run_worker(self._tell(before), group="away")
        if self._noted is None or abs(now - self._noted) >= NOTED:
            self._noted = now
            self._app.run_worker(self._note(now), group="seen")

    def tick(self) -> None:
        """A second has passed: what says that nothing happened goes by itself."""
        shown = self._app.digest
        if shown is not None and not shown.items and self._desk.source.clock() - shown.until >= CALM:
            self._app.digest = None

    def read(self) -> Digest | None:
        """The operator has read it, or puts it away."""
        self._app.digest = None
        return self.latest

    async def _begin(self, now: datetime) -> None:
        before = await asyncio.to_thread(self._desk.source.last_seen)
        if before is not None and now - before >= AWAY:
            await self._tell(before)
        self._noted = now
        await self._note(now)

    async def _note(self, now: datetime) -> None:
        if not self._app.read_only:
            await asyncio.to_thread(self._desk.source.note_seen, now)

    async def _tell(self, since: datetime) -> None:
        unread = self._app.known(self._desk, "digest")
        since = min(since, unread.since) if unread is not None else since
        try:
            found = await asyncio.to_thread(self._desk.source.digest, since, self._desk.newest)
        except MoieError:
            return  # a log that can't be read is told by the pane of the events
        self.latest = found
        self._app.learn(self._desk, "digest", found)
