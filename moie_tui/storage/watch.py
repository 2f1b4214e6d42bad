"""Views without end: one at once, then one after each change of a root's files."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

from moie_tui.domain.plan import Clock
from moie_tui.domain.view import SystemView
from moie_tui.storage.hearing import listen
from moie_tui.storage.look import Looker
from moie_tui.storage.watched import Watched, watched

POLL_SECONDS, DEAF_POLL_SECONDS = 2.0, 1.0
"""How often to look beside the watch, and without it: not every file system tells of changes."""
CALM_POLL_SECONDS, CALM_AFTER_SECONDS = 5.0, 10.0
"""How often beside the watch where nothing has changed for so long."""
VIEW_SECONDS = 0.125
RETRY_SECONDS = 30.0

Notices = Callable[[str], None]


async def watch(
    looker: Looker, clock: Clock, *, stop: asyncio.Event | None = None, notices: Notices | None = None
) -> AsyncIterator[SystemView]:
    """Yields the first view at once, then at most eight a second, and the end of a flood soon after it.

    Files are read in a thread. `notices` gets one sentence when the system's watch fails or works again."""
    loop, stop = asyncio.get_running_loop(), stop or asyncio.Event()
    ear = _Ear(notices or (lambda _: None))
    yield await asyncio.to_thread(lambda: _decoded(looker.look(clock())))
    try:
        while not stop.is_set():
            began = loop.time()
            view = await _next(looker, clock, ear)
            if view is not None:
                ear.news_at = began
                yield view
            await _first_of(stop.wait(), ear.heard.wait(), seconds=ear.patience)
            await _first_of(stop.wait(), seconds=VIEW_SECONDS - (loop.time() - began))
            ear.heard.clear()
    finally:
        await ear.close()


async def _next(looker: Looker, clock: Clock, ear: _Ear) -> SystemView | None:
    """The view after a change, None without one: found in one thread as long as the same is watched."""
    heard_of = ear.watched

    def look() -> tuple[Watched, SystemView | None]:
        places = watched(looker.stores.root)
        return places, _again(looker, clock) if places == heard_of else None

    places, view = await asyncio.to_thread(look)
    if places == heard_of:
        return view
    # The watch begins before the reading, so that no change falls between them.
    await ear.listen_to(places)
    return await asyncio.to_thread(_again, looker, clock)


def _again(looker: Looker, clock: Clock) -> SystemView | None:
    view = looker.look_again(clock())
    return None if view is None else _decoded(view)


def _decoded(view: SystemView) -> SystemView:
    """The view with its events decoded, here in the reader's thread, so that no screen waits for them."""
    _ = tuple(view.events)
    return view


class _Ear:
    """Listens to folders in a task of its own; `heard` is set when something in them changed."""

    def __init__(self, notices: Notices) -> None:
        self.heard = asyncio.Event()
        self.news_at = asyncio.get_running_loop().time()
        """When there was something new last."""
        self._notices = notices
        self._stop = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._watched: Watched | None = None
        self._retry_at = 0.0
        self._deaf = False

    @property
    def patience(self) -> float:
        """How long to wait for a change before looking anyway, in seconds."""
        if self._task is None:
            return DEAF_POLL_SECONDS
        calm = asyncio.get_running_loop().time() - self.news_at > CALM_AFTER_SECONDS
        return max(POLL_SECONDS, CALM_POLL_SECONDS) if calm else POLL_SECONDS

    @property
    def watched(self) -> Watched | None:
        """What is watched now, None while nothing is."""
        return None if self._task is None or self._task.done() else self._watched

    async def listen_to(self, places: Watched) -> None:
        """Watch these places from now on, unless they are watched already; failing is told, not raised."""
        now = asyncio.get_running_loop().time()
        if self._task is not None and self._task.done():
            await self._fail(now)
        if self._deaf and now < self._retry_at:
            return
        if self._task is not None and places == self._watched:
            return
        await self._hush()
        self._watched, self._stop = places, asyncio.Event()
        if not places.paths:
            return
        self._task = asyncio.create_task(listen(places, self.heard, self._stop))
        await asyncio.sleep(0)  # its first step arms the watch
        if self._task.done():
            await self._fail(now)
        elif self._deaf:
            self._deaf = False
            self._notices("changes are told by the system again")

    async def close(self) -> None:
        """Stop listening."""
        with suppress(OSError, RuntimeError):  # a watch that failed has nothing left to stop
            await self._hush()

    async def _hush(self) -> None:
        self._stop.set()
        task, self._task = self._task, None
        if task is not None:
            await task

    async def _fail(self, now: float) -> None:
        task, self._task = self._task, None
        assert task is not None
        try:
            await task
            return
        except FileNotFoundError:
            return  # a folder went away as the watch began: the next round takes those that are there
        except (OSError, RuntimeError) as error:
            self._retry_at = now + RETRY_SECONDS
            if not self._deaf:
                self._notices(f"the system does not tell of changes ({error}); looking every second instead")
            self._deaf = True


async def _first_of(*waits: object, seconds: float) -> None:
    """Wait for one of them, at most so many seconds."""
    tasks = [asyncio.ensure_future(one) for one in waits]  # type: ignore[call-overload]
    try:
        if seconds > 0:
            await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
