from __future__ import annotations

import os
import threading
import tty
from collections.abc import Iterator

import pytest

from moie_tui.tui.output import Output


class Screen:
    """A terminal, and what draws on it."""

    def __init__(self) -> None:
        self.ours, theirs = os.openpty()
        tty.setraw(theirs)
        self.file = open(theirs, "w", encoding="utf-8")  # noqa: SIM115
        self.lost: list[OSError] = []
        self.output = Output(self.file, self.lost.append)
        self.output.open()

    def seen(self, size: int) -> str:
        found = b""
        while len(found) < size:
            found += os.read(self.ours, size - len(found))
        return found.decode()


@pytest.fixture
def screen() -> Iterator[Screen]:
    screen = Screen()
    yield screen
    screen.output.close()
    screen.file.close()
    os.close(screen.ours)


def test_what_the_terminal_takes_is_there_at_once(screen: Screen) -> None:
    assert not screen.output.take("drawn ▲")
    assert screen.seen(9) == "drawn ▲"


def test_what_it_does_not_take_waits_and_nothing_overtakes_it(screen: Screen) -> None:
    much = "é" * 100_000
    rest = screen.output.take(much)
    assert isinstance(rest, bytes)
    assert 0 < len(rest) < 200_000
    assert screen.output.take("later") == "later"

    def wait() -> None:
        for text in (rest, "later"):
            screen.output.write(text)
        screen.output.flush()

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert screen.seen(200_005) == much + "later"
    waiting.join()
    assert not screen.output.take("at once")
    assert screen.seen(7) == "at once"


def test_a_terminal_that_hung_up_takes_all_and_that_is_told_once(screen: Screen) -> None:
    os.close(screen.ours)
    try:
        assert [screen.output.take("unseen") for _ in range(3)] == [b"", b"", b""]
        assert len(screen.lost) == 1
    finally:
        screen.ours = os.open(os.devnull, os.O_RDONLY)
