"""Taking an alert on: it is not repeated any more, but its end is told."""

from __future__ import annotations

import shlex
from datetime import datetime, timedelta

from moie_tui.domain.plan import ABSENT, QUIET, Cancel, Clock, Effect, Outcome, Plan, Progress
from moie_tui.domain.quiet import Acknowledgement, Quiet
from moie_tui.operations.mute import change_quiet
from moie_tui.storage.stores import Stores
from moie_tui.values import dataclass, replace

KEPT = timedelta(days=30)
"""An acknowledgement only counts for an episode that began before it; old ones are swept out."""


@dataclass(frozen=True)
class Acknowledge:
    """Says that somebody has seen the alert of this key and sees to it."""

    stores: Stores
    key: str
    note: str = ""
    name: str = "ack"

    def plan(self, now: datetime) -> Plan:
        """The acknowledgement, in the place of an older one."""
        self.stores.state.require_live_version()
        words = ["moie", "alerts", "ack", self.key, *(["--note", self.note] if self.note else [])]
        return Plan(
            operation=self.name,
            title=f"Acknowledge the alert {self.key}",
            effects=(self._effect(),),
            same_as=shlex.join(words),
        )

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Writes it down."""
        now = clock()
        taken = Acknowledgement(now, self.note, str(self.stores.origin))

        def change(quiet: Quiet) -> Quiet:
            kept = {key: one for key, one in quiet.acknowledged.items() if now - one.at < KEPT}
            return replace(quiet, acknowledged=kept | {self.key: taken})

        message = f"alert {self.key} is acknowledged{f': {self.note}' if self.note else ''}"
        return change_quiet(self.stores, self.name, now, (self._effect(),), change, message)

    def _effect(self) -> Effect:
        known = self.stores.quiet.read().acknowledged.get(self.key)
        before = ABSENT if known is None else _words(self.key, known.note)
        return Effect(QUIET, self.stores.quiet.name, before, _words(self.key, self.note))


def _words(key: str, note: str) -> str:
    return f"{key} acknowledged{f': {note}' if note else ''}"
