from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.errors import OperationFailed
from moie_tui.domain.event import Event
from moie_tui.storage import event_log
from moie_tui.storage.event_lines import LONGEST_LINE, decode, encode
from moie_tui.storage.event_log import EventLog
from moie_tui.storage.log_days import log_days
from tests.storage.copies import NOON


def an_event(after_seconds: float = 0, message: str = "pulse: cyclic", **metadata: object) -> Event:
    return Event(NOON + timedelta(seconds=after_seconds), "info", "heartbeat", message, metadata)


def lay(root: Path, data: bytes, day: str = "2026-11-22") -> Path:
    path = root / "logs" / f"events-{day}.jsonl"
    path.parent.mkdir(exist_ok=True)
    with path.open("ab") as file:
        file.write(data)
    return path


def test_an_event_is_one_line_with_exactly_the_keys_of_the_contract(tmp_path: Path) -> None:
    EventLog(tmp_path).append(an_event(message="a\nb", origin={"user": "ü"}))
    text = (tmp_path / "logs" / "events-2026-11-22.jsonl").read_text()
    assert text.count("\n") == 1
    assert json.loads(text) == {
        "timestamp": "2026-11-22T12:00:00.000000+00:00",
        "level": "info",
        "category": "heartbeat",
        "message": "a\nb",
        "metadata": {"origin": {"user": "ü"}},
    }


def test_the_newest_events_come_oldest_first_across_days(tmp_path: Path) -> None:
    log = EventLog(tmp_path)
    events = [an_event(3600 * 8 * at) for at in range(6)]
    for event in events:
        log.append(event)
    assert len(list((tmp_path / "logs").iterdir())) == 3
    assert EventLog(tmp_path).tail(4) == tuple(events[2:])
    assert EventLog(tmp_path).tail(100) == tuple(events)
    assert EventLog(tmp_path).tail(0) == ()


def test_a_day_is_a_day_in_utc(tmp_path: Path) -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=ZoneInfo("America/New_York"))
    EventLog(tmp_path).append(Event(late, "info", "x", "y"))
    assert [path.name for path in (tmp_path / "logs").iterdir()] == ["events-2026-11-23.jsonl"]


def test_events_that_were_written_out_of_order_are_shown_in_order(tmp_path: Path) -> None:
    log = EventLog(tmp_path)
    for second in (5, 1, 3):
        log.append(an_event(second))
    assert log.tail(10) == tuple(an_event(second) for second in (1, 3, 5))


@pytest.mark.parametrize(
    "line",
    [
        b'{"timestamp": "2026-11-22T12:00:00Z", "level": "info", "mess',
        b"plain text",
        b"[1, 2]",
        b"null",
        b'{"message": "no time"}',
        b'{"timestamp": "soon", "message": "x"}',
        b'{"timestamp": 7, "message": "x"}',
        b'{"timestamp": "2026-11-22T12:00:00Z", "message": 7}',
        b'{"timestamp": "2026-11-22T12:00:00Z", "message": "x", "level": 7}',
        b"[" * 50_000,
        b"9" * 5_000,
    ],
)
def test_a_line_that_is_no_event_is_shown_in_its_place(tmp_path: Path, line: bytes) -> None:
    log = EventLog(tmp_path)
    log.append(an_event(1))
    lay(tmp_path, line + b"\n")
    log.append(an_event(2))
    before, odd, after = log.tail(10)
    assert (before, after) == (an_event(1), an_event(2))
    assert (odd.level, odd.category, odd.timestamp) == ("warning", "log", before.timestamp)
    assert odd.message.startswith("unreadable line: " + line[:40].decode())
    assert len(odd.message) < 200


def test_an_event_of_ours_is_whole_after_a_torn_line_of_another_program(tmp_path: Path) -> None:
    lay(tmp_path, b'{"timestamp": "2026-')
    EventLog(tmp_path).append(an_event())
    torn, whole = EventLog(tmp_path).tail(10)
    assert (torn.category, whole) == ("log", an_event())


def test_the_excerpt_of_a_hostile_line_is_plain_text(tmp_path: Path) -> None:
    lay(tmp_path, b"\x1b[2J\x07evil \xe2\x80\xae\xff[/b]\n")
    (odd,) = EventLog(tmp_path).tail(10)
    assert odd.message.isprintable()
    assert "evil" in odd.message


