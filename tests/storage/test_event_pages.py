from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.event_query import EventPage, Place, Wanted, naming
from moie_tui.domain.plan import Never
from moie_tui.storage import event_times
from moie_tui.storage.event_lines import Unreadable, decode
from moie_tui.storage.event_pages import page
from moie_tui.storage.line_sieve import Sieve
from tests.storage.test_event_log import lay

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def a_line(minute: float, message: str = "m", **more: Any) -> bytes:
    moment = (NOON + timedelta(minutes=minute)).isoformat()
    return json.dumps({"timestamp": moment, "message": message, **more}).encode() + b"\n"


def read(root: Path, wanted: Wanted | None = None, limit: int = 500, **more: Any) -> EventPage:
    return page(root / "logs", None, wanted or Wanted(), limit, **({"cancel": Never()} | more))


def said(found: EventPage) -> list[str]:
    return [one.event.message for one in found.events]


def minutes(found: EventPage) -> list[float]:
    return [(one.event.timestamp - NOON).total_seconds() / 60 for one in found.events]


def test_pages_lead_through_the_whole_log_and_back(tmp_path: Path) -> None:
    for day in (20, 21, 22):
        lay(tmp_path, b"".join(a_line(at, f"{day} {at}") for at in range(7)), f"2026-11-{day}")
    everything = said(read(tmp_path))
    assert len(everything) == 21
    back: list[str] = []
    found = read(tmp_path, limit=4)
    back = said(found)
    while found.more:
        found = read(tmp_path, limit=4, before=found.events[0].place)
        back = said(found) + back
    assert back == everything
    first = read(tmp_path, limit=1, after=Place("", 0))
    forth = said(first)
    found = first
    while found.more:
        found = read(tmp_path, limit=4, after=found.events[-1].place)
        forth += said(found)
    assert forth == everything


def test_a_search_finds_by_level_category_and_text_and_counts_what_is_no_event(tmp_path: Path) -> None:
    lay(
        tmp_path,
        a_line(1, "first", level="info", category="job", metadata={"job": "2.1", "deep": {"at": [True]}})
        + b'{"torn\n'
        + a_line(2, "second", level="ERR", category="job")
        + a_line(3, "third Straße", level="warning", category="heartbeat")
        + b"x" * 100_000
        + b"\n",
    )
    assert said(read(tmp_path, Wanted(level="error"))) == ["second"]
    assert said(read(tmp_path, Wanted(categories=frozenset({"job"})))) == ["first", "second"]
    assert said(read(tmp_path, Wanted(text="JOB=2.1 first"))) == ["first"]
    assert said(read(tmp_path, Wanted(text="at=true"))) == ["first"]
    assert said(read(tmp_path, Wanted(text="STRASSE"))) == ["third Straße"]
    assert said(read(tmp_path, Wanted(text="!i", level="error"))) == ["second"]
    everything = read(tmp_path)
    assert [one.event.category for one in everything.events] == ["job", "log", "job", "heartbeat", "log"]
    assert everything.events[1].event.timestamp == NOON + timedelta(minutes=1)
    assert {read(tmp_path, one).unreadable for one in (Wanted(), Wanted(level="critical"))} == {2}


def test_only_the_asked_time_is_read_of_a_large_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_times, "_SCANNED", 1000)
    monkeypatch.setattr(event_times, "_NEAR_ENOUGH", 2000)
    text = "words " * 20
    lay(tmp_path, b"".join(a_line(at / 10, text) for at in range(-3600, 3600)))
    wanted = Wanted(since=NOON + timedelta(minutes=5), until=NOON + timedelta(minutes=6))
    for more in ({}, {"after": Place("", 0)}):
        found = read(tmp_path, wanted, **more)
        assert minutes(found) == [5 + at / 10 for at in range(10)]
        assert not found.more
    decoded = []
    monkeypatch.setattr("moie_tui.storage.event_pages.decode", lambda *one: decoded.append(1) or decode(*one))
    read(tmp_path, wanted)
    assert len(decoded) < 1700


def test_a_clock_that_was_put_back_and_odd_lines_hide_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_times, "_SCANNED", 1000)
    monkeypatch.setattr(event_times, "_NEAR_ENOUGH", 2000)
    odd = a_line(-100_000, "wrong clock") + b"no event\n"
    first = b"".join(a_line(at, "before") + odd * (at % 7 == 0) for at in range(-300, 120))
    again = b"".join(a_line(at, "after") + odd * (at % 9 == 0) for at in range(60, 400))
    lay(tmp_path, first + again)
    wanted = Wanted(since=NOON + timedelta(minutes=90), until=NOON + timedelta(minutes=100), level="info")
    assert [one for one in said(read(tmp_path, wanted)) if one in ("before", "after")] == [
        *["before"] * 10,
        *["after"] * 10,
    ]


