"""Bringing the state to another schema version, and back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from moie_tui.domain.diff import diff
from moie_tui.domain.errors import PlanOutdated, Refused
from moie_tui.domain.event import WARNING
from moie_tui.domain.plan import ABSENT, FILE, SCHEMA, Cancel, Clock, Effect, Outcome, Plan, Progress
from moie_tui.domain.snapshot import MIGRATION
from moie_tui.domain.state import LATEST_VERSION
from moie_tui.operations.carry import carried
from moie_tui.operations.consent import confirmed, resting_on
from moie_tui.operations.mirroring import mirrored, with_mirror
from moie_tui.operations.saving import recorded
from moie_tui.operations.snapshotting import snapshot_effect, take
from moie_tui.storage.report import report
from moie_tui.storage.stash_file import STASH_NAME
from moie_tui.storage.state_file import StateDocument
from moie_tui.storage.stores import Stores
from moie_tui.storage.strict_json import dump
from moie_tui.values import dataclass
from moie_tui.values.digest import sha256_of


@dataclass(frozen=True)
class Migrate:
    """Moves the live state to schema version `to`; `replace` overwrites another file in the way."""

    stores: Stores
    to: int = LATEST_VERSION
    replace: bool = False
    scheduled: bool = False
    name: str = "migrate"

    def plan(self, now: datetime) -> Plan:
        """The changes by id, the file that comes and, on the way down, the one that goes."""
        self.stores.state.guard_newer()
        document = self.stores.state.read()
        target = self.stores.state.path(self.to).name
        self._require_room(document, now)
        return Plan(
            operation=self.name,
            title=f"Migrate v{document.version} → v{self.to}",
            effects=self._effects(document, now),
            warnings=self._warnings(document),
            rests_on=resting_on(self.stores.root, document.name, target),
            same_as=f"moie migrate --to {self.to}" + (" --replace" if self.replace else ""),
        )

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """A pinned verified snapshot first, then the new file, then the record of which one is live."""
        with self.stores.pulse_lock.hold(holder=f"{self.name} {self.stores.origin}"):
            now = clock()
            plan = confirmed(self.stores, self, plan, now)
            document = self.stores.state.read()
            if document.version == self.to:
                return Outcome("", "unchanged", f"the state is v{self.to} already")
            progress.step("keeping a pinned snapshot")
            kept = take(self.stores, document, MIGRATION, now, note=f"before v{self.to}", pin=True)
            progress.step(f"writing {self.stores.state.path(self.to).name}")
            with recorded(self.stores, self.name, now, scheduled=self.scheduled) as record:
                new, stash = self._carried(document, now)
                record.intend(plan.effects, self._files(document), self._meant(document, new, stash))
                self._carry_out(document, new, stash)
                record.message = f"migrated from v{document.version} to v{self.to}"
            report(
                self.stores,
                clock(),
                "migrate",
                record.message,
                level=WARNING,
                metadata={"operation": record.id},
            )
            message = with_mirror(record.message, mirrored(self.stores, clock()))
        return Outcome(record.id, "done", message, plan.effects, kept.name)

    def _carry_out(self, document: StateDocument, new: dict[str, Any], stash: dict[str, Any]) -> None:
        state, target = self.stores.state, self.stores.state.path(self.to).name
        self.stores.stash.write(stash)
        before, data = state.bytes_of(target), dump(new)
        # Said first: after a kill in between, the new file must not pass for another program's.
        state.record_live(document.version, {target: sha256_of(data)})
        if not state.swap(target, before, data):
            raise PlanOutdated(f"{target} changed at the last moment", fix="look at the plan again")
        state.record_live(self.to)
        if self.to < document.version and not state.swap(document.name, document.data, None):
            raise PlanOutdated(f"{document.name} changed at the last moment", fix="look at the plan again")

    def _effects(self, document: StateDocument, now: datetime) -> tuple[Effect, ...]:
        if document.version == self.to:
            return ()
        new, _ = self._carried(document, now)
        target = self.stores.state.path(self.to).name
        fate = "replaced" if self.stores.state.bytes_of(target) is not None else "written"
        retired = (Effect(FILE, document.name, "live", "set aside"),) if self.to < document.version else ()
        return (
            Effect(SCHEMA, "live version", document.version, self.to),
            Effect(FILE, target, ABSENT, fate),
            *retired,
            *diff(document.raw, new),
            snapshot_effect(MIGRATION),
        )

    def _files(self, document: StateDocument) -> dict[str, bytes | None]:
        state, target = self.stores.state, self.stores.state.path(self.to).name
        return {
            target: state.bytes_of(target),
            document.name: document.data,
            STASH_NAME: self.stores.stash.bytes(),
        }

    def _meant(
        self, document: StateDocument, new: dict[str, Any], stash: dict[str, Any]
    ) -> dict[str, bytes | None]:
        source = document.data if self.to > document.version else None
        return {
            self.stores.state.path(self.to).name: dump(new),
            document.name: source,
            STASH_NAME: dump(stash),
        }

    def _carried(self, document: StateDocument, now: datetime) -> tuple[dict[str, Any], dict[str, Any]]:
        return carried(self.stores, document.raw, document.name, document.version, self.to, now)

    def _require_room(self, document: StateDocument, now: datetime) -> None:
        target = self.stores.state.path(self.to)
        there = self.stores.state.bytes_of(target.name)
        if document.version == self.to or there is None or self.replace:
            return
        if there != dump(self._carried(document, now)[0]):
            raise Refused(
                f"{target.name} is there already and differs from what would be written",
                where=str(target),
                fix="compare them, then give --replace",
            )

    def _warnings(self, document: StateDocument) -> tuple[str, ...]:
        if self.to >= document.version:
            stays = f"{document.name} stays; a program that still writes it will be told as a problem"
            return (stays,) if self.to > document.version else ()
        return (f"programs that read {document.name} find {self.stores.state.path(self.to).name} instead",)
