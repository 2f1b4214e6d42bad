"""What holds of a root whatever happened to it. Each function gives sentences, none when all is well."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from moie_tui.domain.errors import MoieError
from moie_tui.storage.locks import FileLock
from moie_tui.storage.state_file import parsed
from moie_tui.storage.stores import open_stores
from tests.faults.stage import Picture, Stage, picture, temps

AGED_SECONDS = 120
ACTS = ("backup", "record 2.1 success", "trust --yes", "pulse", "rollback --yes", "undo --yes")


def unsound(stage: Stage) -> list[str]:
    """What is wrong with a root at rest, against what it was and what it would have become."""
    now = picture(stage.root, stage.home)
    return [
        *_held(stage.live),
        *_torn(now, stage.before, stage.after),
        *_lost(now, stage.before, stage.after),
        *_worse(now, stage.before, stage.after),
        *_spoilt_snapshots(stage),
    ]


def _held(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*.lock"):
        if (holder := FileLock(path).holder()) is not None:
            yield f"{path.name} is held by {holder.line()}"


def _torn(now: Picture, before: Picture, after: Picture) -> Iterator[str]:
    for name in {*now.documents, *before.documents, *after.documents}:
        allowed = (before.documents.get(name), after.documents.get(name))
        if now.documents.get(name) not in allowed:
            yield f"{name} is neither the old nor the new one"


def _lost(now: Picture, before: Picture, after: Picture) -> Iterator[str]:
    """What was there before and would be there after an undisturbed run is there in between."""
    for name in before.snapshots.keys() & after.snapshots.keys():
        if now.snapshots.get(name) != before.snapshots[name]:
            yield f"snapshot {name} is lost"
        if (name in now.pinned) not in (name in before.pinned, name in after.pinned):
            yield f"the pin of snapshot {name} is wrong"
    if lost := (before.operations & after.operations) - now.operations:
        yield f"operations {sorted(lost)} are lost"
    if lost_lines := before.events - now.events:
        yield f"{len(lost_lines)} events are lost"


def _worse(now: Picture, before: Picture, after: Picture) -> Iterator[str]:
    for what in now.problems - before.problems - after.problems:
        yield f"a new problem is shown: {what}"
    torn = [line for line in now.events if not _is_whole(line)]
    if len(torn) > 1:
        yield f"{len(torn)} events are torn"


def _is_whole(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _spoilt_snapshots(stage: Stage) -> Iterator[str]:
    stores = open_stores(stage.root, stage.home, "tests")
    for row in stores.snapshots.all():
        try:
            parsed(stores.snapshots.read(row), row.name, row.schema_version)
        except MoieError as error:
            yield f"snapshot {row.name}: {error.line()}"


def stuck(stage: Stage) -> list[str]:
    """Where a root can't go on from here: undo, then every kind of act, then the temps are gone."""
    return [*(_unfinished(stage) if _is_redone(stage) else _undone(stage)), *_no_way_on(stage)]


def _is_redone(stage: Stage) -> bool:
    return stage.scene.is_undo or not stage.scene.has_root


def _unfinished(stage: Stage) -> Iterator[str]:
    """The same command again brings what the first one began to its end."""
    said = stage.again(hours=1)
    if said.code not in (0, 6) or not said.is_plain:
        yield f"again: {said}"
    yield from _differs("after the same command again", stage, stage.after)
    if (more := stage.again(hours=1)).code != 6:
        yield f"a third time: {more}"
    yield from _differs("after the same command a third time", stage, stage.after)
    if stage.scene.is_undo and stage.words[-1] in (said := stage.again("undo", "--yes")).out + said.err:
        yield f"a bare undo comes back to it: {said}"


def _undone(stage: Stage) -> Iterator[str]:
    """A bare undo takes back what changed, byte for byte."""
    if picture(stage.root, stage.home).states == stage.before.states:
        return
    said = stage.again("undo", "--yes")
    if said.code != 0:
        yield f"undo: {said}"
    yield from _differs("after undo", stage, stage.before)


def _differs(when: str, stage: Stage, wanted: Picture) -> Iterator[str]:
    now = picture(stage.root, stage.home)
    for name in sorted({*now.states, *wanted.states}):
        if now.states.get(name) != wanted.states.get(name):
            yield f"{when} {name} is not what it should be"
    for name in stage.before.snapshots.keys() & wanted.snapshots.keys() - now.snapshots.keys():
        yield f"{when} snapshot {name} is not there"


def _no_way_on(stage: Stage) -> Iterator[str]:
    for temp in temps(stage.live):
        long_ago = temp.stat().st_mtime - AGED_SECONDS
        os.utime(temp, (long_ago, long_ago))
    ruined = any(problem for problem in stage.before.problems if "ends in the middle" in problem)
    acts = (
        ("backup",),
        ("record", "2.1", "success"),
        ("trust", "--yes"),
        ("pulse",),
        ("rollback", "--yes"),
        ("undo", "--yes"),
    )
    for at, words in enumerate(acts):
        said = stage.again(*words, hours=3 + at)
        if not said.is_plain or said.code not in ((0, 3) if ruined else (0,)):
            yield f"{words} afterwards: {said}"
    if left := temps(stage.live):
        yield f"temps are left: {', '.join(str(one.relative_to(stage.live)) for one in left)}"
