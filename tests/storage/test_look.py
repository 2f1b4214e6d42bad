"""One reading of a root: everything in one view, and a broken root is a view with problems."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from moie_tui.domain.errors import InvalidDocument
from moie_tui.domain.event import Event
from moie_tui.domain.snapshot import MANUAL
from moie_tui.domain.view import SystemView
from moie_tui.storage import look as module
from moie_tui.storage.look import Looker
from moie_tui.storage.stores import open_stores
from moie_tui.storage.strict_json import dump
from moie_tui.values import replace
from tests.builders import a_health, a_job, a_phase, a_state, an_execution

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
STATE, HEALTH, CONFIG = "sovereign_state_v2.json", "cyclic_job_health.json", "config.yaml"


class Root:
    """A root folder and the one who looks at it, a second later each time."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "root"
        self.path.mkdir()
        self.write(STATE, dump(a_state(a_phase(5, a_job("5.1", "cyclic")), current=5)))
        self.write(HEALTH, dump({"5.1": a_health(an_execution("2026-11-22T11:59:00Z"))}))
        self.write(CONFIG, b"backups: {keep: 7}\n")
        self.stores = open_stores(self.path, folder / "home", "tests")
        self.looker, self.now = Looker(self.stores), NOON

    def write(self, name: str, data: bytes, age: float = 5) -> None:
        """As if written a while ago, so that nothing has to wait for the file to rest."""
        path = self.path / name
        path.write_bytes(data)
        stamp = os.stat(path).st_mtime - age
        os.utime(path, (stamp, stamp))

    def look(self) -> SystemView:
        self.now += timedelta(seconds=1)
        return self.looker.look(self.now)

    def look_again(self) -> SystemView | None:
        self.now += timedelta(seconds=1)
        return self.looker.look_again(self.now)


@pytest.fixture
def root(tmp_path: Path) -> Root:
    return Root(tmp_path)


def test_a_view_holds_the_whole_root(root: Root) -> None:
    data = (root.path / STATE).read_bytes()
    snapshot = root.stores.snapshots.take(data, 2, MANUAL, NOON, origin="me", note="first")
    root.stores.events.append(Event(NOON, "info", "test", "hello"))
    root.stores.trust.trust(root.path, {})
    view = root.look()
    assert view.state is not None
    assert (view.state.current_phase, view.state_file, view.root) == (5, STATE, str(root.path))
    assert view.health["5.1"].total_runs == 1
    assert [one.id for one in view.snapshots] == [snapshot.id]
    assert [one.message for one in view.events] == ["hello"]
    assert (view.settings.backups.keep, view.trusted, view.running) == (7, True, "")
    assert (view.problems, view.state_problem, view.state_since) == ((), None, None)


def test_a_plain_root_without_anything_of_ours_has_no_problem_and_stays_plain(root: Root) -> None:
    assert root.look().problems == ()
    assert sorted(os.listdir(root.path)) == [CONFIG, HEALTH, STATE]


