"""What the events pane says of itself: what is left out, how much is held, whether it follows."""

from __future__ import annotations

from moie_tui.domain.amounts import counted
from moie_tui.domain.event import CRITICAL, ERROR, INFO, WARNING
from moie_tui.domain.event_query import Wanted
from moie_tui.domain.text import plain, shorten
from moie_tui.tui.event_window import PAGE, EventWindow
from moie_tui.tui.narrowing import BACK, quoted
from moie_tui.tui.pieces import Line, width_of

LEVELS = (INFO, WARNING, ERROR, CRITICAL)
"""In the order the key goes through them."""
_AND_WORSE = {WARNING: "warnings and worse", ERROR: "errors and worse", CRITICAL: "critical ones"}
EMPTY = "No event yet. What pulses, backups and rollbacks do is written here."
NONE_FITS = "No event fits what is asked for. Esc shows all again."


def next_level(level: str) -> str:
    """The level that follows, round and round."""
    return LEVELS[(LEVELS.index(level) + 1) % len(LEVELS)] if level in LEVELS else INFO


def is_filtered(wanted: Wanted) -> bool:
    """Whether anything is left out."""
    return wanted != Wanted()


def filter_line(wanted: Wanted, width: int) -> Line:
    """What is left in, in one line; nothing when that is all."""
    if not is_filtered(wanted):
        return ()
    parts = [_AND_WORSE[wanted.level]] if wanted.level in _AND_WORSE else []
    if wanted.job:
        parts.append(plain(f"of job {wanted.job} {dict(wanted.tasks).get(wanted.job, '')}").rstrip())
    if wanted.categories:
        parts.append("of " + ", ".join(sorted(plain(one) or "no category" for one in wanted.categories)))
    if wanted.text:
        parts.append(quoted(wanted.text))
    said = " · ".join(parts)
    room = width - width_of((BACK,)) - len(" only ")
    return ((" only ", "late"), (shorten(said, max(8, room)), "accent"), BACK)


def standing(window: EventWindow, wanted: Wanted, *, following: bool, searching: bool) -> str:
    """How many events are held, which lines are none, and whether the newest is kept in sight."""
    more = "+" if window.older or window.newer else ""
    parts = []
    if window.size:
        parts.append(f"{window.size}{more}" + (" found" if is_filtered(wanted) else ""))
    if window.unreadable:
        parts.append(f"{counted(window.unreadable, 'line')} unreadable")
    if searching and window.older and window.size < PAGE:
        parts.append(f"searching{f', at {window.first.day}' if window.first else ''} …")
    parts.append("tail" if following else "tail off")
    return " · ".join(parts)


def invitation(window: EventWindow, wanted: Wanted) -> str:
    """What stands in an empty list."""
    if window.older or window.newer:
        return "Searching …"
    return NONE_FITS if is_filtered(wanted) else EMPTY