def test_events_of_other_programs_are_read_as_they_mean_it(tmp_path: Path) -> None:
    lay(
        tmp_path,
        b'{"timestamp": "2026-11-22T13:00:00", "level": "WARN", "message": "naive", "extra": 1}\n'
        b'{"timestamp": "2026-11-22T12:00:01Z", "level": "DEBUG", "message": "z", "metadata": [1]}\r\n'
        b'{"timestamp": "2026-11-22T12:00:02+00:00", "level": "odd", "message": "o", "category": null}\n',
    )
    events = EventLog(tmp_path, ZoneInfo("Europe/Berlin")).tail(10)
    assert [(event.level, event.message) for event in events] == [
        ("warning", "naive"),
        ("info", "z"),
        ("warning", "o"),
    ]
    assert events[0].timestamp == NOON
    assert all(event.category == "" and event.metadata == {} for event in events)


def test_a_huge_line_is_marked_and_its_neighbours_are_there(tmp_path: Path) -> None:
    log = EventLog(tmp_path)
    log.append(an_event(1))
    lay(tmp_path, b'{"timestamp": "' + b"x" * 1_000_000 + b'"}\n')
    log.append(an_event(2))
    before, huge, after = log.tail(10)
    assert (before, after) == (an_event(1), an_event(2))
    assert huge.message.startswith('unreadable line: over 64 kB long, {"timestamp": "xxx')
    assert len(huge.message) < 250


def test_an_event_too_long_for_a_line_is_shortened_and_keeps_its_origin(tmp_path: Path) -> None:
    log = EventLog(tmp_path)
    log.append(an_event(message="ü" * 100_000, origin="op", output="x" * 100_000))
    (event,) = log.tail(10)
    assert event.message.startswith("üüü")
    assert event.metadata == {"origin": "op", "shortened": True}


def test_a_huge_file_costs_no_more_than_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, b"".join(encode(an_event(at / 100)) + b"\n" for at in range(20_000)))
    read, pread = [], os.pread

    def counting(fd: int, size: int, at: int) -> bytes:
        read.append(size)
        return pread(fd, size, at)

    monkeypatch.setattr(os, "pread", counting)
    log = EventLog(tmp_path)
    assert len(log.tail(100)) == 100
    assert sum(read) == 64 * 1024
    assert log.tail(100) is log.tail(100)
    assert sum(read) == 64 * 1024


def test_no_more_than_the_budget_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_log, "MOST_BYTES", 1_000)
    lay(tmp_path, (encode(an_event()) + b"\n") * 20)
    lay(tmp_path, encode(an_event()) + b"\n", "2026-11-21")
    assert 3 <= len(EventLog(tmp_path).tail(100)) < 10


def test_logs_may_be_a_symbolic_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "logs").symlink_to(tmp_path / "elsewhere")
    log = EventLog(tmp_path / "root")
    log.append(an_event())
    assert log.tail(1) == (an_event(),)


def test_a_root_without_logs_has_no_events(tmp_path: Path) -> None:
    assert EventLog(tmp_path).tail(10) == ()
    assert list(tmp_path.iterdir()) == []


def test_other_files_beside_the_log_are_left_alone(tmp_path: Path) -> None:
    lay(tmp_path, b"not ours\n", "2026-11-22.gz")
    lay(tmp_path, b"no date but a name\n", "2026-99-99")
    (event,) = EventLog(tmp_path).tail(10)
    assert event.timestamp == datetime(1970, 1, 1, tzinfo=UTC)


def test_a_log_that_can_not_be_written_is_an_error_of_one_line(tmp_path: Path) -> None:
    (tmp_path / "logs" / "events-2026-11-22.jsonl").mkdir(parents=True)
    with pytest.raises(OperationFailed, match="can't append"):
        EventLog(tmp_path).append(an_event())


@given(
    st.text(st.characters(), max_size=50) | st.just("\ud800"),
    st.dictionaries(st.text(max_size=4), st.integers() | st.none() | st.text(max_size=5), max_size=3),
)
def test_an_event_survives_its_line(message: str, metadata: dict[str, object]) -> None:
    event = an_event(message=message, facts=metadata)
    line = encode(event)
    assert b"\n" not in line
    assert decode(line, None) == event


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading(data: bytes) -> None:
    found = decode(data, None)
    assert isinstance(found, Event) or len(found.excerpt) <= 160
    assert len(data) < LONGEST_LINE


def test_files_of_other_names_are_no_days(tmp_path: Path) -> None:
    lay(tmp_path, encode(an_event()) + b"\n")
    for name in (
        "events-2026-11-2.jsonl",
        "events-2026-11-22.jsonl.bak",
        "events-2026-1x-22.jsonl",
        "2026-11-22.jsonl",
    ):
        (tmp_path / "logs" / name).write_bytes(encode(an_event(60)) + b"\n")
    (tmp_path / "logs" / "events-2026-11-٢2.jsonl").write_bytes(b"{}\n")
    assert [one.day for one in log_days(tmp_path / "logs")] == ["2026-11-22"]
