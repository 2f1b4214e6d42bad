"""Opening an archive as a new root."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from moie_tui.domain.errors import InvalidDocument, OperationFailed, PlanOutdated
from moie_tui.domain.manifest import Manifest
from moie_tui.domain.plan import ABSENT, FILE, Cancel, Clock, Effect, Outcome, Plan, Progress
from moie_tui.domain.state_names import version_of
from moie_tui.domain.timestamps import moment_of
from moie_tui.operations.archive import stepping
from moie_tui.storage.archive_reader import read_manifest, sha256_of_file, unpack
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores
from moie_tui.storage.unpacking import beside, free_bytes, require_empty, take_name
from moie_tui.values import dataclass


@dataclass(frozen=True)
class Unpack:
    """Unpacks `archive` into the root's folder, which must be empty or not there; trusts nothing."""

    stores: Stores
    archive: Path
    name: str = "init"

    def plan(self, now: datetime) -> Plan:
        """What would be there; nothing of the archive but its manifest is read."""
        root = self.stores.root
        require_empty(root)
        manifest = read_manifest(self.archive)
        if not any(version_of(one.path) is not None for one in manifest.files):
            raise InvalidDocument("holds no state", path=str(self.archive), fix="choose another archive")
        return Plan(
            operation=self.name,
            title=f"New root · {root} from {self.archive.name}, packed {_to_seconds(manifest.made_at)}",
            effects=tuple(_effects(manifest)),
            warnings=(f"its commands run only after `moie --root {root} trust`",),
            rests_on={str(self.archive): sha256_of_file(self.archive)},
            same_as=f"moie init {root} --from {self.archive}",
        )

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Unpacks beside the root, checks every byte, and gives the whole folder its name at the end."""
        root = self.stores.root
        if plan.rests_on != {str(self.archive): sha256_of_file(self.archive)}:
            fix = f"look again: {plan.same_as}"
            raise PlanOutdated("the archive changed since the plan was made, nothing was done", fix=fix)
        self._require_room(read_manifest(self.archive), root)
        # Consent to another root that once lay here is none to what comes from elsewhere.
        self.stores.trust.forget(root)
        with beside(root) as folder:
            manifest = unpack(self.archive, folder, stepping(progress, cancel, "nothing was left behind"))
            progress.step("giving it its name")
            take_name(folder, root)
        message = f"{root}: {len(manifest.files)} files from {self.archive.name}; trust it with `moie trust`"
        facts = {"archive": str(self.archive), "made_at": manifest.made_at}
        report(self.stores, clock(), "state", f"opened from an archive: {self.archive}", metadata=facts)
        return Outcome("", "done", message, plan.effects, detail={"files": len(manifest.files)})

    def _require_room(self, manifest: Manifest, root: Path) -> None:
        free = free_bytes(root.parent)
        if manifest.total > free:
            what = f"holds {manifest.total} bytes, and {free} are free"
            raise OperationFailed(what, where=str(self.archive), fix="free some space")


def _to_seconds(text: str) -> str:
    moment = moment_of(text, UTC)
    return text if moment is None else f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _effects(manifest: Manifest) -> Iterator[Effect]:
    """One line for each document, and one for each folder."""
    tops = Counter(one.path.split("/")[0] for one in manifest.files)
    alone = {one.path for one in manifest.files if "/" not in one.path}
    for name in sorted(tops):
        yield Effect(FILE, name, ABSENT, "written" if name in alone else f"{tops[name]} files")
