"""Toasts lie over the screen for a few seconds; what they say stays in the last row, the log or a list."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.geometry import Size
from textual.notifications import Notification, Notify
from textual.widgets._toast import Toast

from moie_tui.tui.pieces import cut, text, width_of, words_of, wrapped
from moie_tui.tui.toast_place import is_low, is_wide

MOST = 2
"""At a time; where rows are few, one."""
LINES = 4
"""Of a message."""
EDGES = 4
"""Cells: what tells how grave it is, one of air at each side, and the frame of a pane."""
WIDEST, HALF = 0.66, 0.5
"""Of the screen, as the style says; less where it is wide."""
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


def let_last(notify: Notify, size: Size) -> None:
    """What is said becomes `Lasting`, and no longer than there is room for on a screen of that size."""
    said = notify.notification
    title, message = (said.title, said.message) if said.markup else fitting(said.title, said.message, size)
    notify.notification = Lasting(
        message, title, said.severity, said.timeout, said.markup, said.raised_at, said.identity
    )


def fitting(title: str, message: str, size: Size) -> tuple[str, str]:
    """Title and message cut to what is shown of them, which ends in "…"; in one line where rows are few."""
    if is_low(size):
        room, told = size.width - EDGES, " ".join(message.split())
        line = " ".join(f"{title}: {told}".split()) if title else told
        # What it says tells more than its title, where there is no room for both.
        cramped = told and width_of(text(line)) > room and width_of(text(title)) > room * HALF
        return "", words_of(cut(text(told if cramped else line), room))
    width = int(size.width * (HALF if is_wide(size) else WIDEST)) - EDGES
    lines = [words_of(one) for part in message.splitlines() for one in wrapped(part, width, most=LINES + 1)]
    if len(lines) > LINES:
        lines[LINES - 1 :] = [words_of(cut(text(f"{lines[LINES - 1]} …"), width))]
        message = "\n".join(lines)
    return words_of(cut(text(title), width)), message


def say_once(app: App[Any], words: str, title: str) -> None:
    """Says it, unless it is still being said: a key that is held down asks again and again."""
    said = ((one.title, one.message) for one in app._notifications)
    if fitting(title, words, app.size) not in said:
        app.notify(words, title=title, markup=False)


def make_room(app: App[Any]) -> None:
    """The oldest go, so that one more is not too many."""
    shown = [*app.screen.query(Toast)] if app.screen_stack else []
    most = 1 if is_low(app.size) else MOST
    for old in shown[: max(0, len(shown) - most + 1)]:
        old._expire()
