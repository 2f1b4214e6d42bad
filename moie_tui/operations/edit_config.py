"""Putting a config into force that the operator wrote in an editor: byte for byte, comments and all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from moie_tui.domain.config_changes import CONFIG, changes_sentence
from moie_tui.domain.errors import InvalidDocument, PlanOutdated, Refused
from moie_tui.domain.event import WARNING
from moie_tui.domain.plan import ABSENT, Cancel, Clock, Effect, Outcome, Plan, Progress
from moie_tui.operations.consent import confirmed, resting_on
from moie_tui.operations.saving import recorded
from moie_tui.storage.config_file import CONFIG_NAME, validated
from moie_tui.storage.config_reader import settings_changed
from moie_tui.storage.mending import bytes_at, put
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores
from moie_tui.values import dataclass


@dataclass(frozen=True)
class EditConfig:
    """Replaces the config by `text`, as long as it is still the `base` that the editor got."""

    stores: Stores
    file: str
    base: bytes
    text: bytes
    scheduled: bool = False
    name: str = "edit"

    def plan(self, now: datetime) -> Plan:
        """What it sets otherwise, key by key; Refused when others wrote it meanwhile."""
        after, before = validated(self.text), self._base()
        if (bytes_at(self.stores.root, CONFIG_NAME) or b"") != self.base:
            what = "was changed by others meanwhile, and comments can't be merged"
            raise Refused(what, where=CONFIG_NAME, fix="edit it as it is now; what you wrote is kept")
        return Plan(
            operation=self.name,
            title=f"Edit {CONFIG_NAME}",
            effects=self._effects(before, after),
            rests_on=resting_on(self.stores.root, CONFIG_NAME),
        )

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Writes it; every process that is open follows it at once."""
        now, stores = clock(), self.stores
        plan = confirmed(stores, self, plan, now)
        if not plan.effects:
            return Outcome("", "unchanged", "the config stays as it is")
        before = bytes_at(stores.root, CONFIG_NAME)
        with recorded(stores, self.name, now, scheduled=self.scheduled) as record:
            record.intend(plan.effects, {CONFIG_NAME: before}, {CONFIG_NAME: self.text})
            if (before or b"") != self.base or not put(stores.root, CONFIG_NAME, before, self.text):
                raise PlanOutdated(f"{CONFIG_NAME} changed at the last moment", fix="look again")
            record.message = f"edited {CONFIG_NAME}: {changes_sentence(plan.effects)}"
        report(stores, now, self.name, record.message, level=WARNING, metadata={"operation": record.id})
        return Outcome(record.id, "done", record.message, plan.effects)

    def _base(self) -> dict[str, Any] | None:
        """What the config said, None when it could not be read."""
        try:
            return validated(self.base) if self.base else {}
        except InvalidDocument:
            return None

    def _effects(self, before: dict[str, Any] | None, after: dict[str, Any]) -> tuple[Effect, ...]:
        if self.text == self.base:
            return ()
        if before is None:
            return (Effect(CONFIG, CONFIG_NAME, "can't be read", "valid"),)
        return settings_changed(before, after) or (
            Effect(CONFIG, CONFIG_NAME, ABSENT if not self.base else "as it is", "other comments or layout"),
        )
