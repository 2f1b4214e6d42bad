"""What somebody wants to read of the log, and what a reading of it gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from moie_tui.domain.event import INFO, LEVELS, Event
from moie_tui.domain.filters import matches
from moie_tui.values import dataclass

_RANK = {level: rank for rank, level in enumerate(LEVELS)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events are wanted; as it is, all. `since` is inclusive, `until` exclusive, both aware.

    Of `level` and worse; of these `categories`, or of all when empty; about the job of that id, unless it is
    empty; with the words of `text`, as `filters.matches` has them, in level, category, message or metadata
    (there as `key=value`), or in the task of a job it is about, as far as `tasks` tells of ids and tasks."""

    level: str = INFO
    categories: frozenset[str] = frozenset()
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None
    tasks: tuple[tuple[str, str], ...] = ()
    job: str = ""

    def takes(self, event: Event) -> bool:
        """Whether this event is wanted."""
        return self.in_time(event.timestamp) and self.takes_apart_from_time(event)

    def in_time(self, moment: datetime) -> bool:
        """Whether what happened then is wanted."""
        return (self.since is None or self.since <= moment) and (self.until is None or moment < self.until)

    def takes_apart_from_time(self, event: Event) -> bool:
        """Whether this event is wanted whenever it happened."""
        if _RANK.get(event.level, 0) < _RANK.get(self.level, 0):
            return False
        if self.categories and event.category not in self.categories:
            return False
        if self.job and self.job not in jobs_of(event):
            return False
        if not self.text.strip():
            return True
        return matches(self.text, " ".join((searched(event), *self._tasks_of(event))))

    def _tasks_of(self, event: Event) -> Iterator[str]:
        about = set(jobs_of(event)) if self.tasks else set()
        return (task for key, task in self.tasks if key in about)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a line lies: its day ("2026-11-22") and the byte offset in that day's uncompressed log.

    It stays the same when the day is compressed."""

    day: str
    offset: int


@dataclass(frozen=True, slots=True)
class Logged:
    """An event and where its line lies."""

    place: Place
    event: Event


@dataclass(frozen=True, slots=True)
class EventPage:
    """What a reading found, oldest first in the order of the lines.

    `unreadable` counts the lines among those searched that were no event; each is in `events` as a warning
    of category `log`, where those are wanted. `more`: older lines, or newer ones after a place, were left
    unsearched; the search ended at `reached`, and goes on `before` or `after` it."""

    events: tuple[Logged, ...] = ()
    unreadable: int = 0
    more: bool = False
    reached: Place | None = None


def naming(text: str, tasks: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Ids and tasks of the jobs that some word of a filter may mean by its task."""
    words = text.removeprefix("!").casefold().split()
    return tuple((key, task) for key, task in tasks if any(word in task.casefold() for word in words))


def jobs_of(event: Event) -> Iterator[str]:
    """The ids of the jobs it is about: the one it tells of, then those that were started or seen."""
    facts = event.metadata
    for name in ("job", "started", "jobs"):
        found = facts.get(name)
        for one in found if isinstance(found, list) else (found,):
            if isinstance(one, str | int) and not isinstance(one, bool):
                yield str(one)
    if facts.get("kind") == "job" and isinstance(subject := facts.get("subject"), str):
        yield subject.removeprefix("job ")


def searched(event: Event) -> str:
    """The text a filter looks at: level, category, message, and the metadata as `key=value`."""
    return " ".join((event.level, event.category, event.message, *_pairs("", event.metadata)))


def _pairs(key: str, value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from _pairs(str(name), one)
    elif isinstance(value, list):
        for one in value:
            yield from _pairs(key, one)
    else:
        yield f"{key}={_word(value)}"


def _word(value: object) -> str:
    """A value as JSON spells it, text without its quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)
