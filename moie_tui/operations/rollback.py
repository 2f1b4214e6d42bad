"""Putting the state back to a snapshot, of whatever version, with a way forward again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

from moie_tui.domain.diff import diff
from moie_tui.domain.errors import InvalidDocument, PlanOutdated
from moie_tui.domain.event import WARNING
from moie_tui.domain.health import ago
from moie_tui.domain.plan import ABSENT, FILE, Cancel, Clock, Effect, Outcome, Plan, Progress
from moie_tui.domain.rules import minutes
from moie_tui.domain.snapshot import ROLLBACK, Snapshot
from moie_tui.domain.state import parse_state
from moie_tui.operations.carry import carried_bytes
from moie_tui.operations.consent import confirmed, resting_on
from moie_tui.operations.contents import contents
from moie_tui.operations.hold import hold_effect, hold_of
from moie_tui.operations.last_good import against_last_good, newer_than_last_good
from moie_tui.operations.mirroring import mirrored, with_mirror
from moie_tui.operations.rescuing import chosen, how_new
from moie_tui.operations.saving import Recording, recorded
from moie_tui.operations.second_look import code_warnings, next_warning, stamp_warning
from moie_tui.operations.snapshotting import snapshot_effect, take
from moie_tui.storage.report import report
from moie_tui.storage.state_file import StateDocument, parsed
from moie_tui.storage.stores import Stores
from moie_tui.storage.strict_json import parse
from moie_tui.values import dataclass

Changes = Mapping[str, tuple[bytes | None, bytes | None]]
"""By file: its bytes before, and after."""


@dataclass(frozen=True)
class Rollback:
    """Restores one snapshot, named by id, file name or `latest`; `hold` puts pulses on hold with it."""

    stores: Stores
    snapshot: str = "latest"
    scheduled: bool = False
    hold: bool = False
    name: str = "rollback"

    def plan(self, now: datetime) -> Plan:
        """What would be lost and gained by id, flagged where shell code changes, and what would run next."""
        self.stores.state.guard_newer()
        version = self.stores.state.require_live_version()
        found, passed = self._chosen(version, now)
        data = self._target(found, version, now)
        raw = parse(data, found.name)
        assert isinstance(raw, dict)
        target = parse_state(raw, version)
        live, broken = self._live()
        changes = diff(live.raw, raw) if live else (self._file_effect(data),)
        since = (
            newer_than_last_good(self.stores, found, live.raw, version, now)
            if live
            else against_last_good(self.stores, found, raw, version, now)
        )
        first = (snapshot_effect(ROLLBACK),) if live and changes else ()
        file = f"backups/{'kept/' if found.kept else ''}{found.name}"
        return Plan(
            operation=self.name,
            title=f"Roll back to {found.id} · {found.reason} snapshot, {ago(now - found.taken_at)} old"
            + (" · proven" if found.proven else "")
            + f" · {how_new(self.stores, found)}",
            effects=(*changes, *first, *(self._hold_effects(found, now) if changes else ())),
            warnings=(
                *broken,
                *passed,
                *_version_warning(found, version),
                *code_warnings((*changes, *since.effects)),
                *stamp_warning(changes, target, self._limit(), now, self.stores.zone),
                *next_warning(target),
            ),
            rests_on=resting_on(self.stores.root, self._live_name(), file),
            same_as=f"moie rollback {found.id}" + (" --hold" if self.hold else ""),
            compared=since.effects,
            comparison=since.words,
        )

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Checks the snapshot again, keeps a pinned one of now, and writes; never while a pulse runs."""
        with self.stores.pulse_lock.hold(holder=f"{self.name} {self.stores.origin}"):
            now = clock()
            plan = confirmed(self.stores, self, plan, now)
            progress.step("checking the snapshot")
            version = self.stores.state.require_live_version()
            found, _ = self._chosen(version, now)
            data = self._target(found, version, now)
            live, _ = self._live()
            current = self.stores.state.bytes_of(self._live_name())
            if current == data:
                return Outcome("", "unchanged", f"the state is exactly snapshot {found.id} already")
            progress.step("keeping a pinned snapshot of now")
            kept = (
                take(self.stores, live, ROLLBACK, now, note=f"before rollback to {found.id}", pin=True)
                if live
                else None
            )
            if live is None:
                self.stores.state.quarantine_live()
            with recorded(self.stores, self.name, now, scheduled=self.scheduled) as record:
                progress.step("writing the state")
                with self._holding(found, record, plan, {self._live_name(): (current, data)}, now):
                    self._write(current, data)
                record.message = f"rolled back to snapshot {found.id} ({found.reason}, {found.name})"
                record.message += "; pulses are on hold" if self.hold else ""
            facts = {"operation": record.id, "snapshot": found.id}
            report(self.stores, clock(), "rollback", record.message, level=WARNING, metadata=facts)
            message = with_mirror(record.message, mirrored(self.stores, clock()))
        return Outcome(record.id, "done", message, plan.effects, kept.name if kept else None)

    def _target(self, found: Snapshot, version: int, now: datetime) -> bytes:
        data = self.stores.snapshots.read(found)
        data = carried_bytes(self.stores, data, found.name, found.schema_version, version, now)
        parsed(data, found.name, version)
        return data

    def _chosen(self, version: int, now: datetime) -> tuple[Snapshot, tuple[str, ...]]:
        return chosen(self.stores, self.snapshot, lambda one: self._target(one, version, now))

    def _hold_effects(self, found: Snapshot, now: datetime) -> tuple[Effect, ...]:
        return (hold_effect(self.stores, now, None, _why(found)),) if self.hold else ()

    @contextmanager
    def _holding(
        self, found: Snapshot, record: Recording, plan: Plan, changes: Changes, now: datetime
    ) -> Iterator[None]:
        """Inside it pulses are on hold already, if they are to be: no rollback may be overtaken by one."""
        if not self.hold:
            record.intend(plan.effects, *_sides(changes))
            yield
            return
        hold, before = self.stores.hold, self.stores.hold.read()

        def intend(old: bytes | None, new: bytes) -> None:
            record.intend(plan.effects, *_sides({**changes, hold.name: (old, new)}))

        hold.write(hold_of(self.stores, now, None, _why(found)), intend)
        try:
            yield
        except PlanOutdated:
            hold.write(before)
            raise

    def _limit(self) -> timedelta:
        return minutes(self.stores.settings.heartbeat.max_age_minutes)

    def _live_name(self) -> str:
        return self.stores.state.path(self.stores.state.require_live_version()).name

    def _live(self) -> tuple[StateDocument | None, tuple[str, ...]]:
        try:
            return self.stores.state.read(), ()
        except InvalidDocument as error:
            if self.stores.state.bytes_of(self._live_name()) is None:
                return None, ("the state file is gone: nothing of it is left to keep",)
            why = f"{error.where}: {error.what}"
            return None, (f"the state can't be read; a copy of it is kept in .moie/quarantine/ ({why})",)

    def _file_effect(self, data: bytes) -> Effect:
        name = self._live_name()
        gone = self.stores.state.bytes_of(name) is None
        return Effect(FILE, name, ABSENT if gone else "unreadable", contents(data, name))

    def _write(self, expected: bytes | None, data: bytes) -> None:
        if not self.stores.state.swap(self._live_name(), expected, data):
            raise PlanOutdated(
                "the state changed at the last moment, nothing was done", fix="look at the plan again"
            )


def _why(found: Snapshot) -> str:
    return f"rolled back to {found.id}"


def _sides(changes: Changes) -> tuple[dict[str, bytes | None], dict[str, bytes | None]]:
    """The bytes of each file before, and after."""
    before = {name: old for name, (old, _) in changes.items()}
    return before, {name: new for name, (_, new) in changes.items()}


def _version_warning(found: Snapshot, version: int) -> tuple[str, ...]:
    if found.schema_version == version:
        return ()
    return (f"the snapshot is schema v{found.schema_version} and is brought to v{version} first",)
