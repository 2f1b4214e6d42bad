from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.event import Event
from moie_tui.domain.late_events import newest_of
from moie_tui.storage import event_log
from moie_tui.storage.event_lines import encode, plain_moment, plain_moments
from moie_tui.storage.event_log import EventLog, _in_order, _late
from tests.storage.copies import NOON

CATEGORIES = ("heartbeat", "trust", "worker", "log")
FORMS = (
    lambda line: line,
    lambda line: line[: len(line) // 2],
    lambda line: b"plain words",
    lambda line: line.replace(b'"heartbeat"', b'"\\u0068eartbeat"'),
    lambda line: line.replace(b"T", b" ", 1),
    lambda line: line.replace(b"000000+00:00", b"000000+02:00"),
    lambda line: line.replace(b".000000+00:00", b",000000+00:00"),
    lambda line: line.replace(b"-11-", b"-99-"),
    lambda line: line.replace(b"}", b', "timestamp": "2026-11-22T12:00:03.000000+00:00"}'),
    lambda line: line.replace(b"}", b', "category": "heartbeat"}'),
)
"""Our own line, and what others or a torn disk make of it."""
LINES = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(CATEGORIES), st.sampled_from(FORMS)), max_size=12
)


def an_event(second: float, category: str = "worker") -> Event:
    return Event(NOON + timedelta(seconds=second), "info", category, "words")


@given(LINES, st.booleans())
def test_events_decoded_late_are_those_decoded_at_once(
    drawn: list[tuple[int, str, object]], sort: bool
) -> None:
    if sort:
        drawn = sorted(drawn, key=lambda one: one[0])
    lines = [form(encode(an_event(second, category))) for second, category, form in drawn]  # type: ignore[operator]
    dated = [("2026-11-22", line) for line in lines]
    at_once, late = _in_order(dated, None), _late(dated, None)
    for category in CATEGORIES[:3]:
        wanted = [one for one in reversed(at_once) if one.category == category]
        assert list(newest_of(late, category)) == wanted
        assert list(newest_of(at_once, category)) == wanted
    assert len(late) == len(at_once)
    assert late == at_once
    assert list(late) == list(at_once)


def test_a_question_about_the_newest_beat_decodes_one_line_of_five_hundred(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = EventLog(tmp_path)
    for at in range(500):
        log.append(an_event(at, "heartbeat" if at == 498 else "worker"))
    asked = EventLog(tmp_path)
    decoded = []
    real = event_log.decode

    def counted(line: bytes, zone: object) -> object:
        decoded.append(line)
        return real(line, zone)  # type: ignore[arg-type]

    monkeypatch.setattr(event_log, "decode", counted)
    assert next(newest_of(asked.tail(500), "heartbeat")) == an_event(498, "heartbeat")
    assert len(decoded) == 1


def test_the_same_log_read_twice_reads_the_same_and_another_does_not(tmp_path: Path) -> None:
    log = EventLog(tmp_path)
    log.append(an_event(1))
    first = EventLog(tmp_path).tail(10)
    assert EventLog(tmp_path).tail(10) == first
    log.append(an_event(2))
    assert EventLog(tmp_path).tail(10) != first
    assert first[-1] == an_event(1)
    assert [*reversed(first)] == [an_event(1)]


@pytest.mark.parametrize("form", FORMS)
def test_the_times_of_many_lines_are_those_of_each(form: Callable[[bytes], bytes]) -> None:
    plain = [encode(an_event(second)) for second in range(3)]
    lines = [*plain, form(encode(an_event(3, "heartbeat"))), *plain]
    each = [plain_moment(line).encode() for line in lines]
    assert plain_moments(lines) == (each if all(each) else None)


def test_a_time_of_another_zone_is_not_compared_as_text() -> None:
    early = encode(an_event(0)).replace(b"+00:00", b"+02:00")
    assert plain_moment(early) == ""
    assert plain_moments([early]) is None
