"""What other programs do to a root while a monkey sits at its dashboard."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from tests.builders import a_health, a_job, a_phase, a_state, an_execution
from tests.faults.monkey_words import WORDS
from tests.roots import Root

RAN = "ran"
"""The file a command of this root leaves when it was run."""
STATUSES = ("pending", "pending", "completed", "cyclic", "cyclic", "odd status")
CONFIGS = (
    "",
    "ui: {theme: day, mark: {name: PROD, colour: red}}\n",
    "ui: {theme: ansi, mark: {name: '[@click=app.quit()]x[/]', colour: blue}}\n",
    "ui: {keymap: {pulse: W, zoom: Z, hold: p, filter: ctrl+f, nothing: x}}\n",
    "ui: {theme: no such theme}\nheartbeat: {interval_minutes: 3}\n",
    "alerts: {desktop: false}\nbackups: {keep: 3}\nsystem: {timezone: Asia/Kolkata}\n",
    "ui: {theme: [\n",
)
QUIET = "alerts: {desktop: false}\n"


class Life:
    """Writes state, health, config, log and snapshots anew, whole or torn; `files` is what it left there."""

    def __init__(self, root: Root, random: Random) -> None:
        self.root, self.random = root, random
        self.files: dict[Path, bytes] = {}
        self._names = 0
        self.lives: tuple[Callable[[], None], ...] = (
            self.state, self.state, self.state, self.health, self.health,
            self.events, self.events, self.snapshot, self.config, self.torn, self.gone,
        )  # fmt: skip
        for begin in (self.state, self.health, self.events, self.snapshot):
            begin()

    def goes_on(self) -> None:
        """One change."""
        self.random.choice(self.lives)()

    def state(self) -> None:
        """Other phases and jobs, some with words nobody would choose."""
        self._write(self.root.name, json.dumps(self._document(), indent=2))

    def health(self) -> None:
        """Other executions."""
        jobs = {job["id"]: self._executions() for job in self._jobs("5", self.random.randrange(6))}
        self._write("cyclic_job_health.json", json.dumps(jobs))

    def events(self) -> None:
        """More lines in the log of today."""
        day = f"{self.root.clock():%Y-%m-%d}"
        path = self.root.folder / "logs" / f"events-{day}.jsonl"
        lines = b"".join(self._line() for _ in range(self.random.choice((1, 5, 60))))
        self._put(path, self.files.get(path, b"") + lines)

    def snapshot(self) -> None:
        """A snapshot more, or one less."""
        kept = [path for path in self.files if path.parent.name == "backups"]
        if kept and self.random.random() < 0.4:
            self._drop(self.random.choice(kept))
        else:
            at = self.root.clock() - timedelta(seconds=self.random.randrange(10**6))
            name = f"backups/sovereign_state_v2_{at:%Y%m%d_%H%M%S}Z.json"
            self._write(name, json.dumps(self._document()))

    def config(self) -> None:
        """Other settings: themes, keys and marks among them."""
        words = self.random.choice(CONFIGS)
        self._write("config.yaml", words + ("" if words.startswith("alerts") else QUIET))

    def torn(self) -> None:
        """A document that was cut off while it was written."""
        names = (self.root.name, "cyclic_job_health.json")
        path = self.root.folder / self.random.choice(names)
        whole = self.files.get(path, b"{}")
        self._put(path, whole[: self.random.randrange(len(whole) + 1)])

    def gone(self) -> None:
        """The state or the health is moved away."""
        self._drop(self.root.folder / self.random.choice((self.root.name, "cyclic_job_health.json")))

    def _document(self) -> dict[str, Any]:
        counts = [self.random.choice((0, 1, 3, 6)) for _ in range(self.random.randrange(5))]
        if self.random.random() < 0.05:
            counts.append(200)
        phases = [a_phase(number, *self._jobs(f"{number}", count)) for number, count in enumerate(counts, 1)]
        return a_state(*phases, current=self.random.choice((1, 2, 3, 5)), meta=self._meta())

    def _meta(self) -> dict[str, Any]:
        beat = self.root.clock() - timedelta(seconds=self.random.choice((1, 500, 5000, 10**6, -600)))
        return {"last_heartbeat": beat.isoformat(), "project": self._word()}

    def _jobs(self, phase: str, count: int) -> list[dict[str, Any]]:
        ran = f": >> {RAN}"
        return [
            a_job(
                f"{phase}.{number}",
                self.random.choice(STATUSES),
                task=self._word(),
                verification_cmd=self.random.choice((ran, f"{ran}; false")),
                **({"command": ran, "schedule": "every 20m"} if self.random.random() < 0.3 else {}),
            )
            for number in range(1, count + 1)
        ]

    def _executions(self) -> dict[str, Any]:
        now = self.root.clock()
        return a_health(
            *(
                an_execution(
                    (now - timedelta(minutes=7 * back)).isoformat(),
                    self.random.choice(("success", "success", "failure")),
                    duration_ms=self.random.choice((1, 400, 90_000)),
                    error=self.random.choice((None, self._word())),
                )
                for back in range(self.random.choice((1, 5, 30)), 0, -1)
            )
        )

    def _line(self) -> bytes:
        at = self.root.clock() - timedelta(seconds=self.random.randrange(3600))
        if self.random.random() < 0.03:
            return b"{ no event\n"
        event = {
            "timestamp": at.isoformat(),
            "level": self.random.choice(("info", "warning", "error", "critical")),
            "category": self.random.choice(("job", "heartbeat", "safety", self._word())),
            "message": self._word(),
            "metadata": {"job": f"5.{self.random.randrange(6)}", "x": self._word()},
        }
        return json.dumps(event).encode() + b"\n"

    def _word(self) -> str:
        return self.random.choice(WORDS)

    def _write(self, name: str, words: str) -> None:
        self._put(self.root.folder / name, words.encode())

    def _put(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(exist_ok=True)
        if self.random.random() < 0.5:
            path.write_bytes(data)
        else:
            self._names += 1
            beside = path.with_name(f".{path.name}.{self._names}")
            beside.write_bytes(data)
            beside.replace(path)
        self.files[path] = data

    def _drop(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self.files.pop(path, None)
