"""What the config was at which time."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from moie_tui.storage.config_history import KEPT, ConfigHistory, in_force

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def edited(root: Path, text: str, at: datetime) -> None:
    path = root / "config.yaml"
    path.write_text(text)
    os.utime(path, (at.timestamp(), at.timestamp()))


def noted(root: Path, text: str, at: datetime) -> bool:
    edited(root, text, at)
    return ConfigHistory(root).note(at + MINUTE)


def texts(root: Path, now: datetime) -> list[str]:
    history = ConfigHistory(root)
    read = [history.read(one) for one in history.all(now)]
    return ["gone" if data is None else data.decode() for data in read]


def test_each_new_content_is_kept_once_and_an_old_one_that_comes_back_is_kept_again(tmp_path: Path) -> None:
    assert noted(tmp_path, "a: 1\n", NOON)
    assert not ConfigHistory(tmp_path).note(NOON + 5 * MINUTE)
    assert noted(tmp_path, "a: 2\n", NOON + 10 * MINUTE)
    assert noted(tmp_path, "a: 1\n", NOON + 20 * MINUTE)
    assert texts(tmp_path, NOON + 30 * MINUTE) == ["a: 1\n", "a: 2\n", "a: 1\n"]


def test_what_was_in_force_is_told_by_the_files_own_time_not_by_when_it_was_noted(tmp_path: Path) -> None:
    noted(tmp_path, "a: 1\n", NOON)
    noted(tmp_path, "a: 2\n", NOON + 10 * MINUTE)
    history = ConfigHistory(tmp_path)
    known = history.all(NOON + 30 * MINUTE)

    def at(minutes: int) -> bytes | None:
        found = in_force(known, NOON + minutes * MINUTE)
        return history.read(found) if found else None

    assert at(-1) is None
    assert (at(0), at(9), at(10), at(99)) == (b"a: 1\n", b"a: 1\n", b"a: 2\n", b"a: 2\n")


def test_a_time_that_can_not_be_becomes_the_moment_of_noting(tmp_path: Path) -> None:
    noted(tmp_path, "a: 1\n", NOON)
    edited(tmp_path, "a: 2\n", NOON - timedelta(days=300))
    ConfigHistory(tmp_path).note(NOON + 7 * MINUTE)
    assert ConfigHistory(tmp_path).all(NOON + 9 * MINUTE)[-1].seen_at == NOON + 7 * MINUTE


def test_looking_keeps_nothing_and_still_knows_the_config_as_it_is(tmp_path: Path) -> None:
    edited(tmp_path, "a: 1\n", NOON)
    assert texts(tmp_path, NOON + MINUTE) == ["a: 1\n"]
    assert not (tmp_path / ".moie").exists()


def test_a_config_that_was_deleted_counts_as_an_empty_one(tmp_path: Path) -> None:
    noted(tmp_path, "a: 1\n", NOON)
    (tmp_path / "config.yaml").unlink()
    assert ConfigHistory(tmp_path).note(NOON + 5 * MINUTE)
    assert texts(tmp_path, NOON + 9 * MINUTE) == ["a: 1\n", ""]


def test_the_newest_fifty_are_kept_for_this_user_only(tmp_path: Path) -> None:
    for at in range(KEPT + 3):
        noted(tmp_path, f"a: {at}\n", NOON + 10 * at * MINUTE)
    found = texts(tmp_path, NOON + timedelta(days=2))
    assert len(found) == KEPT
    assert found[-1] == f"a: {KEPT + 2}\n"
    assert (tmp_path / ".moie" / "configs").stat().st_mode & 0o777 == 0o700


def test_a_copy_that_rotted_is_not_taken_for_the_config(tmp_path: Path) -> None:
    noted(tmp_path, "a: 1\n", NOON)
    noted(tmp_path, "a: 2\n", NOON + 10 * MINUTE)
    first = ConfigHistory(tmp_path).all(NOON + 20 * MINUTE)[0]
    first.path.write_text("a: 3\n")
    assert ConfigHistory(tmp_path).read(first) is None


def test_contents_of_one_second_or_of_a_clock_set_back_keep_their_order(tmp_path: Path) -> None:
    for at in range(6):
        edited(tmp_path, f"a: {at}\n", NOON + timedelta(milliseconds=at))
        assert ConfigHistory(tmp_path).note(NOON - timedelta(seconds=at))
        assert ConfigHistory(tmp_path).is_noted()
    assert texts(tmp_path, NOON) == [f"a: {at}\n" for at in range(6)]
