"""Hearing of changes: the ways of all systems tell the same, and nothing that does not matter."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path

import pytest

from moie_tui.storage import hearing
from moie_tui.storage.watched import Watched, watched
from tests.waiting import PATIENCE

Listen = Callable[[Watched, asyncio.Event, asyncio.Event], Coroutine[None, None, None]]
WAYS = [hearing.listen, hearing.by_watchfiles]


@contextlib.asynccontextmanager
async def listening(listen: Listen, root: Path) -> AsyncIterator[asyncio.Event]:
    """What is set at each change of the root, while one listens to it."""
    heard, stop = asyncio.Event(), asyncio.Event()
    task = asyncio.create_task(listen(watched(root), heard, stop))
    if listen is hearing.by_watchfiles:
        await _arrived(heard, root / "backups" / "poke")
    await asyncio.sleep(0)
    try:
        yield heard
    finally:
        stop.set()
        await asyncio.wait_for(task, PATIENCE)


async def _arrived(heard: asyncio.Event, poke: Path) -> None:
    """Returns when the thread of watchfiles listens, and has told of all that was done to find that out."""
    async with asyncio.timeout(PATIENCE):
        while not heard.is_set():
            poke.touch()
            await asyncio.sleep(0.1)
    await asyncio.sleep(0.3)
    heard.clear()


async def comes(heard: asyncio.Event) -> None:
    await asyncio.wait_for(heard.wait(), PATIENCE)
    heard.clear()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("backups", ".moie"):
        (tmp_path / name).mkdir()
    (tmp_path / "sovereign_state_v2.json").write_text("{}")
    return tmp_path


@pytest.mark.long
@pytest.mark.parametrize("listen", WAYS)
async def test_writing_replacing_and_removing_a_file_are_heard(listen: Listen, root: Path) -> None:
    async with listening(listen, root) as heard:
        (root / "cyclic_job_health.json").write_text("{}")
        await comes(heard)
        (root / "backups" / "new").write_text("{}")
        await comes(heard)
        (root / "backups" / "new").replace(root / "sovereign_state_v2.json")
        await comes(heard)
        (root / "sovereign_state_v2.json").unlink()
        await comes(heard)


@pytest.mark.skipif(sys.platform != "linux", reason="inotify is of Linux")
async def test_our_own_locks_are_not_heard_though_they_lie_in_a_folder_that_is(root: Path) -> None:
    async with listening(hearing.listen, root) as heard:
        (root / ".moie" / "state.lock").write_text("")
        (root / "x.json.sha256").write_text("")
        await asyncio.sleep(0.15)
        assert not heard.is_set()
        (root / ".moie" / "hold.json").write_text("{}")
        await comes(heard)


@pytest.mark.skipif(sys.platform != "linux", reason="inotify is of Linux")
async def test_a_flood_is_told_while_it_lasts_and_after_it(root: Path) -> None:
    async with listening(hearing.listen, root) as heard:
        for _ in range(2):
            for _ in range(3000):
                with (root / "logs.txt").open("a") as file:
                    file.write("line\n")  # appended, since each truncation would wait for a busy disk
            await comes(heard)
            await asyncio.sleep(0.15)
            heard.clear()
        (root / "logs.txt").write_text("after")
        await comes(heard)


@pytest.mark.skipif(sys.platform != "linux", reason="inotify is of Linux")
async def test_a_folder_that_is_gone_is_an_error_at_once(root: Path) -> None:
    places = watched(root)
    (root / "backups").rmdir()
    with pytest.raises(FileNotFoundError, match="backups"):
        await hearing.listen(places, asyncio.Event(), asyncio.Event())
