"""A root that other programs write to without rest: every document, many times a second."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from tests.builders import a_health, a_job, a_phase, a_state, an_execution

JOBS, EXECUTIONS, SNAPSHOTS = 20, 100, 20
STATE, HEALTH = "sovereign_state_v2.json", "cyclic_job_health.json"
STATUSES = ("pending", "completed", "cyclic")


class Churn:
    """Changes one file at a time: half of the changes are whole, half rewrite the file in place.

    The number of jobs, executions and snapshots stays the same; only the log grows."""

    def __init__(self, root: Path, random: Random) -> None:
        self.root, self.random = root, random
        self.changes = 0
        self._snapshots: list[Path] = []
        self._kinds: tuple[Callable[[], None], ...] = (
            self.state, self.state, self.state, self.health, self.health, self.event, self.event,
            self.event, self.snapshot,
        )  # fmt: skip
        for folder in ("logs", "backups"):
            (root / folder).mkdir(parents=True)
        self.state()
        self.health()
        for _ in range(SNAPSHOTS):
            self.snapshot()

    def change(self) -> None:
        """One more."""
        self.changes += 1
        self.random.choice(self._kinds)()

    def state(self) -> None:
        """Other statuses and words."""
        self._write(STATE, self._document())

    def health(self) -> None:
        """An execution more of each job, the oldest gone."""
        now = datetime.now(UTC)
        runs = {f"5.{number}": self._runs(now) for number in range(1, JOBS // 2 + 1)}
        self._write(HEALTH, runs)

    def event(self) -> None:
        """A line at the end of today's log."""
        now = datetime.now(UTC)
        event = {
            "timestamp": now.isoformat(),
            "level": self.random.choice(("info", "info", "warning", "error")),
            "category": "worker",
            "message": f"task {self.changes} taken from the queue",
            "metadata": {"job": f"5.{self.random.randrange(1, JOBS // 2)}"},
        }
        with (self.root / "logs" / f"events-{now:%Y-%m-%d}.jsonl").open("a") as file:
            file.write(json.dumps(event) + "\n")

    def snapshot(self) -> None:
        """A new one; the oldest goes."""
        at = datetime.now(UTC) - timedelta(seconds=self.random.randrange(10**6))
        name = f"backups/sovereign_state_v2_{at:%Y%m%d_%H%M%S}Z.json"
        self._write(name, self._document())
        self._snapshots.append(self.root / name)
        if len(self._snapshots) > SNAPSHOTS:
            self._snapshots.pop(0).unlink(missing_ok=True)

    def _document(self) -> dict[str, Any]:
        jobs = [[self._job(f"{phase}.{number}") for number in range(1, JOBS // 2 + 1)] for phase in (1, 5)]
        beat = {"last_heartbeat": datetime.now(UTC).isoformat(), "project": f"Project {self.changes % 1000}"}
        return a_state(a_phase(1, *jobs[0]), a_phase(5, *jobs[1]), current=5, meta=beat)

    def _job(self, id: str) -> dict[str, Any]:
        return a_job(id, self.random.choice(STATUSES), task=f"Task {self.random.randrange(1000)}")

    def _runs(self, now: datetime) -> dict[str, Any]:
        ended = (now - timedelta(minutes=5 * back) for back in range(EXECUTIONS, 0, -1))
        return a_health(*(an_execution(at.isoformat(), self._ending()) for at in ended))

    def _ending(self) -> str:
        return "failure" if self.random.random() < 0.1 else "success"

    def _write(self, name: str, document: dict[str, Any]) -> None:
        path, text = self.root / name, json.dumps(document)
        if self.random.random() < 0.5:
            path.write_text(text)
        else:
            beside = path.with_name(f".{path.name}.new")
            beside.write_text(text)
            beside.replace(path)
