"""A realistic log of any length: `python -m tests.benchmarks.event_log ROOT [N]` lays one."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path

DAYS = 30
JOBS = ("5.1", "5.2", "5.3", "5.4")
_ORIGIN = {"user": "op", "host": "house", "pid": 4711, "via": "cron"}


def lay_log(root: Path, events: int, end: datetime, *, days: float = DAYS, odd: float = 0.0) -> int:
    """Writes `logs/events-DAY.jsonl` with so many lines, evenly over the days before `end`; their bytes.

    Of the lines a share `odd` is no event: torn, foreign, or no JSON. Equal arguments make equal logs."""
    folder = root / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for day, lines in groupby(_lines(events, end, timedelta(days=days), odd), key=lambda one: one[0]):
        data = "".join(f"{line}\n" for _, line in lines).encode()
        with (folder / f"events-{day}.jsonl").open("ab") as file:
            written += file.write(data)
    return written


def _lines(events: int, end: datetime, span: timedelta, odd: float) -> Iterator[tuple[str, str]]:
    """Each line with its day."""
    chance = random.Random(events)
    for at in range(events):
        moment = end - span * (events - at) / events
        line = _line(moment, at, chance)
        spoilt = odd and chance.random() < odd
        yield moment.date().isoformat(), _spoilt(line, chance) if spoilt else line


def _line(moment: datetime, at: int, chance: random.Random) -> str:
    level, category, message, metadata = _drawn(at, chance.random(), chance)
    raw = {
        "timestamp": moment.isoformat(timespec="microseconds"),
        "level": level,
        "category": category,
        "message": message,
        "metadata": metadata,
    }
    return json.dumps(raw, ensure_ascii=False)


def _drawn(at: int, draw: float, chance: random.Random) -> tuple[str, str, str, dict[str, object]]:
    """One of what a root tells: half of it by a plain program, the rest ours."""
    if draw < 0.5:
        return "info", "worker", f"task {at} taken from the queue in {draw * 40:.1f} ms", {"queue": at % 7}
    if draw >= 0.9999:
        return "critical", "state", f"the state can't be read: line {at % 90}", {"origin": _ORIGIN}
    if draw >= 0.99:
        return "warning", "heartbeat", "pulse: action-required: 1.3 needs a hand", {"origin": _ORIGIN}
    facts: dict[str, object] = {"origin": _ORIGIN, "operation": f"{at:08x}"}
    if draw < 0.8:
        took = round(20 + draw * 30, 1)
        facts |= {"outcome": "cyclic", "job": None, "duration_ms": took}
        return "info", "heartbeat", "pulse: phase 5 runs forever", facts
    job, took = JOBS[at % len(JOBS)], round(chance.uniform(80, 900), 1)
    good = draw < 0.97
    facts |= {"job": job, "duration_ms": took, "run_id": f"{at:08x}", "exit_code": 0 if good else 1}
    level, word = ("info", "success") if good else ("error", "failure")
    return level, "job", f"job {job}: {word} in {took:g} ms", facts


def _spoilt(line: str, chance: random.Random) -> str:
    kind = chance.randrange(3)
    return line[: chance.randrange(5, 60)] if kind == 0 else "plain words" if kind == 1 else '{"time": 1}'


if __name__ == "__main__":
    import sys

    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    size = lay_log(Path(sys.argv[1]), count, datetime.now(UTC))
    print(f"{count} events, {size / 1e6:.0f} MB below {sys.argv[1]}/logs")
