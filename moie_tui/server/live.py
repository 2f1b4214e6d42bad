"""The one view every answer is made of, kept fresh in the background, and what to think of it now."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from datetime import datetime
from types import TracebackType

from moie_tui.domain.judge import Judgement, judge
from moie_tui.domain.settings import Settings
from moie_tui.domain.view import NO_VIEW, SystemView, as_read
from moie_tui.server.source import Source
from moie_tui.values import dataclass

FRESH_SECONDS = 0.25
"""How long a judgement holds while no file changes."""
SHARE = 20
"""Judging takes at most one part in so many of the time, however long the root is."""
RETRY_SECONDS = 1.0


@dataclass(frozen=True, eq=False, slots=True)
class Moment:
    """A view and its judgement at a time; `blind` says why files are no longer watched, "" while they are."""

    view: SystemView
    judgement: Judgement
    now: datetime
    blind: str = ""


class Live:
    """Follows the files of one root; inside `async with`, `moment()` costs next to nothing.

    Settings are the view's: a change of the config counts with the next one, an invalid config never."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.started = source.clock()
        self._view = NO_VIEW
        self._blind = ""
        self._moment: Moment | None = None
        self._good_until = 0.0
        self._first = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Live:
        """Comes back with the first view."""
        self._task = asyncio.create_task(self._follow(), name="watch")
        await self._first.wait()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stops following."""
        assert self._task is not None
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    @property
    def settings(self) -> Settings:
        """The last valid ones."""
        return self._view.settings

    def moment(self) -> Moment:
        """How things are now; the same object until something changed or a quarter of a second has passed."""
        at = time.monotonic()
        found = self._moment
        if (
            found is None
            or found.view is not self._view
            or found.blind != self._blind
            or at >= self._good_until
        ):
            now = self.source.clock()
            found = self._moment = Moment(self._view, judge(self._view, now), now, self._blind)
            self._good_until = at + max(FRESH_SECONDS, SHARE * (time.monotonic() - at))
        return found

    async def _follow(self) -> None:
        while True:
            try:
                async for view in self.source.watch():
                    # A snapshot's state in the place of one that can't be read is for people only.
                    self._view, self._blind = as_read(view), ""
                    self._first.set()
            except Exception as error:
                # Whoever asks must hear that the answer is old; what is wrong may be over at the next try.
                self._blind = f"{type(error).__name__}: {error}"
            await asyncio.sleep(RETRY_SECONDS)
