"""Whom to tell what and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from moie_tui.domain.alerting import Notice, OpenAlert, decide
from moie_tui.domain.condition import Condition
from moie_tui.domain.quiet import Acknowledgement, Mute, Quiet
from moie_tui.domain.settings import AlertSettings
from moie_tui.values import replace

START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LATE = Condition("job:5.1", "stale", "warning", "5.1", "job 5.1: stale", START)
UNREAD = Condition("document:state", "document", "critical", "state", "broken", START, moving=True)


class Watch:
    """A watchdog that checks when told, and remembers."""

    def __init__(self, settings: AlertSettings | None = None) -> None:
        self.settings, self.quiet = settings or AlertSettings(), Quiet()
        self.open: dict[str, OpenAlert] = {}
        self.notices: tuple[Notice, ...] = ()

    def check(self, minutes: float, *conditions: Condition) -> list[str]:
        now = START + timedelta(minutes=minutes)
        self.open, self.notices = decide(self.open, conditions, now, self.settings, self.quiet)
        return [f"{one.state} {one.condition.kind}" for one in self.notices]

    def ids(self) -> list[str]:
        return [one.identity("/r") for one in self.notices]


def test_what_begins_and_what_ends_is_told_once() -> None:
    watch = Watch()
    assert watch.check(1, LATE) == ["firing stale"]
    assert watch.check(6, LATE) == []
    assert watch.check(11) == ["recovered stale"]
    assert watch.check(16) == []
    assert watch.open == {}


def test_what_lasts_is_repeated_after_the_pause_with_an_id_of_its_own() -> None:
    watch, ids = Watch(), set()
    for minutes in range(1, 200, 5):
        watch.check(minutes, LATE)
        ids.update(watch.ids())
    assert len(ids) == 4


def test_a_pause_of_nothing_never_repeats() -> None:
    watch = Watch(AlertSettings(repeat_minutes=0))
    watch.check(1, LATE)
    assert watch.check(10_000, LATE) == []


def test_a_clock_that_was_set_back_does_not_silence_the_repeats() -> None:
    watch = Watch()
    watch.check(100_000, LATE)
    assert watch.check(1, LATE) == []
    assert watch.check(61, LATE) == ["repeat stale"]


def test_an_episode_that_began_after_the_last_look_is_a_new_one() -> None:
    watch = Watch()
    watch.check(1, LATE)
    first = watch.ids()
    assert watch.check(30, replace(LATE, since=START + timedelta(minutes=20))) == ["firing stale"]
    assert watch.ids() != first


def test_a_start_that_moves_while_it_lasts_begins_nothing_new() -> None:
    watch = Watch()
    watch.check(1, UNREAD)
    assert watch.check(6, replace(UNREAD, since=START + timedelta(minutes=5))) == []
    assert watch.open[UNREAD.key].condition.since == START
    # As when the window of executions moves on over a job that fails on and off.
    watch.check(1, LATE)
    assert watch.check(10, replace(LATE, since=START + timedelta(seconds=30))) == []


def test_the_same_episode_has_the_same_id_whoever_sees_it_first() -> None:
    one, other = Watch(), Watch()
    one.check(1, LATE)
    other.check(9, LATE)
    assert one.ids() == other.ids()
    assert [notice.identity("/other") for notice in one.notices] != one.ids()


def test_trouble_of_another_kind_is_told_and_is_no_recovery() -> None:
    watch = Watch()
    watch.check(1, LATE)
    assert watch.check(6, replace(LATE, kind="unhealthy")) == ["firing unhealthy"]


def test_what_fails_and_is_well_again_between_two_checks_is_not_told() -> None:
    watch = Watch()
    assert watch.check(1) == []
    assert watch.check(6) == []


def test_what_is_muted_is_told_when_the_mute_ends_if_it_still_lasts() -> None:
    watch = Watch()
    watch.quiet = Quiet((Mute("5.1", until=START + timedelta(minutes=30)),))
    assert watch.check(1, LATE) == []
    assert watch.check(29, LATE) == []
    assert watch.check(31, LATE) == ["firing stale"]


def test_what_was_never_told_needs_no_recovery() -> None:
    watch = Watch(AlertSettings(mute=("stale",)))
    watch.check(1, LATE)
    assert watch.check(6) == []
    assert watch.open == {}


def test_a_recovery_during_a_mute_is_told_after_it() -> None:
    watch = Watch()
    watch.check(1, LATE)
    watch.quiet = Quiet((Mute("all", until=START + timedelta(minutes=30)),))
    assert watch.check(6) == []
    assert watch.check(31) == ["recovered stale"]
    assert watch.notices[0].at == START + timedelta(minutes=6)
    assert watch.check(36) == []


def test_what_is_acknowledged_is_not_repeated_but_its_recovery_is_told() -> None:
    watch = Watch()
    watch.check(1, LATE)
    watch.quiet = Quiet(acknowledged={LATE.key: Acknowledgement(START + timedelta(minutes=2))})
    assert watch.check(120, LATE) == []
    assert watch.check(125) == ["recovered stale"]
    assert watch.check(130, replace(LATE, since=START + timedelta(minutes=128))) == ["firing stale"]


def test_a_changed_command_is_told_once_and_does_not_recover() -> None:
    watch = Watch()
    one = Condition("command:x", "command", "warning", "commands", "command of job 1.1 is new", START)
    assert watch.check(1, one) == ["firing command"]
    assert watch.check(600, one) == []
    assert watch.check(1500) == []


def test_what_an_unreadable_document_would_tell_neither_ends_nor_repeats() -> None:
    watch = Watch()
    watch.check(1, LATE)
    assert watch.check(6, UNREAD) == ["firing document"]
    assert watch.check(100, UNREAD) == ["repeat document"]
    assert watch.check(105, LATE) == ["repeat stale", "recovered document"]


def test_the_event_says_it_all_in_one_flat_object() -> None:
    watch = Watch()
    watch.check(90, LATE)
    raw = watch.notices[0].as_json("/r", "Project", "host")
    assert raw["id"] == watch.ids()[0]
    assert (raw["state"], raw["kind"], raw["subject"], raw["level"]) == ("firing", "stale", "5.1", "warning")
    assert (raw["root"], raw["project"], raw["host"]) == ("/r", "Project", "host")
    assert raw["since"] == "2026-11-22T12:00:00.000000+00:00"
    assert raw["at"] == "2026-11-22T13:30:00.000000+00:00"
    watch.check(95)
    assert watch.notices[0].as_json("/r", "", "")["message"] == "well again after 1h 35m: job 5.1: stale"
