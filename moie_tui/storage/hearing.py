"""Hearing of changes in folders, in the way of the system at hand."""

from __future__ import annotations

import asyncio
import sys

from moie_tui.storage.watched import Watched

STEP_MS, DEBOUNCE_MS = 20, 100


async def listen(places: Watched, heard: asyncio.Event, stop: asyncio.Event) -> None:
    """Sets `heard` soon after each change that matters, until `stop`; its first step arms the watch.

    Raises OSError or RuntimeError when the system tells of none, or no longer."""
    if sys.platform == "linux":
        from moie_tui.storage.inotify import listen as by_inotify

        await by_inotify(places, heard, stop)
    else:
        await by_watchfiles(places, heard, stop)


async def by_watchfiles(places: Watched, heard: asyncio.Event, stop: asyncio.Event) -> None:
    """The same wherever watchfiles runs; its thread looks fifty times a second, also when all is still."""
    from watchfiles import awatch

    changes = awatch(
        *places.paths,
        watch_filter=lambda _, path: places.matters(path),
        step=STEP_MS,
        debounce=DEBOUNCE_MS,
        stop_event=stop,
        recursive=False,
        force_polling=False,
    )
    async for _ in changes:
        heard.set()
