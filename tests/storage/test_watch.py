"""The live view: every change of the root's files is seen as it is told of, whole, and none is missed."""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from moie_tui.domain.event import Event
from moie_tui.domain.snapshot import MANUAL
from moie_tui.domain.view import SystemView
from moie_tui.storage import reading
from moie_tui.storage import watch as module
from moie_tui.storage.look import Looker
from moie_tui.storage.stores import open_stores
from moie_tui.storage.strict_json import dump
from moie_tui.storage.watch import watch
from moie_tui.storage.watched import Watched, watched
from tests.builders import a_health
from tests.storage.child import start
from tests.storage.watching import STATE, replaced, shows, state_of, watching
from tests.waiting import PATIENCE

pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def _told_by_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is seen was told of: no test sees it by looking now and then, unless it says so."""
    monkeypatch.setattr(module, "POLL_SECONDS", 3600.0)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    folder.mkdir()
    (folder / STATE).write_bytes(state_of("first"))
    return folder


async def test_the_first_view_comes_at_once_and_nothing_more_without_a_change(root: Path) -> None:
    async with watching(root) as one:
        await asyncio.sleep(0.2)
        assert [view.state.project for _, view in one.seen if view.state] == ["first"]


async def test_each_atomic_replace_is_seen(root: Path) -> None:
    async with watching(root) as one:
        for project in ("second", "third"):
            replaced(root / STATE, state_of(project))
            await one.until(shows(project))
        assert not any(view.problems for _, view in one.seen)


async def test_health_config_and_an_append_to_the_log_are_seen(root: Path) -> None:
    async with watching(root) as one:
        replaced(root / "cyclic_job_health.json", dump({"5.1": a_health()}))
        await one.until(lambda view: "5.1" in view.health)
        replaced(root / "config.yaml", b"backups: {keep: 3}\n")
        await one.until(lambda view: view.settings.backups.keep == 3)
        one.stores.events.append(Event(datetime(2026, 11, 22, tzinfo=UTC), "info", "test", "one"))
        await one.until(lambda view: [event.message for event in view.events] == ["one"])


async def test_folders_that_appear_later_and_a_new_days_log_are_seen(root: Path) -> None:
    async with watching(root) as one:
        stores, now = one.stores, datetime(2026, 11, 22, 12, tzinfo=UTC)
        for count in (1, 2):
            stores.snapshots.take((root / STATE).read_bytes(), 2, MANUAL, now, origin="me")
            await one.until(lambda view, count=count: len(view.snapshots) == count)  # type: ignore[misc]
        for day in (22, 23):
            stores.events.append(Event(datetime(2026, 11, day, tzinfo=UTC), "info", "test", str(day)))
            await one.until(lambda view, day=day: str(day) in [e.message for e in view.events])  # type: ignore[misc]


async def test_recreated_folders_are_not_deaf(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "POLL_SECONDS", 0.2)
    monkeypatch.setattr(module, "DEAF_POLL_SECONDS", 0.2)
    (root / "backups").mkdir()
    async with watching(root) as one:
        shutil.rmtree(root)
        await one.until(lambda view: view.state_problem is not None)
        assert shows("first")(one.last)
        root.mkdir()
        (root / STATE).write_bytes(state_of("again"))
        await one.until(shows("again"))
        await one.looked(2)
        monkeypatch.setattr(module, "POLL_SECONDS", 3600.0)
        replaced(root / STATE, state_of("and again"))
        await one.until(shows("and again"))
        (root / "backups").mkdir()
        (root / "backups/sovereign_state_v2_20261122_120000Z.json").write_bytes(state_of("copy"))
        await one.until(lambda view: len(view.snapshots) == 1)


async def test_a_change_of_a_symbolic_links_target_is_seen(root: Path, tmp_path: Path) -> None:
    far = tmp_path / "far"
    far.mkdir()
    (far / "real.json").write_bytes(state_of("real"))
    (root / STATE).unlink()
    (root / STATE).symlink_to(far / "real.json")
    async with watching(root) as one:
        for project in ("changed", "changed again"):
            replaced(far / "real.json", state_of(project))
            await one.until(shows(project))


async def test_a_flood_of_torn_rewrites_is_calm_whole_and_ends_with_the_last_content(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("STABLE_SECONDS", "PATIENCE_SECONDS"):
        monkeypatch.setattr(reading, name, PATIENCE)  # a slow machine may let the writer stand still
    writer = """
        import json, sys, time
        path = sys.argv[1]
        document = json.load(open(path))
        document["notes"] = "x" * 50_000
        for n in range(100):
            document["meta"]["project"] = f"flood {n}"
            with open(path, "w") as file:
                json.dump(document, file, indent=2)
            time.sleep(0.02)
    """
    async with watching(root) as one:
        began = time.monotonic()
        process = start(writer, root / STATE)
        await asyncio.to_thread(process.communicate)
        await one.until(shows("flood 99"))
        ended = time.monotonic()
        views = [view for moment, view in one.seen if moment > began]
        assert 3 < len(views) <= 9 * (ended - began) + 3
        assert all(view.state is not None and not view.problems for view in views)


async def test_without_news_from_the_system_files_are_compared_and_it_is_said(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(module, "DEAF_POLL_SECONDS", 0.1)
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.2)
    with monkeypatch.context() as patch:
        patch.setattr(module, "listen", broken)
        async with watching(root) as one:
            replaced(root / STATE, state_of("polled"))
            await one.until(shows("polled"))
            assert ["inotify watch limit reached" in notice for notice in one.notices] == [True]
            patch.undo()
            async with asyncio.timeout(PATIENCE):
                while len(one.notices) < 2:
                    await asyncio.sleep(0.02)
            assert one.notices[1] == "changes are told by the system again"
            replaced(root / STATE, state_of("heard again"))
            await one.until(shows("heard again"))


async def test_a_file_system_without_events_is_looked_at_anyway(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(_: Watched, heard: asyncio.Event, stop: asyncio.Event) -> None:
        await stop.wait()

    monkeypatch.setattr(module, "POLL_SECONDS", 0.1)
    monkeypatch.setattr(module, "listen", silent)
    async with watching(root) as one:
        replaced(root / STATE, state_of("silent"))
        await one.until(shows("silent"))
        assert one.notices == []


async def test_files_are_read_in_a_thread(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    threads = set()
    look = Looker.look

    def noted(self: Looker, now: datetime) -> SystemView:
        threads.add(threading.get_ident())
        return look(self, now)

    monkeypatch.setattr(Looker, "look", noted)
    async with watching(root):
        pass
    assert threads
    assert threading.get_ident() not in threads


async def test_closing_the_view_ends_the_watch(root: Path) -> None:
    tasks = len(asyncio.all_tasks())
    views = watch(Looker(open_stores(root, root.parent / "home")), lambda: datetime.now(UTC))
    async for _ in views:
        replaced(root / STATE, state_of("second"))
        break
    await anext(views)
    await views.aclose()  # type: ignore[attr-defined]
    await asyncio.sleep(0)
    assert len(asyncio.all_tasks()) == tasks


async def test_our_own_locks_cause_no_reading(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / ".moie").mkdir()
    readings = 0
    look_again = Looker.look_again

    def counted(self: Looker, now: datetime) -> SystemView | None:
        nonlocal readings
        readings += 1
        return look_again(self, now)

    async with watching(root) as one:
        monkeypatch.setattr(Looker, "look_again", counted)
        for _ in range(20):
            one.stores.state.swap("sovereign_state.json", b"not there", b"")
            os.utime(root / ".moie/state.lock")
        await asyncio.sleep(0.25)
        assert readings == 0


async def test_where_nothing_changes_it_is_looked_less_often_but_not_where_nobody_tells(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "POLL_SECONDS", module.CALM_POLL_SECONDS / 2)
    ear = module._Ear(lambda _: None)
    assert ear.patience == module.DEAF_POLL_SECONDS
    await ear.listen_to(watched(root))
    assert (ear.patience, ear.watched) == (module.POLL_SECONDS, watched(root))
    ear.news_at -= module.CALM_AFTER_SECONDS + 1
    assert ear.patience == module.CALM_POLL_SECONDS
    await ear.close()
    assert ear.watched is None
