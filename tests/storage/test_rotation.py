from __future__ import annotations

import gzip
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from moie_tui.domain.event_query import Place, Wanted
from moie_tui.domain.plan import Never
from moie_tui.storage import packed_text
from moie_tui.storage.event_log import EventLog
from moie_tui.storage.event_pages import page
from moie_tui.storage.log_age import outdated, waiting
from moie_tui.storage.log_days import log_days
from moie_tui.storage.rotation import pack, remove
from tests.faults.dying import Killed, dies_at
from tests.storage.test_event_log import lay

DAY, TODAY = "2026-11-22", date(2026, 11, 25)


def lay_events(root: Path, *numbers: int, day: str = DAY) -> None:
    for number in numbers:
        lay(root, b'{"timestamp": "2026-11-22T12:00:00Z", "message": "%06d"}\n' % number, day)


def told(root: Path) -> list[tuple[Place, str]]:
    """Every line of the log with its place, forwards and backwards alike."""
    folder, start = root / "logs", Place("", 0)
    newest = page(folder, None, Wanted(), 10**6, cancel=Never())
    oldest = page(folder, None, Wanted(), 10**6, after=start, cancel=Never())
    assert newest.events == oldest.events
    return [(one.place, one.event.message) for one in newest.events]


def numbers(root: Path) -> list[int]:
    return [int(message) for _, message in told(root)]


