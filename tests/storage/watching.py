"""A watch in the background, and what it saw."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from moie_tui.domain.view import SystemView
from moie_tui.storage import watch as module
from moie_tui.storage.look import Looker
from moie_tui.storage.stores import Stores, open_stores
from moie_tui.storage.strict_json import dump
from moie_tui.storage.watch import watch
from tests.builders import a_state
from tests.waiting import PATIENCE

STATE = "sovereign_state_v2.json"


def state_of(project: str, **more: object) -> bytes:
    return dump(a_state(meta={"project": project}, **more))


def replaced(path: Path, data: bytes) -> None:
    """Put `data` in place of the file, atomically."""
    temp = path.with_name("foreign.tmp")
    temp.write_bytes(data)
    temp.replace(path)


class Watching:
    """A watch that runs in the background, with everything it yielded and when."""

    def __init__(self, stores: Stores) -> None:
        self.stores, self.stop = stores, asyncio.Event()
        self.notices: list[str] = []
        self.seen: list[tuple[float, SystemView]] = []
        self.rounds = 0
        """How often it looked for changes; the first time it begins to listen."""
        self._news = asyncio.Event()

    async def run(self) -> None:
        find = module._next

        async def counted(*known: Any) -> SystemView | None:
            found = await find(*known)
            self.rounds += 1
            return found

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "_next", counted)
            await self._follow()

    async def _follow(self) -> None:
        views = watch(
            Looker(self.stores), lambda: datetime.now(UTC), stop=self.stop, notices=self.notices.append
        )
        async for view in views:
            self.seen.append((time.monotonic(), view))
            self._news.set()

    async def until(self, wanted: Callable[[SystemView], bool]) -> None:
        """Waits for a view that is as wanted."""
        async with asyncio.timeout(PATIENCE):
            while not any(wanted(view) for _, view in self.seen):
                self._news.clear()
                await self._news.wait()

    async def looked(self, times: int) -> None:
        """Waits until it looked so many times more."""
        enough = self.rounds + times
        async with asyncio.timeout(PATIENCE):
            while self.rounds < enough:
                await asyncio.sleep(0.005)

    @property
    def last(self) -> SystemView:
        return self.seen[-1][1]


@contextlib.asynccontextmanager
async def watching(root: Path) -> AsyncIterator[Watching]:
    """A watch that has begun to listen."""
    one = Watching(open_stores(root, root.parent / "home", "tests"))
    task = asyncio.create_task(one.run())
    try:
        await one.looked(1)
        yield one
    finally:
        one.stop.set()
        async with asyncio.timeout(PATIENCE):
            await task


def shows(project: str) -> Callable[[SystemView], bool]:
    return lambda view: view.state is not None and view.state.project == project
