"""A value read from files, read again only when they change; the last good one stays when a reading fails."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from datetime import UTC, datetime

from moie_tui.domain.errors import InvalidDocument, MoieError, OperationFailed
from moie_tui.domain.view import Problem
from moie_tui.storage.reading import Fingerprint
from moie_tui.values import Generic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    T = TypeVar("T")

Marks = tuple[Fingerprint | None, ...]

_COARSE_NANOSECONDS = 50_000_000
"""A file written twice within a tick of the file system's clock may look unchanged after the second time."""


class Remembered(Generic["T"]):
    """`value` is the last good reading, of `since`; `error` says why it is not the current one.

    `written` is when the newest of its files was last written."""

    def __init__(self, nothing: T) -> None:
        self.value = nothing
        self.error: MoieError | None = None
        self.since: datetime | None = None
        self.written: datetime | None = None
        self._key: Hashable = None

    @property
    def problem(self) -> Problem | None:
        """The error as it is shown."""
        return problem_of(self.error) if self.error else None

    def refresh(
        self, now: datetime, marks: Callable[[], Marks], read: Callable[[], T], *beside: Hashable
    ) -> None:
        """Reads again unless the fingerprints, and what else it depends on, are what they were."""
        key: Hashable = None
        try:
            found = marks()
            self.written = _newest(found)
            key = (found, *beside) if _settled(found) else None
            if key is None or key != self._key:
                value = read()
                # The same object for the same content lets a view see that nothing changed.
                self.value = self.value if value == self.value else value
                self.error = None
            self._key = key
        except InvalidDocument as error:
            self._key, self.error = key, error
        except MoieError as error:
            self._key, self.error = None, error
        if self.error is None:
            self.since = now


def problem_of(error: MoieError) -> Problem:
    """An error as a line of the list of problems."""
    return Problem(error.where, error.what, error.fix, isinstance(error, OperationFailed))


def _newest(marks: Marks) -> datetime | None:
    newest = max((mark[1] for mark in marks if mark is not None), default=None)
    try:
        return None if newest is None else datetime.fromtimestamp(newest // 10**9, UTC)
    except (OverflowError, ValueError, OSError):
        return None  # a file system may tell any number


def _settled(marks: Marks) -> bool:
    newest = max((mark[1] for mark in marks if mark is not None), default=0)
    return abs(time.time_ns() - newest) > _COARSE_NANOSECONDS
