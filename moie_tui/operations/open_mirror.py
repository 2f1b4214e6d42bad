"""Opening the copies in a mirror as a new root: its state is the newest sound snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from moie_tui.domain.errors import InvalidDocument, PlanOutdated, UsageError
from moie_tui.domain.health import ago
from moie_tui.domain.plan import ABSENT, FILE, Cancel, Clock, Effect, Outcome, Plan, Progress
from moie_tui.domain.snapshot import Snapshot
from moie_tui.operations.archive import stepping
from moie_tui.storage.atomic import create_new
from moie_tui.storage.config_file import CONFIG_NAME
from moie_tui.storage.folders import private_folder
from moie_tui.storage.health_file import HEALTH_NAME
from moie_tui.storage.mending import bytes_at
from moie_tui.storage.mirror import homes_in
from moie_tui.storage.report import report
from moie_tui.storage.rescue import Rescue
from moie_tui.storage.snapshots import Snapshots
from moie_tui.storage.state_file import StateFile
from moie_tui.storage.stores import Stores
from moie_tui.storage.unpacking import beside, require_empty, take_name
from moie_tui.values import dataclass

_DOCUMENTS = (HEALTH_NAME, CONFIG_NAME)


@dataclass(frozen=True)
class OpenMirror:
    """Makes a root of `folder`, the copies of one root or a mirror that has only one; trusts nothing."""

    stores: Stores
    folder: Path
    name: str = "init"

    def plan(self, now: datetime) -> Plan:
        """What would be there, and which snapshots would not since their copies are damaged."""
        root = self.stores.root
        require_empty(root)
        home = self._home()
        copies = Snapshots(home, self.stores.zone)
        rows = copies.checked()
        live = self._newest(copies, rows)
        damaged = [row for row in rows if row.damaged]
        return Plan(
            operation=self.name,
            title=f"New root · {root} from the mirror {home}",
            effects=(*_effects(home, live, len(rows) - len(damaged)),),
            warnings=(
                f"the state will be that of snapshot {live.id}, {ago(now - live.taken_at)} old",
                *(f"the copy of snapshot {row.id} is damaged and is left behind" for row in damaged),
                "logs and the operation log are not in a mirror: nothing older can be undone",
                f"its commands run only after `moie --root {root} trust`",
            ),
            same_as=f"moie init {root} --from {self.folder}",
        )

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Copies beside the root, checks every byte, and gives the whole folder its name at the end."""
        root, home = self.stores.root, self._home()
        copies = Snapshots(home, self.stores.zone)
        sound = tuple(row for row in copies.checked() if not row.damaged)
        live = self._newest(copies, sound)
        if not plan.same_effects(self.plan(clock())):
            raise PlanOutdated(
                "the mirror changed since the plan was made, nothing was done", fix="look again"
            )
        # Consent to another root that once lay here is none to what comes from elsewhere.
        self.stores.trust.forget(root)
        step = stepping(progress, cancel, "nothing was left behind")
        with beside(root) as folder:
            private_folder(folder / ".moie")
            here = Snapshots(folder, self.stores.zone)
            for at, row in enumerate(reversed(sound), start=1):
                step(f"copying snapshot {at} of {len(sound)}: {row.id}")
                here.restore_removed(row, copies.read(row))
            for name in _DOCUMENTS:
                if (data := bytes_at(home, name)) is not None:
                    create_new(folder / name, data)
            state = StateFile(folder)
            state.swap(state.path(live.schema_version).name, None, copies.read(live))
            state.record_live(live.schema_version)
            step("giving it its name")
            take_name(folder, root)
        message = f"{root}: {len(sound)} snapshots, the state of {live.id}; trust it with `moie trust`"
        facts = {"mirror": str(home), "snapshot": live.id}
        report(self.stores, clock(), "state", f"opened from a mirror: {home}", metadata=facts)
        return Outcome("", "done", message, plan.effects, live.name, detail={"snapshots": len(sound)})

    def _home(self) -> Path:
        if StateFile(self.folder).versions():
            fix = f"`moie --root {self.folder} archive FILE` packs it, and --from opens that"
            raise UsageError("is a root, not a mirror", where=str(self.folder), fix=fix)
        homes = homes_in(self.folder)
        if not homes:
            fix = "name a mirror's folder, or an archive"
            raise UsageError("holds no copies of a root", where=str(self.folder), fix=fix)
        if len(homes) > 1:
            fix = f"name one: {', '.join(one.name for one in homes)}"
            raise UsageError(f"holds copies of {len(homes)} roots", where=str(self.folder), fix=fix)
        return homes[0]

    def _newest(self, copies: Snapshots, rows: tuple[Snapshot, ...]) -> Snapshot:
        found = Rescue().newest_sound(copies, rows)
        if found is None:
            what = f"none of its {len(rows)} snapshots can be restored"
            raise InvalidDocument(what, path=str(self.folder), fix="choose another mirror, or an archive")
        return found.snapshot


def _effects(home: Path, live: Snapshot, snapshots: int) -> Iterator[Effect]:
    yield Effect(FILE, StateFile(home).path(live.schema_version).name, ABSENT, f"the bytes of {live.name}")
    for name in _DOCUMENTS:
        if (home / name).is_file():
            yield Effect(FILE, name, ABSENT, "copied")
    yield Effect(FILE, "backups", ABSENT, f"{snapshots} snapshots")
