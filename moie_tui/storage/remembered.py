"""A value read from files, read again only when they change; the last good one stays when a reading fails."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Generic, TypeVar

from moie_tui.domain.errors import InvalidDocument, MoieError
from moie_tui.domain.view import Problem
from moie_tui.storage.reading import Fingerprint

T = TypeVar("T")
Marks = tuple[Fingerprint | None, ...]

_COARSE_NANOSECONDS = 50_000_000
"""A file written twice within a tick of the file system's clock may look unchanged after the second time."""


class Remembered(Generic[T]):
    """`value` is the last good reading, of `since`; `problem` says why it is not the current one."""

    def __init__(self, nothing: T) -> None:
        self.value = nothing
        self.problem: Problem | None = None
        self.since: datetime | None = None
        self._key: Hashable = None

    def refresh(
        self, now: datetime, marks: Callable[[], Marks], read: Callable[[], T], *beside: Hashable
    ) -> None:
        """Reads again unless the fingerprints, and what else it depends on, are what they were."""
        key: Hashable = None
        try:
            found = marks()
            key = (found, *beside) if _settled(found) else None
            if key is None or key != self._key:
                value = read()
                # The same object for the same content lets a view see that nothing changed.
                self.value = self.value if value == self.value else value
                self.problem = None
            self._key = key
        except InvalidDocument as error:
            self._key, self.problem = key, problem_of(error)
        except (MoieError, OSError) as error:
            self._key, self.problem = None, problem_of(error)
        if self.problem is None:
            self.since = now


def problem_of(error: MoieError | OSError) -> Problem:
    """An error as a line of the list of problems."""
    if isinstance(error, MoieError):
        return Problem(error.where, error.what, error.fix)
    what = error.strerror or type(error).__name__
    return Problem(str(error.filename or ""), what, "check the disk and the permissions")


def _settled(marks: Marks) -> bool:
    newest = max((mark[1] for mark in marks if mark is not None), default=0)
    return abs(time.time_ns() - newest) > _COARSE_NANOSECONDS
