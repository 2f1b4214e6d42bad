"""The window on the log: what it holds, how it grows on both sides, and where a jump lands."""

from __future__ import annotations

from datetime import timedelta
from threading import Event as Flag

import pytest

from moie_tui.domain.event import ERROR, INFO, Event
from moie_tui.domain.event_query import EventPage, Place, Wanted
from moie_tui.domain.plan import Cancel
from moie_tui.domain.view import SystemView
from moie_tui.tui import event_words
from moie_tui.tui.event_search import Search
from moie_tui.tui.event_window import MOST, PAGE, EventWindow, with_newer, with_older
from moie_tui.tui.pieces import width_of, words_of
from moie_tui.values import replace
from tests.tui.fake_source import FakeSource
from tests.tui.sample_views import NOW

MINUTE = timedelta(minutes=1)


def a_log(count: int, bad_every: int = 10) -> FakeSource:
    """So many events, a minute apart, the newest now; every so many an error."""
    events = tuple(
        Event(NOW - MINUTE * back, INFO if back % bad_every else ERROR, "job", f"number {count - 1 - back}")
        for back in reversed(range(count))
    )
    return FakeSource(picture=SystemView(root="/r", read_at=NOW, events=events))


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine must not make the pages shorter."""
    monkeypatch.setattr("moie_tui.tui.event_search.PATIENCE", 60.0)


def search(source: FakeSource, wanted: Wanted | None = None, cancel: Cancel | None = None) -> Search:
    return Search(source.events, wanted or Wanted(), cancel or Flag())


def numbers(window: EventWindow) -> list[int]:
    return [int(one.event.message.split()[1]) for one in window.events]


def test_older_pages_are_put_in_front_and_the_newest_go_when_it_gets_too_much() -> None:
    look = search(a_log(3000))
    window = look.newest().window
    assert numbers(window) == [*range(2500, 3000)]
    for first in (2000, 1500):
        window = look.older(window).window
        assert (numbers(window), window.newer) == ([*range(first, 3000)], False)
    window = look.older(window).window
    assert numbers(window) == [*range(1000, 1000 + MOST)]
    assert (window.older, window.newer) == (True, True)
    assert numbers(look.newer(window).window) == [*range(1500, 3000)]


def test_at_the_beginning_there_is_nothing_older_and_at_the_end_nothing_newer() -> None:
    look = search(a_log(700))
    window = look.older(look.newest().window).window
    assert (numbers(window), window.older, window.newer) == ([*range(700)], False, False)
    first = look.oldest(window)
    assert first.select == window.events[0].place
    assert numbers(first.window) == [*range(500)]
    assert numbers(look.newer(first.window).window) == [*range(700)]


def test_what_was_written_since_is_added_and_many_small_additions_stay_few_pages() -> None:
    source = a_log(600)
    events = source.picture.events
    source.picture = replace(source.picture, events=events[:200])
    window = search(source).newest().window
    for count in range(204, 601, 4):
        source.picture = replace(source.picture, events=events[:count])
        window = search(source).latest(window).window
    assert numbers(window) == [*range(600)]
    assert len(window.pages) <= 3


def test_a_flood_is_not_read_through_but_jumped_over() -> None:
    source = a_log(2000)
    events = source.picture.events
    source.picture = replace(source.picture, events=events[:100])
    window = search(source).newest().window
    source.picture = replace(source.picture, events=events)
    assert numbers(search(source).latest(window).window) == [*range(1500, 2000)]


def test_another_log_in_the_place_of_the_old_one_is_noticed() -> None:
    source = a_log(100)
    window = search(source).newest().window
    source.picture = replace(source.picture, events=source.picture.events[:40])
    assert numbers(search(source).latest(window).window) == [*range(40)]
    assert search(source).latest(search(source).newest().window).window.size == 40


def test_a_filter_does_not_search_again_what_was_searched() -> None:
    source = a_log(100, bad_every=60)
    look = search(source, Wanted(level=ERROR))
    window = look.newest().window
    assert numbers(window) == [39, 99]
    asked: list[Place | None] = []

    def read(wanted: Wanted, limit: int, **more: object) -> EventPage:
        asked.append(more["after"])  # type: ignore[arg-type]
        return source.events(wanted, limit, **more)  # type: ignore[arg-type]

    source.picture = replace(
        source.picture, events=(*source.picture.events, Event(NOW, INFO, "job", "number 100"))
    )
    window = Search(read, Wanted(level=ERROR), Flag()).latest(window).window
    assert asked[0] == Place(f"{NOW:%Y-%m-%d}", 99)
    assert window.last == Place(f"{NOW:%Y-%m-%d}", 100)
    assert numbers(window) == [39, 99]


def test_around_an_event_the_cursor_keeps_it_or_finds_the_nearest_that_is_wanted() -> None:
    source = a_log(2000)
    anchor = search(source).oldest(EventWindow()).window.events[444]
    found = search(source).around(anchor)
    assert found.select == anchor.place
    assert numbers(found.window) == [*range(945)]
    found = search(source, Wanted(level=ERROR)).around(anchor)
    assert (found.select is not None and found.select.offset) == 449
    assert numbers(found.window) == [*range(9, 2000, 10)]


@pytest.mark.parametrize(("ago", "number"), [(30, 1969), (0, 1999), (-5, 1999), (10**5, 0)])
def test_a_jump_lands_on_the_first_event_since_then_or_on_the_newest(ago: int, number: int) -> None:
    found = search(a_log(2000)).at(NOW - MINUTE * ago)
    assert found.select is not None
    assert found.select.offset == number
    assert number in numbers(found.window)


def test_a_search_cut_short_goes_on_where_it_ended() -> None:
    source, cut = a_log(2000), Flag()
    cut.set()
    window = search(source, cancel=cut).newest().window
    assert (window.size, window.older) == (0, True)
    assert numbers(search(source).older(window).window) == [*range(1500, 2000)]


def test_pages_without_events_leave_the_window_whole() -> None:
    nothing = EventPage((), 3, True, Place("2026-11-01", 7))
    window = with_older(with_newer(EventWindow(), nothing), nothing)
    assert (window.size, window.unreadable, window.first) == (0, 6, Place("2026-11-01", 7))
    assert len(window.pages) == 1


def test_what_is_left_out_and_how_much_is_held_is_said() -> None:
    everything = Wanted()
    assert event_words.filter_line(everything, 80) == ()
    wanted = Wanted(ERROR, frozenset({"job", "heartbeat"}), "feed 503")
    assert words_of(event_words.filter_line(wanted, 80)) == (
        " only errors and worse · of heartbeat, job · with “feed 503”  Esc all "
    )
    assert "without “feed”" in words_of(event_words.filter_line(Wanted(text="!feed"), 80))
    long = Wanted(categories=frozenset(f"category-{at}" for at in range(40)))
    assert width_of(event_words.filter_line(long, 60)) <= 60
    held = search(a_log(2000)).newest().window
    assert event_words.standing(held, everything, following=True, searching=False) == f"{PAGE}+ · tail"
    spoilt = EventWindow((EventPage((), 3),), older=True, first=Place("2026-11-03", 0))
    said = event_words.standing(spoilt, wanted, following=False, searching=True)
    assert said == "3 lines unreadable · searching, at 2026-11-03 … · tail off"
