"""The metrics of the last day, counted every quarter of a minute at most; no scrape waits for long."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from moie_tui.server.source import Source

if TYPE_CHECKING:
    from moie_tui.domain.metrics import Metrics

SPAN = timedelta(hours=24)
KEEP_SECONDS = 15.0
PATIENCE_SECONDS = 2.0
"""How long a scrape waits for a new count before it takes the last one."""


class Recent:
    """Counts in a thread, one count at a time."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._known: Metrics | None = None
        self._good_until = 0.0
        self._count: asyncio.Task[Metrics] | None = None

    async def metrics(self) -> Metrics | None:
        """Those of the last day; None while none were ever counted. The errors of the source."""
        if time.monotonic() < self._good_until:
            return self._known
        if self._count is None:
            self._count = asyncio.create_task(asyncio.to_thread(self._source.metrics, SPAN))
        done, _ = await asyncio.wait({self._count}, timeout=PATIENCE_SECONDS)
        if done and self._count is not None:
            self._good_until = time.monotonic() + KEEP_SECONDS
            count, self._count = self._count, None
            self._known = count.result()
        return self._known
