"""Toasts lie over the screen for a few seconds; what they say stays in the last row, the log or a list."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.notifications import Notification, Notify
from textual.widgets._toast import Toast

MOST = 2
"""At a time."""
LEAST = 0.1
"""Seconds."""


class Lasting(Notification):
    """Its toast always has a moment left: should its time be up between Textual's look at it and the making
    of the toast, the timer would be to wait for less than nothing, and turn round for ever."""

    @property
    def time_left(self) -> float:
        """Seconds, never less than `LEAST`."""
        return max(super().time_left, LEAST)

    @property
    def has_expired(self) -> bool:
        """Whether its time is up."""
        return super().time_left <= 0


def let_last(notify: Notify) -> None:
    """What is said becomes `Lasting`."""
    said = notify.notification
    notify.notification = Lasting(
        said.message, said.title, said.severity, said.timeout, said.markup, said.raised_at, said.identity
    )


def say_once(app: App[Any], words: str, title: str) -> None:
    """Says it, unless it is still being said: a key that is held down asks again and again."""
    said = ((one.title, one.message) for one in app._notifications)
    if (title, words) not in said:
        app.notify(words, title=title, markup=False)


def make_room(app: App[Any]) -> None:
    """The oldest go, so that one more is not too many."""
    shown = [*app.screen.query(Toast)] if app.screen_stack else []
    for old in shown[: max(0, len(shown) - MOST + 1)]:
        old._expire()