def test_the_words_of_a_task_find_what_is_told_of_its_job_by_id(tmp_path: Path) -> None:
    told = [
        a_line(0, "failure, exit 1", metadata={"job": "5.2"}),
        a_line(1, "pulse: cyclic", metadata={"started": ["5.1", "5.2"]}),
        a_line(2, "success", metadata={"job": "5.1"}),
        a_line(3, "two pending", metadata={"jobs": [7, 8]}),
        a_line(4, "scan by another program"),
    ]
    lay(tmp_path, b"".join(told))
    tasks = (("5.2", "Scan research feed"), ("7", "Scan the disk"))

    def found(text: str) -> list[str]:
        return said(read(tmp_path, Wanted(text=text, tasks=naming(text, tasks))))

    assert found("SCAN") == ["failure, exit 1", "pulse: cyclic", "two pending", "scan by another program"]
    assert found("feed failure") == ["failure, exit 1"]
    assert found("!scan") == ["success"]
    assert found("nobody") == []


def test_a_line_that_is_being_written_is_not_read_yet_by_who_follows(tmp_path: Path) -> None:
    path = lay(tmp_path, a_line(1, "whole") + a_line(2, "half")[:-20])
    start = Place("", 0)
    found = read(tmp_path, after=start)
    assert (said(found), found.unreadable) == (["whole"], 0)
    path.write_bytes(a_line(1, "whole") + a_line(2, "half"))
    assert said(read(tmp_path, after=found.events[-1].place)) == ["half"]


def test_a_log_that_was_cut_is_read_from_its_beginning(tmp_path: Path) -> None:
    path = lay(tmp_path, b"".join(a_line(at, str(at)) for at in range(9)))
    last = read(tmp_path).events[-1].place
    path.write_bytes(a_line(9, "new"))
    assert said(read(tmp_path, after=last)) == ["new"]


def test_a_cancelled_search_says_where_it_goes_on(tmp_path: Path) -> None:
    class SoonSet:
        asked = 0

        def is_set(self) -> bool:
            self.asked += 1
            return self.asked > 2

    lay(tmp_path, b"".join(a_line(at / 60, "x" * 200) for at in range(4000)))
    found = read(tmp_path, limit=10**6, cancel=SoonSet())
    assert found.more
    assert found.reached is not None
    rest = read(tmp_path, limit=10**6, before=found.reached)
    assert len(rest.events) + len(found.events) == 4000


LINES = st.fixed_dictionaries(
    {"timestamp": st.just("2026-11-22T12:00:00+00:00"), "message": st.text('abé\\"1 ', max_size=6)},
    optional={
        "level": st.sampled_from(["info", "warning", "error", "critical", "WARN", "odd"]),
        "category": st.sampled_from(["job", "é", "", "log"]),
        "metadata": st.dictionaries(
            st.sampled_from(["level", "a", "job"]),
            st.sampled_from(["info", "x", "é", 1, 2.5, None, True, ["b", {"level": "error"}]]),
            max_size=3,
        ),
    },
)
WANTED = st.builds(
    Wanted,
    level=st.sampled_from(["info", "warning", "error", "critical"]),
    categories=st.frozensets(st.sampled_from(["job", "é", ""]), max_size=2),
    text=st.sampled_from(["", "a", "job=x", "1 b", "!a", "é", "E", "level=info", "2.5", "null"]),
)


@given(st.lists(LINES, max_size=4), WANTED, st.booleans(), st.sampled_from([(", ", ": "), (",", ":")]))
def test_nothing_that_is_wanted_is_passed_over_unread(
    lines: list[Any], wanted: Wanted, ascii_only: bool, separators: tuple[str, str]
) -> None:
    sieve, takes = Sieve(wanted), []
    data = [json.dumps(one, ensure_ascii=ascii_only, separators=separators).encode() for one in lines]
    for line in data:
        event = decode(line, None)
        assert not isinstance(event, Unreadable)
        takes.append(wanted.takes(event))
        assert not (takes[-1] and sieve.is_needed and sieve.passes_over(line))
    if data and sieve.is_needed and sieve.passes_over_all(b"".join(line + b"\n" for line in data)):
        assert not any(takes)
