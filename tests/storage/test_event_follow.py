from __future__ import annotations

from pathlib import Path

from moie_tui.domain.event_query import Wanted
from moie_tui.storage.event_follow import EventFollower
from moie_tui.storage.rotation import pack
from tests.storage.test_event_log import lay
from tests.storage.test_event_pages import a_line, said

DAY = "2026-11-22"


def follower(root: Path, **wanted: str) -> EventFollower:
    return EventFollower(root / "logs", None, Wanted(**wanted))  # type: ignore[arg-type]


def test_each_new_line_comes_once_whatever_days_file_it_is_written_to(tmp_path: Path) -> None:
    lay(tmp_path, a_line(1, "old"))
    follow = follower(tmp_path)
    assert said(follow.new()) == []
    lay(tmp_path, a_line(2, "new") + b"no event\n")
    lay(tmp_path, a_line(3, "tomorrow"), "2026-11-23")
    lay(tmp_path, a_line(3, "yesterday"), "2026-11-21")
    found = follow.new()
    assert sorted(said(found)) == ["new", "tomorrow", "unreadable line: no event", "yesterday"]
    assert found.unreadable == 1
    assert said(follow.new()) == []


def test_a_log_begins_while_it_is_followed(tmp_path: Path) -> None:
    follow = follower(tmp_path)
    assert said(follow.new()) == []
    lay(tmp_path, a_line(1, "first"))
    assert said(follow.new()) == ["first"]


def test_a_half_written_line_comes_when_it_is_whole(tmp_path: Path) -> None:
    line = a_line(1, "slow")
    lay(tmp_path, line[:20])
    follow = follower(tmp_path)
    lay(tmp_path, line[20:30])
    assert said(follow.new()) == []
    lay(tmp_path, line[30:-1])
    assert said(follow.new()) == ["slow"]
    lay(tmp_path, b"\n" + a_line(2, "next"))
    assert said(follow.new()) == ["next"]


def test_a_line_without_end_is_told_once_and_passed_over(tmp_path: Path) -> None:
    follow = follower(tmp_path)
    told = []
    for _ in range(4):
        lay(tmp_path, b"x" * 40_000)
        told += said(follow.new())
    assert [one[:28] for one in told] == ["unreadable line: over 64 kB "]
    lay(tmp_path, b"xx\n" + a_line(1, "after"))
    assert said(follow.new()) == ["after"]


def test_rotation_is_not_noticed_and_a_cut_log_begins_anew(tmp_path: Path) -> None:
    path = lay(tmp_path, a_line(1, "old") * 5)
    follow = follower(tmp_path)
    assert pack(path.parent, DAY)
    assert said(follow.new()) == []
    lay(tmp_path, a_line(2, "late"))
    assert said(follow.new()) == ["late"]
    assert pack(path.parent, DAY)
    assert said(follow.new()) == []
    (path.parent / f"{path.name}.gz").unlink()
    lay(tmp_path, a_line(3, "anew"))
    assert said(follow.new()) == ["anew"]


def test_only_what_is_wanted_comes(tmp_path: Path) -> None:
    follow = follower(tmp_path, level="error", text="disk")
    lay(tmp_path, a_line(1, "disk full", level="error") + a_line(1, "disk full") + a_line(1, level="error"))
    assert said(follow.new()) == ["disk full"]
