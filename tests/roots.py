"""Real roots in temporary folders, with a clock that only moves when told."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from moie_tui.domain.plan import Outcome, Silent
from moie_tui.workspace import Workspace

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is advanced."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)


class Root:
    """A root folder with its workspace, and short ways to act on it and look at it."""

    def __init__(self, folder: Path, document: dict[str, Any], *, version: int = 2, config: str = "") -> None:
        self.folder, self.home = folder / "root", folder / "home"
        self.clock = Clock()
        self.folder.mkdir(exist_ok=True)
        self.name = "sovereign_state.json" if version == 1 else f"sovereign_state_v{version}.json"
        self.write(document)
        if config:
            (self.folder / "config.yaml").write_text(config)

    @property
    def workspace(self) -> Workspace:
        """Opened anew each time, as another process would."""
        return Workspace.open(self.folder, home=self.home, via="tests", clock=self.clock)

    def write(self, document: dict[str, Any]) -> None:
        (self.folder / self.name).write_bytes(json.dumps(document, indent=2, ensure_ascii=False).encode())

    @property
    def bytes(self) -> bytes:
        return (self.folder / self.name).read_bytes()

    @property
    def document(self) -> dict[str, Any]:
        return json.loads(self.bytes)

    def do(self, name: str, **arguments: Any) -> Outcome:
        """Plans and runs one operation; the clock moves on a second."""
        workspace = self.workspace
        operation = workspace.operation(name, **arguments)
        outcome = workspace.run(operation, workspace.plan(operation), Silent())
        self.clock.advance(seconds=1)
        return outcome

    def trust(self) -> Root:
        self.do("trust")
        return self