def names(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "logs").iterdir())


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A day of some lines, in blocks that end within them."""
    monkeypatch.setattr(packed_text, "BLOCK", 100)
    lay_events(tmp_path, *range(20))
    return tmp_path / "logs"


def test_a_compressed_day_reads_the_same_from_every_place(log: Path, tmp_path: Path) -> None:
    before = told(tmp_path)
    lines = (log / f"events-{DAY}.jsonl").read_bytes()
    tail = EventLog(tmp_path).tail(7)
    assert pack(log, DAY)
    assert names(tmp_path) == [f"events-{DAY}.jsonl.gz"]
    assert told(tmp_path) == before
    assert EventLog(tmp_path).tail(7) == tail
    file = log / f"events-{DAY}.jsonl.gz"
    assert gzip.decompress(file.read_bytes()) == lines
    assert subprocess.run(["gzip", "-dc", file], capture_output=True, check=True).stdout == lines
    for at, (place, _) in enumerate(before):
        older = page(log, None, Wanted(), 3, before=place, cancel=Never())
        newer = page(log, None, Wanted(), 3, after=place, cancel=Never())
        assert [one.place for one in older.events] == [one for one, _ in before[max(0, at - 3) : at]]
        assert [one.place for one in newer.events] == [one for one, _ in before[at + 1 : at + 4]]
        assert (older.more, newer.more) == (at > 3, at < len(before) - 4)


def test_lines_that_come_later_are_read_and_folded_in_behind_the_others(log: Path, tmp_path: Path) -> None:
    pack(log, DAY)
    lay_events(tmp_path, 20, 21)
    before = told(tmp_path)
    assert numbers(tmp_path) == [*range(22)]
    assert waiting(log_days(log), TODAY)
    assert pack(log, DAY)
    assert names(tmp_path) == [f"events-{DAY}.jsonl.gz"]
    assert told(tmp_path) == before
    assert not waiting(log_days(log), TODAY)


def test_a_day_that_ends_within_a_line_keeps_later_lines_apart(log: Path, tmp_path: Path) -> None:
    lay(tmp_path, b'{"torn')
    assert pack(log, DAY)
    lay_events(tmp_path, 20)
    before = told(tmp_path)
    assert [message[:16] for _, message in before[-2:]] == ["unreadable line:", "000020"]
    assert pack(log, DAY)
    assert told(tmp_path) == before


def test_a_kill_at_any_step_loses_and_doubles_no_line(tmp_path: Path) -> None:
    for step in range(1, 40):
        root = tmp_path / str(step)
        root.mkdir()
        lay_events(root, *range(5))
        assert pack(root / "logs", DAY)
        lay_events(root, 5, 6)
        before = told(root)
        try:
            with dies_at(step):
                pack(root / "logs", DAY)
        except Killed:
            assert told(root) == before
            lay_events(root, 7)
            assert numbers(root) == [*range(8)]
            assert pack(root / "logs", DAY)
            pack(root / "logs", DAY)
            assert numbers(root) == [*range(8)]
            assert f"events-{DAY}.jsonl" not in names(root)
        else:
            assert step > 5
            return
    pytest.fail("it never came to an end")


def test_a_day_somebody_has_open_is_left_to_another_time(log: Path, tmp_path: Path) -> None:
    with (log / f"events-{DAY}.jsonl").open("ab") as writer:
        assert not pack(log, DAY)
        writer.write(b'{"timestamp": "2026-11-22T12:00:00Z", "message": "20"}\n')
    assert pack(log, DAY)
    assert numbers(tmp_path) == [*range(21)]


def test_who_opened_the_day_just_before_it_was_renamed_loses_nothing(log: Path, tmp_path: Path) -> None:
    (log / f"events-{DAY}.jsonl").rename(log / f"events-{DAY}.jsonl.closing")
    writer = (log / f"events-{DAY}.jsonl.closing").open("ab")
    waits = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            writer.write(b'{"timestamp": "2026-11-22T12:00:00Z", "message": "20"}\n')
            writer.close()

    lay_events(tmp_path, 21)
    assert pack(log, DAY, sleep)
    assert len(waits) == 3
    assert numbers(tmp_path) == [*range(22)]


def test_a_day_another_program_compressed_is_read_and_left(log: Path, tmp_path: Path) -> None:
    plain = log / f"events-{DAY}.jsonl"
    before = told(tmp_path)
    (log / f"events-{DAY}.jsonl.gz").write_bytes(gzip.compress(plain.read_bytes()))
    plain.unlink()
    assert told(tmp_path) == before
    lay_events(tmp_path, 20)
    assert not pack(log, DAY)
    assert numbers(tmp_path) == [*range(21)]


def test_of_a_damaged_compressed_day_the_rest_is_read(log: Path, tmp_path: Path) -> None:
    pack(log, DAY)
    file = log / f"events-{DAY}.jsonl.gz"
    data = bytearray(file.read_bytes())
    second = data.index(b"\x1f\x8b", 10)
    data[second + 40] ^= 0xFF
    file.write_bytes(data)
    messages = [message for _, message in told(tmp_path)]
    assert any("can't be read" in message for message in messages)
    assert len([one for one in messages if one.isdigit()]) >= 17
    file.write_bytes(gzip.compress(b"x\n" * 1000)[:-20])
    assert any("can't be read" in message for _, message in told(tmp_path))


def test_today_and_yesterday_stay_as_they_are(tmp_path: Path) -> None:
    for day in ("2026-11-22", "2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"):
        lay_events(tmp_path, 1, day=day)
    assert [one.day for one in waiting(log_days(tmp_path / "logs"), TODAY)] == ["2026-11-22", "2026-11-23"]


def test_days_go_by_their_age_and_the_oldest_by_size_but_never_todays(tmp_path: Path) -> None:
    first = TODAY - timedelta(days=9)
    for ago in range(10):
        lay(tmp_path, b"x" * 999 + b"\n", (first + timedelta(days=ago)).isoformat())
    folder = tmp_path / "logs"
    gone = [(one.day, why) for one, why in outdated(log_days(folder), TODAY, 5, 10**9)]
    assert gone == [(f"2026-11-{day}", "older than 5 days") for day in (16, 17, 18)]
    gone = [(one.day, why) for one, why in outdated(log_days(folder), TODAY, 90, 8_500)]
    assert [day for day, _ in gone] == ["2026-11-16", "2026-11-17"]
    assert [one.day for one, _ in outdated(log_days(folder), TODAY, 90, 0)][-1] == "2026-11-24"
    for one, _ in outdated(log_days(folder), TODAY, 5, 10**9):
        remove(folder, one)
    assert next(one.day for one in log_days(folder)) == "2026-11-19"


def test_a_clock_that_jumps_years_ahead_removes_nothing(tmp_path: Path) -> None:
    for ago in range(5):
        lay_events(tmp_path, 1, day=(TODAY - timedelta(days=ago)).isoformat())
    assert list(outdated(log_days(tmp_path / "logs"), date(2038, 1, 19), 90, 10**9)) == []


def test_appenders_beside_rotations_find_every_line_again(tmp_path: Path) -> None:
    program = (
        "import os, sys, time\n"
        "number = 0\n"
        "while number < 200 or not os.path.exists(sys.argv[3]) and number < 10_000:\n"
        "    fd = os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND | os.O_CREAT)\n"
        '    text = \'{"timestamp": "2026-11-22T12:00:00Z", "message": "%s%06d"}\\n\'\n'
        "    os.write(fd, (text % (sys.argv[2], number)).encode())\n"
        "    os.close(fd)\n"
        "    number += 1\n"
        "    time.sleep(0.001)\n"
        "print(number)\n"
    )
    folder, enough = tmp_path / "logs", tmp_path / "enough"
    folder.mkdir()
    words = [sys.executable, "-c", program, os.fspath(folder / f"events-{DAY}.jsonl")]
    writers = [
        subprocess.Popen([*words, str(number), os.fspath(enough)], stdout=subprocess.PIPE)
        for number in (1, 2)
    ]
    rotations = 0
    while any(writer.poll() is None for writer in writers):
        rotations += bool(waiting(log_days(folder), TODAY)) and pack(folder, DAY)
        seen = [one.event.message for one in page(folder, None, Wanted(), 10**6, cancel=Never()).events]
        assert len(seen) == len(set(seen))
        if rotations > 1:
            enough.touch()
    written = [int(writer.communicate()[0]) for writer in writers]
    pack(folder, DAY)
    expected = [who * 10**6 + at for who, count in enumerate(written, 1) for at in range(count)]
    assert sorted(numbers(tmp_path)) == expected
    assert rotations > 1
