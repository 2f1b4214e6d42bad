"""A shell command of the operator's, which gets each event as one JSON object on its stdin."""

from __future__ import annotations

import json
from pathlib import Path

from moie_tui.alerts.channels.channel import Event
from moie_tui.domain.errors import OperationFailed
from moie_tui.domain.text import plain, shorten
from moie_tui.processes.command import run_command
from moie_tui.processes.explain import explain
from moie_tui.values import dataclass

DEADLINE_SECONDS = 10.0


@dataclass(frozen=True)
class Hook:
    """`alerts.command`, run in the root; exit 0 means that people were told."""

    command: str
    root: Path
    deadline_seconds: float = DEADLINE_SECONDS
    name: str = "hook"

    def send(self, event: Event) -> None:
        """Runs it to its end or its deadline; OperationFailed with what it said last."""
        ran = run_command(
            self.command,
            cwd=self.root,
            env={"MOIE_ROOT": str(self.root), "MOIE_ALERT_ID": str(event["id"])},
            timeout_seconds=self.deadline_seconds,
            given=json.dumps(event, ensure_ascii=False).encode("utf-8", "replace") + b"\n",
        )
        if not ran.proven:
            lines = [line.strip() for line in map(plain, ran.output.splitlines()) if line.strip()]
            said = f": {shorten(lines[-1], 200)}" if lines else ""
            raise OperationFailed(f"{explain(ran)}{said}")
