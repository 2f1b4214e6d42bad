"""Notices on their way to each channel."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from moie_tui.domain.outbox import Event, Parcel, in_turn, is_hopeless, posted, tried

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def an_event(key: str = "heartbeat", state: str = "firing") -> Event:
    return {"key": key, "state": state}


def sent(outbox: tuple[Parcel, ...], now: datetime, *lame: str) -> list[tuple[str, object, bool]]:
    turn = in_turn(outbox, now, lambda parcel: parcel.channel not in lame)
    return [(one.channel, one.event["key"], arrived) for one, arrived in turn]


def test_each_event_is_for_each_channel() -> None:
    outbox = posted((), [an_event("a"), an_event("b")], ["x", "y"], NOW)
    assert sent(outbox, NOW) == [("x", "a", True), ("y", "a", True), ("x", "b", True), ("y", "b", True)]


def test_no_repeat_piles_up_where_an_earlier_word_is_still_on_its_way() -> None:
    waiting = posted((), [an_event()], ["x"], NOW)
    outbox = posted(waiting, [an_event(state="repeat")], ["x", "y"], NOW)
    assert [(one.channel, one.event["state"]) for one in outbox] == [("x", "firing"), ("y", "repeat")]


def test_a_channel_that_fails_is_left_alone_for_this_time() -> None:
    outbox = posted((), [an_event("a"), an_event("b")], ["x", "y"], NOW)
    assert sent(outbox, NOW, "x") == [("x", "a", False), ("y", "a", True), ("y", "b", True)]


def test_what_waits_behind_an_earlier_word_on_the_same_thing_goes_on_waiting() -> None:
    (late,) = posted((), [an_event("a")], ["x"], NOW)
    outbox = posted((tried(late, "why", NOW),), [an_event("a", "recovered"), an_event("b")], ["x"], NOW)
    assert sent(outbox, NOW) == [("x", "b", True)]
    assert len(sent(outbox, NOW + timedelta(minutes=1))) == 3


def test_the_pauses_grow_to_an_hour_and_end_after_a_day() -> None:
    (parcel,) = posted((), [an_event()], ["x"], NOW)
    now, tries = NOW, 0
    while not is_hopeless(parcel, now):
        parcel, tries = tried(parcel, "why", now), tries + 1
        now = parcel.next_at
    assert parcel.error == "why"
    assert 25 <= tries <= 32
    assert now - NOW < timedelta(hours=26)


def test_a_clock_that_was_set_back_holds_nothing_up() -> None:
    (parcel,) = posted((), [an_event()], ["x"], NOW)
    assert sent((tried(parcel, "why", NOW),), NOW - timedelta(days=300)) == [("x", "heartbeat", True)]
