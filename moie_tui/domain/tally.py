"""What the lines of a log add up to: counts for each five minutes, and the few moments that matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import tzinfo
from typing import Any, NamedTuple

from moie_tui.domain.event import CRITICAL, ERROR, INFO, WARNING, level_of
from moie_tui.domain.metric_window import SLOT
from moie_tui.domain.timestamps import parse_timestamp, utc_text

COUNTERS = (
    "events", "errors", "warnings",
    "beats", "beats_good", "beats_timed", "beat_ms", "last_beat",
    "runs", "runs_good", "run_ms",
    "measured", "cpu_seconds", "memory", "disk_read", "disk_write",
    "machines", "machine_cpu", "machine_memory", "machine_read", "machine_write",
)  # fmt: skip
"""What is counted in each slot, in this order: sums, but the largest of those in `LARGEST`."""
(
    EVENTS, ERRORS, WARNINGS,
    BEATS, BEATS_GOOD, BEATS_TIMED, BEAT_MS, LAST_BEAT,
    RUNS, RUNS_GOOD, RUN_MS,
    MEASURED, CPU, MEMORY, READ, WRITTEN,
    MACHINES, MACHINE_CPU, MACHINE_MEMORY, MACHINE_READ, MACHINE_WRITTEN,
) = range(len(COUNTERS))  # fmt: skip
LARGEST = frozenset((MEMORY, LAST_BEAT))
SEEN, REFUTED, PROVEN, DONE = "seen", "refuted", "proven", "done"
"""What happened to a pending job: a beat saw it, its proof failed or held, somebody said it is done."""
_MOST_MINUTES, _MOST_CATEGORIES, LONGEST_NAME = 10_000, 200, 100
_LARGEST = 1e15
_FIRST_SEEN = ": first seen pending"
Cell = list[float]
Place = tuple[int, Cell]
"""A slot by its start, and its counts."""
OwnLine = tuple[str, str, str, str, str, str, str, str]
"""Minute of a UTC time, the rest of it, level, category, message, who acted, other metadata, "" in a line of
another form, which is the last."""


class Stretch(NamedTuple):
    """The first and the last of the beats in a slot, in seconds since 1970, and how long the machine had been
    awake then; None where the beat did not tell."""

    first: float
    last: float
    awake_first: float | None = None
    awake_last: float | None = None


class Silence(NamedTuple):
    """From one beat to the next, in seconds since 1970; how long the machine had been awake at both."""

    begin: float
    end: float
    awake_begin: float | None = None
    awake_end: float | None = None


class Moment(NamedTuple):
    """Something that happened to a pending job, in seconds since 1970."""

    at: float
    job: str
    what: str


def add_up(cell: Cell, more: Cell) -> None:
    """Adds the counts of one stretch of time to those of another."""
    for at, value in enumerate(more):
        cell[at] = max(cell[at], value) if at in LARGEST else cell[at] + value


class Tally:
    """Adds lines of a log up, oldest first; naive times are read in `zone`."""

    def __init__(self, zone: tzinfo | None) -> None:
        self.cells: dict[int, Cell] = {}
        self.categories: Counter[str] = Counter()
        self.moments: list[Moment] = []
        self.lines = self.unreadable = 0
        self._beats: dict[int, list[tuple[str, float | None]]] = {}
        self._criticals: dict[int, list[str]] = {}
        self._minutes: dict[str, Place] = {}
        self._refuted: set[str] = set()
        self._zone = zone

    def beats(self) -> dict[int, Stretch]:
        """The beats of each slot that had any."""
        found = {}
        for slot, (first, last) in self._beats.items():
            found[slot] = Stretch(seconds(first[0]), seconds(last[0]), first[1], last[1])
        return found

    def criticals(self) -> dict[int, tuple[float, float]]:
        """When the first and the last critical event of each slot happened that had any."""
        return {slot: (seconds(first), seconds(last)) for slot, (first, last) in self._criticals.items()}

    def add(self, raw: Any) -> None:
        """A parsed line; what is no event, None included, is counted as unreadable."""
        try:
            message, level, category = raw["message"], raw.get("level", INFO), raw.get("category")
            if not isinstance(message, str) or not isinstance(level, str):
                raise TypeError
            stamp, place = self._placed(raw["timestamp"])
        except (ValueError, KeyError, TypeError, AttributeError):
            self.spoilt(1)
            return
        facts = raw.get("metadata")
        kind = category if isinstance(category, str) else ""
        self._count(stamp, place, level_of(level), kind, message, facts if isinstance(facts, dict) else {})

    def add_own(self, line: OwnLine, facts: Any) -> None:
        """What a line in the form that our own have tells beside being one, which `add_plain` counts.

        Without metadata that could be parsed it is spoilt."""
        minute, rest, level, category, message, origin, _, _ = line
        if facts.__class__ is not dict:
            self.spoilt(1)
            return
        try:
            place = self._minutes.get(minute) or self._placed(f"{minute}Z")[1]
        except ValueError:
            return  # counted as unreadable already
        if origin:
            facts["origin"] = None
        if level == CRITICAL:
            self._critical(minute + rest, place)
        if (count := SPECIAL.get(category)) is not None:
            count(self, minute + rest, place, level, message, facts)

    def _count(
        self, stamp: str, place: Place, level: str, category: str, message: str, facts: Mapping[str, Any]
    ) -> None:
        self.lines += 1
        place[1][EVENTS] += 1
        self.categories[category] += 1
        if level != INFO:
            self._rank(level, stamp, place)
        if (count := SPECIAL.get(category)) is not None:
            count(self, stamp, place, level, message, facts)
        elif len(self.categories) > _MOST_CATEGORIES:
            self._bound()

    def add_plain(self, minute: str, level: str, category: str, count: int) -> None:
        """So many events of a UTC minute ("2026-11-22T12:00")."""
        self.lines += count
        try:
            _, cell = self._minutes.get(minute) or self._placed(f"{minute}Z")[1]
        except ValueError:
            self.unreadable += count
            return
        cell[EVENTS] += count
        self.categories[category] += count
        if len(self.categories) > _MOST_CATEGORIES:
            self._bound()
        if level != INFO:
            cell[WARNINGS if level == WARNING else ERRORS] += count

    def spoilt(self, count: int) -> None:
        """So many lines that are no event."""
        self.lines += count
        self.unreadable += count

    def _placed(self, text: str) -> tuple[str, Place]:
        """A time as UTC text, and its slot; ValueError when it is none."""
        moment = parse_timestamp(text, self._zone)
        stamp = utc_text(moment)
        slot = int(moment.timestamp() // SLOT) * SLOT
        cell = self.cells.get(slot)
        if cell is None:
            cell = self.cells[slot] = [0.0] * len(COUNTERS)
        if len(self._minutes) > _MOST_MINUTES:
            self._minutes.clear()
        found = self._minutes[stamp[:16]] = (slot, cell)
        return stamp, found

    def _rank(self, level: str, stamp: str, place: Place) -> None:
        cell = place[1]
        if level == WARNING:
            cell[WARNINGS] += 1
        elif level in (ERROR, CRITICAL):
            cell[ERRORS] += 1
            if level == CRITICAL:
                self._critical(stamp, place)

    def _critical(self, stamp: str, place: Place) -> None:
        ends = self._criticals.setdefault(place[0], [stamp, stamp])
        ends[0], ends[1] = min(ends[0], stamp), max(ends[1], stamp)

    def _beat(self, stamp: str, place: Place, level: str, message: str, facts: Mapping[str, Any]) -> None:
        slot, cell = place
        outcome = facts.get("outcome")
        # What we tell of the heart beside its beats has an origin and no outcome; others have neither.
        if outcome == "cancelled" or (outcome is None and "origin" in facts):
            return
        cell[BEATS] += 1
        cell[BEATS_GOOD] += outcome not in ("blocked", "died") and level in (INFO, WARNING)
        if (took := facts.get("beat_ms")) is not None:
            cell[BEATS_TIMED] += 1
            cell[BEAT_MS] += _number(took)
        awake = facts.get("awake_seconds")
        one = (stamp, None if awake is None else _number(awake))
        ends = self._beats.get(slot)
        if ends is None:
            self._beats[slot] = [one, one]
        elif stamp > ends[1][0]:
            ends[1] = one
        elif stamp < ends[0][0]:
            ends[0] = one
        job = facts.get("job")
        if job.__class__ is str:
            self._proof(stamp, job, outcome, "exit_code" in facts)

    def _proof(self, stamp: str, job: str, outcome: object, tried: bool) -> None:
        if outcome == "verified":
            self._moment(stamp, job, PROVEN)
        elif tried and job not in self._refuted:  # a proof that fails at each beat says so once
            self._moment(stamp, job, REFUTED)
            self._refuted.add(job)

    def _failed(self, stamp: str, place: Place, level: str, message: str, facts: Mapping[str, Any]) -> None:
        """An operation that failed; of a pulse it is a beat."""
        if facts.get("kind") == "pulse" and level == ERROR:
            self._beat(stamp, place, level, message, {"outcome": "failed"})

    def _job(self, stamp: str, place: Place, level: str, message: str, facts: Mapping[str, Any]) -> None:
        cell = place[1]
        took, job = facts.get("duration_ms"), facts.get("job")
        if took is not None and level in (INFO, ERROR):
            cell[RUNS] += 1
            cell[RUNS_GOOD] += level == INFO
            cell[RUN_MS] += _number(took)
            if "resources" in facts or "machine" in facts:
                _used(cell, facts.get("resources"), facts.get("machine"))
        elif facts.get("seen") == "pending" and isinstance(jobs := facts.get("jobs"), list):
            for one in jobs:
                if one.__class__ is str:
                    self._moment(stamp, one, SEEN)
        elif job.__class__ is str:
            change = facts.get("change")
            if change == "done":
                self._moment(stamp, job, DONE)
            elif change == "pending" or facts.get("seen") == "pending" or message.endswith(_FIRST_SEEN):
                self._moment(stamp, job, SEEN)

    def _moment(self, stamp: str, job: str, what: str) -> None:
        self._refuted.discard(job)
        self.moments.append(Moment(seconds(stamp), job[:LONGEST_NAME], what))

    def _bound(self) -> None:
        """Foreign lines may name anything: what is kept of them stays small."""
        self.categories = Counter(dict(self.categories.most_common(_MOST_CATEGORIES // 2)))


def seconds(stamp: str) -> float:
    """The seconds since 1970 of a time; ValueError when it is none."""
    return parse_timestamp(stamp, None).timestamp()


def _used(cell: Cell, resources: object, machine: object) -> None:
    """Counts what a run used, and what the whole machine did meanwhile."""
    if isinstance(resources, Mapping):
        cell[MEASURED] += 1
        cell[CPU] += _number(resources.get("cpu_seconds"))
        cell[MEMORY] = max(cell[MEMORY], _number(resources.get("max_rss_bytes")))
        cell[READ] += _number(resources.get("read_bytes"))
        cell[WRITTEN] += _number(resources.get("write_bytes"))
    if isinstance(machine, Mapping):
        cell[MACHINES] += 1
        cell[MACHINE_CPU] += min(_number(machine.get("cpu_percent")), 100.0)
        cell[MACHINE_MEMORY] += min(_number(machine.get("memory_percent")), 100.0)
        cell[MACHINE_READ] += _number(machine.get("disk_read_bytes"))
        cell[MACHINE_WRITTEN] += _number(machine.get("disk_write_bytes"))


def _number(value: object) -> float:
    """A sound amount; whatever else stands in its place counts as nothing."""
    if value.__class__ not in (int, float):
        return 0.0
    assert isinstance(value, (int, float))
    return float(value) if 0 <= value < _LARGEST else 0.0


SPECIAL = {"heartbeat": Tally._beat, "job": Tally._job, "operation": Tally._failed}
