"""Garbage is searched for while the dashboard stands, and not while it starts or ends."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from moie_tui.tui import collecting


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


def test_what_the_start_made_is_never_searched_again() -> None:
    collecting.postpone()
    assert not gc.isenabled()
    collecting.resume()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 1000


def test_a_search_that_was_never_put_off_goes_on_as_it_was() -> None:
    before = gc.get_freeze_count()
    collecting.resume()
    assert (gc.isenabled(), gc.get_freeze_count()) == (True, before)


def test_at_the_end_nothing_is_left_to_be_searched() -> None:
    collecting.renounce()
    assert not gc.isenabled()
    assert gc.get_count()[0] < 1000
