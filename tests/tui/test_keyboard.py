from __future__ import annotations

import os
import queue
import select
import threading
import tty
from collections.abc import Iterator
from typing import Any

import pytest
from textual.events import Key
from textual.message import Message

from moie_tui.tui import keyboard
from moie_tui.tui.keyboard import Stop, listen
from tests.waiting import PATIENCE


class Typing:
    """A terminal somebody types into, and the thread that listens to it."""

    def __init__(self) -> None:
        self.ours, self.theirs = os.openpty()
        tty.setraw(self.theirs)
        self.stop = Stop()
        self.told: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self.thread = threading.Thread(target=listen, args=(self.theirs, self.stop, self.told.put))
        self.thread.start()

    def type(self, data: bytes) -> None:
        os.write(self.ours, data)

    def key(self) -> str:
        """The next key that is told."""
        message = self.told.get(timeout=PATIENCE)
        assert isinstance(message, Key)
        return message.key

    def end(self) -> None:
        self.stop.set()
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()


@pytest.fixture
def typing() -> Iterator[Typing]:
    typing = Typing()
    yield typing
    if typing.thread.is_alive():
        typing.end()
    os.close(typing.ours)
    os.close(typing.theirs)


def test_keys_are_told_and_an_esc_that_nothing_follows_is_one(typing: Typing) -> None:
    typing.type(b"j\x1b[A")
    assert [typing.key(), typing.key()] == ["j", "up"]
    typing.type(b"\x1b")
    assert typing.key() == "escape"


def test_a_letter_that_comes_in_two_halves_is_one(typing: Typing) -> None:
    first, second = "é".encode()[:1], "é".encode()[1:]
    typing.type(first)
    typing.type(second)
    assert typing.key() == "é"


def test_who_waits_for_input_is_woken_to_stop_and_may_wait_again(typing: Typing) -> None:
    typing.type(b"j")
    assert typing.key() == "j"
    typing.end()
    typing.stop.clear()
    typing.thread = threading.Thread(target=listen, args=(typing.theirs, typing.stop, typing.told.put))
    typing.thread.start()
    typing.type(b"k")
    assert typing.key() == "k"


def test_when_nobody_types_it_is_asked_nothing(typing: Typing, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: queue.SimpleQueue[float | None] = queue.SimpleQueue()
    real = select.select

    def noted(*asked: Any) -> object:
        waits.put(asked[-1])
        return real(*asked)

    typing.type(b"j")
    assert typing.key() == "j"
    monkeypatch.setattr(keyboard, "TICK", 0.001)
    monkeypatch.setattr(select, "select", noted)
    while waits.get(timeout=PATIENCE) is not None:
        pass
    assert waits.empty()