def test_what_did_not_change_is_not_read_again(root: Root, monkeypatch: pytest.MonkeyPatch) -> None:
    first = root.look()

    def unexpected(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(type(root.stores.state), "read", unexpected)
    monkeypatch.setattr(type(root.stores.health), "read", unexpected)
    monkeypatch.setattr(type(root.stores.config), "read", unexpected)
    second = root.look()
    assert second.state is first.state
    assert second.health is first.health
    assert root.look_again() is None


def test_a_rewrite_with_the_same_content_is_no_news(root: Root) -> None:
    root.look()
    root.write(STATE, (root.path / STATE).read_bytes(), age=4)
    assert root.look_again() is None


def test_two_writes_within_a_tick_of_the_clock_are_both_seen(
    root: Root, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (dump(a_state(meta={"project": name})) for name in ("AAAA", "BBBB"))
    path = root.path / STATE
    path.write_bytes(first)
    stamp = os.stat(path).st_mtime_ns
    # However long the looks take, to them it is the tick of the writes.
    monkeypatch.setattr(time, "time_ns", lambda: stamp)
    assert root.look().state.project == "AAAA"  # type: ignore[union-attr]
    path.write_bytes(second)
    os.utime(path, ns=(stamp, stamp))
    assert root.look().state.project == "BBBB"  # type: ignore[union-attr]


def test_an_unreadable_state_leaves_the_last_good_one_with_its_age(root: Root) -> None:
    good = root.look()
    root.write(STATE, b'{"meta": ')
    view = root.look()
    assert view.state is good.state
    assert view.state_since == good.read_at
    assert view.state_problem is not None
    assert view.state_problem.where == f"{STATE}:1:10"
    assert view.problems[0] == view.state_problem
    assert root.look().state_since == good.read_at
    root.write(STATE, dump(a_state(meta={"project": "back"})))
    healed = root.look()
    assert (healed.state_problem, healed.state_since, healed.problems) == (None, None, ())
    assert healed.state is not None
    assert healed.state.project == "back"


def test_an_unreadable_health_document_leaves_the_last_good_one(root: Root) -> None:
    good = root.look()
    root.write(HEALTH, b"[]")
    view = root.look()
    assert view.health is good.health
    assert [one.where for one in view.problems] == [f"{HEALTH}:1:1"]


def test_an_invalid_config_leaves_the_last_valid_settings_in_force(root: Root) -> None:
    root.look()
    root.write(CONFIG, b"backups: {keep: many}\n")
    view = root.look()
    assert view.settings.backups.keep == 7
    assert [one.where for one in view.problems] == ["config.yaml:1:17 (backups.keep)"]
    assert isinstance(root.looker.stores.config_error, InvalidDocument)
    root.write(CONFIG, b"backups: {keep: 9}\n")
    assert (root.look().settings.backups.keep, root.looker.stores.config_error) == (9, None)


def test_a_root_opened_with_an_invalid_config_shows_it_until_it_is_corrected(root: Root) -> None:
    root.write(CONFIG, b"backups: [1]\n")
    stores = open_stores(root.path, root.path / "home")
    looker = Looker(stores)
    assert isinstance(stores.config_error, InvalidDocument)
    assert [one.where for one in looker.look(NOON).problems] == ["config.yaml:1:10 (backups)"]
    root.write(CONFIG, b"")
    assert looker.look(NOON).problems == ()
    assert looker.stores.config_error is None


def test_a_new_zone_counts_for_naive_times_at_once(root: Root) -> None:
    root.write(HEALTH, dump({"5.1": a_health(an_execution("2026-11-22T12:00:00"))}))
    root.write(CONFIG, b"system: {timezone: Asia/Tokyo}\n")
    assert root.look().health["5.1"].last_execution == datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    root.write(CONFIG, b"system: {timezone: America/New_York}\n")
    assert root.look().health["5.1"].last_execution == datetime(2026, 11, 22, 17, 0, tzinfo=UTC)


def test_a_running_pulse_is_named(root: Root) -> None:
    assert root.look().running == ""
    with root.stores.pulse_lock.hold(holder="pulse"):
        view = root.look_again()
        assert view is not None
        assert view.running.startswith(f"pulse (pid {os.getpid()}")
    assert root.look().running == ""


def test_only_the_newest_events_are_held(root: Root, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TAIL", 3)
    for n in range(5):
        root.stores.events.append(Event(NOON + timedelta(seconds=n), "info", "test", str(n)))
    assert [one.message for one in root.look().events] == ["2", "3", "4"]


def _folder_instead(name: str) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        (path / name).unlink(missing_ok=True)
        (path / name).mkdir()

    return spoil


def _pipe_instead(path: Path) -> None:
    (path / HEALTH).unlink()
    os.mkfifo(path / HEALTH)


def _spoilt_record(path: Path) -> None:
    (path / ".moie").mkdir()
    (path / ".moie/live.json").write_text("[]")


def _file_instead(name: str) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        (path / name).write_text("a file where a folder belongs")

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(shutil.rmtree, id="deleted"),
        pytest.param(lambda path: (path / STATE).unlink(), id="no state"),
        pytest.param(_folder_instead(STATE), id="state is a folder"),
        pytest.param(_folder_instead(HEALTH), id="health is a folder"),
        pytest.param(_folder_instead(CONFIG), id="config is a folder"),
        pytest.param(_file_instead("backups"), id="backups is a file"),
        pytest.param(_file_instead("logs"), id="logs is a file"),
        pytest.param(_pipe_instead, id="health is a pipe"),
        pytest.param(_spoilt_record, id="record"),
    ],
)
def test_a_broken_root_is_a_view_with_problems(root: Root, spoil: Callable[[Path], None]) -> None:
    good = root.look()
    spoil(root.path)
    view = root.look()
    assert view.problems
    assert all(one.where and one.what for one in view.problems)
    assert view.state is good.state


def test_a_file_where_our_folder_belongs_does_not_stop_looking(root: Root) -> None:
    (root.path / ".moie").write_text("not ours")
    assert root.look().state is not None


def test_a_folder_that_is_no_root_is_a_view_too(tmp_path: Path) -> None:
    view = Looker(open_stores(tmp_path / "missing", tmp_path / "home")).look(NOON)
    assert view.state is None
    assert view.state_problem is not None
    assert "no MOIE root here" in view.state_problem.what


def test_a_consent_that_cannot_be_read_is_no_consent(root: Root) -> None:
    root.stores.trust.trust(root.path, {})
    assert root.look().trusted
    (root.path.parent / "home/trust.json").write_text("{")
    view = root.look()
    assert not view.trusted
    assert [one.where for one in view.problems] == [f"{root.path.parent}/home/trust.json:1:2"]


def test_verdicts_ask_for_no_consent(root: Root) -> None:
    root.stores.trust.trust(root.path, {})
    (root.path.parent / "home/trust.json").write_text("{")
    view = Looker(root.stores, verdicts_only=True).look(NOON)
    assert (view.trusted, view.problems) == (False, ())


def test_views_of_the_same_root_differ_only_by_their_moment(root: Root) -> None:
    first, second = root.look(), root.look()
    copy = replace(second, read_at=first.read_at)
    assert all(getattr(copy, name) == getattr(first, name) for name in SystemView.__slots__)
