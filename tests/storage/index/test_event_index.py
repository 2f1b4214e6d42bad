"""The index is never the truth: whatever happens to it or to the log, the next answer is that of the log."""

from __future__ import annotations

import gzip
import os
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC
from multiprocessing import get_context
from pathlib import Path

import pytest

from moie_tui.domain.metrics import Metrics
from moie_tui.storage.index import catch_up
from moie_tui.storage.index.event_index import NAME, EventIndex
from tests.benchmarks.event_log import lay_log
from tests.log_by_hand import NOON, Log


@pytest.fixture
def log(tmp_path: Path) -> Log:
    log = Log(tmp_path)
    lay_log(tmp_path, 600, NOON, days=2, odd=0.05)
    return log


def _anew(log: Log) -> Metrics:
    """What a first reading of the whole log gives."""
    for path in (log.root / ".moie" / "cache").glob(f"{NAME}*"):
        path.unlink()
    return log.metrics(48)


def test_a_log_that_grows_is_counted_once(log: Log) -> None:
    log.metrics()
    for at in range(3):
        log.beat(f"11:5{at}", job="1.1", exit_code=1)
        log.say(f"11:5{at}", "critical", "state", "words")
        log.metrics()
    followed = log.metrics(48)
    assert followed.lines == 606
    assert followed == _anew(log)


def test_wherever_a_reading_stops_the_next_goes_on(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = log.metrics(48)
    monkeypatch.setattr(catch_up, "_CHUNK", 700)
    monkeypatch.setattr(catch_up, "_AT_ONCE", 5000)
    assert _anew(log) == whole


def test_a_reading_without_patience_says_what_is_left(log: Log) -> None:
    index = EventIndex(log.root, UTC)
    from datetime import timedelta

    from moie_tui.domain.metric_window import window

    asked = window(timedelta(hours=48), NOON)
    none = index.facts(asked, 900, patience=0)
    size = sum(path.stat().st_size for path in (log.root / "logs").iterdir())
    assert (none.lines, none.behind) == (0, size)
    assert (index.facts(asked, 900).lines, index.facts(asked, 900).behind) == (600, 0)


def _cut(log: Log) -> None:
    path = log.file()
    path.write_bytes(path.read_bytes()[:-2000].rpartition(b"\n")[0] + b"\n")


def _rewrite(log: Log) -> None:
    path = log.file()
    path.write_bytes(path.read_bytes().replace(b'"info"', b'"WARN"'))


def _replace(log: Log) -> None:
    log.file().unlink()
    log.beats("09:00", "11:00", 1)


def _remove(log: Log) -> None:
    log.file("2026-11-21").unlink()


def _compress(log: Log) -> None:
    path = log.file("2026-11-21")
    Path(f"{path}.gz").write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()


def _append_late(log: Log) -> None:
    _compress(log)
    log.metrics()
    log.beat("2026-11-21 08:00")


@pytest.mark.parametrize("change", [_cut, _rewrite, _replace, _remove, _compress, _append_late])
def test_a_log_that_changed_under_us_is_counted_as_it_is(log: Log, change: Callable[[Log], None]) -> None:
    log.metrics()
    change(log)
    seen = log.metrics(48)
    assert seen == _anew(log)


def _spoil(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[1000:9000] = os.urandom(8000)
    path.write_bytes(data)


def _other_version(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 999")
    db.close()


def _foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE days (what TEXT)")
    db.close()


@pytest.mark.parametrize(
    "spoil", [Path.unlink, lambda path: path.write_bytes(b"no database"), _spoil, _other_version, _foreign]
)
def test_an_index_that_is_gone_spoilt_or_foreign_is_made_anew(
    log: Log, spoil: Callable[[Path], None]
) -> None:
    whole = log.metrics(48)
    spoil(log.root / ".moie" / "cache" / NAME)
    assert log.metrics(48) == whole
    assert EventIndex(log.root, UTC).categories() == ("heartbeat", "job", "worker")


def test_a_last_line_without_its_end_waits_for_it_until_the_day_is_over(log: Log) -> None:
    log.raw(b'{"timestamp": "2026-11-22T11:58:00Z", "mess')
    first = log.metrics()
    assert (first.lines, first.behind) == (600, 43)
    log.raw(b'age": "whole"}\n')
    assert (log.metrics().lines, log.metrics().unreadable) == (601, first.unreadable)
    log.raw(b"torn")
    log.beat("2026-11-23 00:00")
    assert (log.metrics().lines, log.metrics().behind) == (603, 0)


@pytest.mark.parametrize("name", ["cache", f"cache/{NAME}"])
def test_where_no_index_can_lie_it_is_kept_in_memory(log: Log, name: str) -> None:
    whole = log.metrics(48)
    shutil.rmtree(log.root / ".moie" / "cache")
    inside = log.root / ".moie" / name
    if name == "cache":
        inside.write_text("a file")
    else:
        (inside / "full").mkdir(parents=True)
    assert log.metrics(48) == whole


def test_looking_at_a_root_nobody_acted_in_leaves_no_trace(log: Log) -> None:
    (log.root / ".moie").rmdir()
    assert log.metrics().lines == 600
    assert not (log.root / ".moie").exists()


def _ask(root: Path, times: int) -> None:
    for _ in range(times):
        EventIndex(root, UTC).facts(_window(), 900)


def _window() -> object:
    from datetime import timedelta

    from moie_tui.domain.metric_window import window

    return window(timedelta(hours=48), NOON)


@pytest.mark.long
def test_processes_that_follow_at_once_count_each_line_once(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catch_up, "_AT_ONCE", 5000)
    rivals = [get_context("fork").Process(target=_ask, args=(log.root, 5)) for _ in range(4)]
    for one in rivals:
        one.start()
    for at in range(20):
        log.beat(f"11:{at + 10}")
    for one in rivals:
        one.join()
    assert [one.exitcode for one in rivals] == [0] * 4
    seen = log.metrics(48)
    assert seen.lines == 620
    assert seen == _anew(log)
