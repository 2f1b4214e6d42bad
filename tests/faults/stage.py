"""A scene set up: its root as it was before, as it is after an undisturbed run, and back again in no time."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from moie_tui.storage.atomic import is_temp
from moie_tui.storage.log_days import day_text, log_days
from moie_tui.values import dataclass
from moie_tui.workspace import Workspace
from tests.faults.command import Said, moie
from tests.faults.forked import Fate, forked
from tests.faults.scenes import Scene, a_root
from tests.faults.syscalls import KillAt, Meet, Recorder, interposed
from tests.roots import Clock

OURS = ("live.json", "stash.json", "pending.json")


@dataclass(frozen=True)
class Picture:
    """What a root holds: documents by name, sums of snapshots by name, operations, events, problems."""

    documents: Mapping[str, bytes]
    snapshots: Mapping[str, str]
    pinned: frozenset[str]
    operations: frozenset[str]
    events: frozenset[bytes]
    problems: frozenset[str]

    @property
    def states(self) -> dict[str, bytes]:
        """The documents that an undo gives back."""
        return {name: data for name, data in self.documents.items() if name not in OURS}


def picture(root: Path, home: Path) -> Picture:
    """The root as it is."""
    documents = {path.name: path.read_bytes() for path in root.iterdir() if _is_document(path)}
    documents |= {name: data for name in OURS if (data := _bytes(root / ".moie" / name)) is not None}
    if "live.json" in documents:  # what it says of the other versions changes on the way
        documents["live.json"] = str(json.loads(documents["live.json"])["version"]).encode()
    workspace = Workspace.open(root, home=home, via="tests", clock=Clock())
    stores, view = workspace.stores, workspace.view()
    rows = stores.snapshots.all()
    paths = {row.name: stores.snapshots.path(row) for row in rows}
    return Picture(
        documents,
        {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in paths.items()},
        frozenset(row.name for row in rows if row.pinned),
        frozenset(one.id for one in stores.operations.all()),
        frozenset(_log_lines(root / "logs")),
        frozenset(one.what for one in (view.state_problem, *view.problems) if one is not None),
    )


def _log_lines(folder: Path) -> Iterator[bytes]:
    for day in log_days(folder):
        with day_text(folder, day.day) as text:
            yield from text.read(0, text.size).splitlines()


def temps(folder: Path) -> list[Path]:
    """Every temp of ours under a folder."""
    return [path for path in folder.rglob("*") if is_temp(path.name)]


@dataclass(frozen=True)
class Step:
    """One system call of an undisturbed run, its path relative to the stage."""

    name: str
    path: str
    changes: bool

    @property
    def is_write(self) -> bool:
        """Whether it may be cut short."""
        return self.name in ("write", "pwrite")

    @property
    def is_lock(self) -> bool:
        """Whether it is about a lock's file, which carries no data."""
        return self.path.endswith(".lock")


class Stage:
    """One scene in a folder of its own. Each `play` starts from the same bytes."""

    def __init__(self, scene: Scene, folder: Path, size: int = 100) -> None:
        self.scene, self.live, self._template = scene, folder / "live", folder / "template"
        self.live.mkdir()
        prepared = a_root(self.live, scene.version, size)
        self.words = scene.prepare(prepared)
        self.root, self.home = prepared.folder, prepared.home
        shutil.copytree(self.live, self._template, symlinks=True)
        self.before = picture(self.root, self.home)
        self.reset()
        recorder = Recorder()
        self.reference, self.steps = self._rehearse(recorder)
        self.after = picture(self.root, self.home)

    def play(self, meet: Meet) -> Fate:
        """The command in a child, on the root as it was prepared; its fate tells what was said."""
        self.reset()
        return forked(lambda: self._act(meet).__dict__)

    def play_under(self, limits: Callable[[], object]) -> Fate:
        """The same on the root as it is now, in a child that first loses something for good."""

        def act() -> object:
            limits()
            return self._act(lambda call: call.real()).__dict__

        return forked(act)

    def said(self, fate: Fate) -> Said:
        """What a child that lived said."""
        return Said(**fate.told)

    @property
    def steps_that_change(self) -> list[Step]:
        """Those that a kill is counted by."""
        return [step for step in self.steps if step.changes]

    def named(self, point: KillAt) -> str:
        """A point as one reads it in a failure."""
        step = self.steps_that_change[point.at - 1]
        return f"{point.at}{' halfway' if point.halfway else ''} {step.name} {step.path}"

    def again(self, *words: str, hours: float = 2) -> Said:
        """A command on the root as it is, undisturbed, later on."""
        return moie(self.root, self.home, words or self.words, hours=hours)

    def reset(self) -> None:
        """Everything as it was prepared."""
        shutil.rmtree(self.live)
        shutil.copytree(self._template, self.live, symlinks=True)

    def _act(self, meet: Meet) -> Said:
        with self.scene.under(), interposed(self.live, meet):
            return moie(self.root, self.home, self.words)

    def _rehearse(self, recorder: Recorder) -> tuple[Said, list[Step]]:
        def act() -> object:
            said = self._act(recorder)
            return said.__dict__, [(one.name, one.path, one.changes) for one in recorder.calls]

        said, calls = forked(act).told
        home = len(str(self.live)) + 1
        return Said(**said), [Step(name, path[home:], changes) for name, path, changes in calls]


def _is_document(path: Path) -> bool:
    return path.is_file() and not is_temp(path.name)


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
