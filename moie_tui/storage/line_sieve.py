"""Which lines of the log a search can pass over without parsing them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from moie_tui.domain.event import LEVELS
from moie_tui.domain.event_query import Wanted

_HEAD, _BETWEEN = b'{"timestamp"', b'}\n{"timestamp"'


class Sieve:
    """Tells of lines whether they are surely events that are not wanted.

    Only what is plain to see counts: a line with a backslash may spell anything, and one without the shape
    of an event is parsed, so that it is counted. A number spelled otherwise than shown (21e-1) is missed."""

    def __init__(self, wanted: Wanted) -> None:
        lower = LEVELS[: LEVELS.index(wanted.level)] if wanted.level in LEVELS else ()
        self._low = [f'"level": "{level}"'.encode() for level in lower]
        self._categories = [*_spelled(wanted.categories)]
        self._words = [*_words(wanted.text, wanted.tasks), *_job(wanted.job)]
        self.is_needed = bool(self._low or self._categories or self._words)
        """Whether there is anything by which it could tell."""

    def passes_over(self, line: bytes) -> bool:
        """Whether this line is such an event."""
        if b"\\" in line or not (line.startswith(b"{") and line.endswith(b"}")):
            return False
        if b'"timestamp"' not in line or b'"message"' not in line:
            return False
        if self._low and line.count(b'"level"') == 1 and any(mark in line for mark in self._low):
            return True
        return self._lacks(line)

    def passes_over_all(self, data: bytes) -> bool:
        """Whether all of these lines are such events, as far as a few looks at them together tell."""
        lines = data.count(b"\n")
        if b"\\" in data or not (data.startswith(_HEAD) and data.endswith(b"}\n")):
            return False
        if data.count(_BETWEEN) != lines - 1 or data.count(b'"message"') < lines:
            return False
        if self._low and data.count(b'"level"') == lines == sum(map(data.count, self._low)):
            return True
        return self._lacks(data)

    def _lacks(self, data: bytes) -> bool:
        if self._categories and not any(one in data for one in self._categories):
            return True
        if not self._words or not data.isascii():
            return False
        small = data.lower()
        return not all(any(one in small for one in ways) for ways in self._words)


def _spelled(categories: Iterable[str]) -> Iterable[bytes]:
    """How the wanted categories stand in a line; none where a line may lack them, or spell them badly."""
    if any(not one or not one.isprintable() or "\ufffd" in one for one in categories):
        return ()
    return (json.dumps(one, ensure_ascii=False).encode() for one in categories)


def _words(text: str, tasks: Sequence[tuple[str, str]]) -> Iterable[tuple[bytes, ...]]:
    """What a line must hold one of each of, in small letters; a level is no such word, for programs name
    levels their way. A word of a task may stand there as the id of its job."""
    if text.startswith("!"):
        return ()
    found = [(part, word) for word in text.casefold().split() for part in word.split("=")]
    sure = ((part, word) for part, word in found if _is_sure(part))
    return ((part.encode(), *_ids(word, tasks)) for part, word in sure)


def _job(key: str) -> Iterable[tuple[bytes, ...]]:
    return [(key.lower().encode(),)] if key and key.isascii() else ()


def _is_sure(part: str) -> bool:
    return part.isascii() and not any(part in level for level in LEVELS)


def _ids(word: str, tasks: Sequence[tuple[str, str]]) -> Iterable[bytes]:
    """Of the jobs whose task has the word; an id that is not ASCII makes a line that is parsed anyway."""
    named = (key.lower() for key, task in tasks if word in task.casefold())
    return (key.encode() for key in named if key.isascii())
