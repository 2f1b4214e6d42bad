"""Putting into force what the operator wrote in an editor, without what others wrote meanwhile being lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from moie_tui.domain.amounts import counted
from moie_tui.domain.describe import describe
from moie_tui.domain.errors import InvalidDocument, PlanOutdated, Refused, ShapeError
from moie_tui.domain.event import WARNING
from moie_tui.domain.merging import Merge, merge
from moie_tui.domain.plan import FILE, JOB, Cancel, Clock, Effect, Outcome, Plan, Progress
from moie_tui.domain.state import parse_state
from moie_tui.operations.consent import confirmed, resting_on
from moie_tui.operations.contents import contents
from moie_tui.operations.last_good import against_last_good
from moie_tui.operations.saving import Recording, recorded
from moie_tui.operations.second_look import code_warnings, next_warning
from moie_tui.storage.report import report
from moie_tui.storage.state_file import StateDocument, parsed
from moie_tui.storage.stores import Stores
from moie_tui.storage.strict_json import dump
from moie_tui.values import dataclass

BEAT_STAYS = "a newer heartbeat was stamped meanwhile, and stays"


@dataclass(frozen=True)
class Edit:
    """Makes of the live state what `text` is, where `base` is what the editor got.

    A state that can't be read is mended as a whole, as long as it still is that `base`."""

    stores: Stores
    file: str
    base: bytes
    text: bytes
    scheduled: bool = False
    name: str = "edit"

    def plan(self, now: datetime) -> Plan:
        """What differs by id; Refused with the conflicts where others changed the same."""
        self.stores.state.guard_newer()
        version = self._version()
        raw, target = parsed(self.text, self.file, version)
        title, rests_on = f"Edit {self.file}", resting_on(self.stores.root, self.file)
        if self._is_broken(version):
            since = against_last_good(self.stores, None, raw, version, now)
            return Plan(
                operation=self.name,
                title=f"{title} · it can't be read as it is",
                effects=(Effect(FILE, self.file, "unreadable", contents(self.text, self.file)),),
                warnings=(
                    "a copy of it as it is is kept in .moie/quarantine/",
                    *code_warnings(since.effects),
                    *next_warning(target),
                ),
                rests_on=rests_on,
                compared=since.effects,
                comparison=since.words,
            )
        live = self.stores.state.read()
        found = self._merged(live)
        return Plan(
            operation=self.name,
            title=title if live.data == self.base else f"{title} · with what others wrote meanwhile",
            effects=found.effects,
            warnings=(
                *((BEAT_STAYS,) if found.kept_beat else ()),
                *code_warnings(found.effects),
                *next_warning(parse_state(found.document, version)),
            ),
            rests_on=rests_on,
        )

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Applies it to the state as it is then; a pulse need not be waited for."""
        now, stores = clock(), self.stores
        plan = confirmed(stores, self, plan, now)
        if not plan.effects:
            return Outcome("", "unchanged", "no value differs, the state stays as it is")
        progress.step("writing the state")
        with recorded(stores, self.name, now, scheduled=self.scheduled) as record:
            if plan.effects[0].kind == FILE:
                self._mend(plan, record)
            else:
                self._apply(plan, record)
            record.message = f"edited {self.file}: {_named(plan.effects)}"
        for job in _with_new_status(plan.effects):
            stores.attempts.forget(job)
        report(stores, now, self.name, record.message, level=WARNING, metadata={"operation": record.id})
        return Outcome(record.id, "done", record.message, plan.effects)

    def _version(self) -> int:
        version = self.stores.state.require_live_version()
        if self.stores.state.path(version).name != self.file:
            live = self.stores.state.path(version).name
            raise Refused(f"{live} is the live state now", where=self.file, fix="edit that one")
        return version

    def _is_broken(self, version: int) -> bool:
        """Whether the editor got a state that can't be read, and there still is no other."""
        try:
            parsed(self.base, self.file, version)
        except InvalidDocument:
            if self.stores.state.bytes_of(self.file) == self.base:
                return True
            what = "it could not be read when it was opened, and was changed since"
            raise Refused(what, where=self.file, fix="edit it as it is now") from None
        return False

    def _merged(self, live: StateDocument) -> Merge:
        base, _ = parsed(self.base, self.file, live.version)
        wanted, _ = parsed(self.text, self.file, live.version)
        found = merge(base, wanted, live.raw)
        if found.clashes:
            what = f"these were changed by others meanwhile: {_named(found.clashes)}"
            raise Refused(what, where=self.file, fix="edit it as it is now; what you wrote is kept")
        try:
            parse_state(found.document, live.version)
        except ShapeError as error:
            raise Refused(
                f"together with what others wrote it is no state: {error}", where=self.file
            ) from error
        return found

    def _apply(self, plan: Plan, record: Recording) -> None:
        def change(current: StateDocument) -> dict[str, object]:
            found = self._merged(current)
            if found.effects != plan.effects:
                raise PlanOutdated("the state changed at the last moment, nothing was done", fix="look again")
            after = {current.name: dump(found.document)}
            record.intend(plan.effects, {current.name: current.data}, after)
            return found.document

        self.stores.state.update(change)

    def _mend(self, plan: Plan, record: Recording) -> None:
        self.stores.state.quarantine_live()
        data = dump(parsed(self.text, self.file, self._version())[0])
        record.intend(plan.effects, {self.file: self.base}, {self.file: data})
        if not self.stores.state.swap(self.file, self.base, data):
            raise PlanOutdated("the state changed at the last moment, nothing was done", fix="look again")


def _named(effects: Sequence[Effect]) -> str:
    more = len(effects) - 1
    return describe(effects[0]) + (f" and {counted(more, 'other change')}" if more else "")


def _with_new_status(effects: Sequence[Effect]) -> list[str]:
    return [one.path[3] for one in effects if one.kind == JOB and one.path[4:] == ("status",)]
