"""Every act that writes, each on a root where it has something to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from moie_tui.storage import operation_log, snapshot_index
from moie_tui.storage.rotation import pack
from moie_tui.values import dataclass
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root

Words = Sequence[str]
TIGHT = "backups: {keep: 1, hourly: 1, daily: 1}\n"


@dataclass(frozen=True)
class Scene:
    """`prepare` lives in a root and gives the command to run there; `under` holds while that command runs."""

    name: str
    prepare: Callable[[Root], Words]
    version: int = 2
    under: Callable[[], AbstractContextManager[object]] = nullcontext
    is_undo: bool = False
    has_root: bool = True

    def __str__(self) -> str:
        return self.name


def a_root(folder: Path, version: int, size: int) -> Root:
    """A root that did everything once: pulses, a backup, executions; `size` bytes of text make it larger."""
    jobs = [a_job(f"1.{at}", description="x" * size) for at in (1, 2, 3)]
    cyclic = {} if version == 1 else {"status": "cyclic"}
    document = a_state(
        a_phase(1, *jobs), a_phase(2, a_job("2.1", **cyclic), status="pending"), version=version
    )
    root = Root(folder, document, version=version, config="# a comment\nbackups: {keep: 20}\n")
    root.do("trust")
    root.do("pulse")
    root.do("backup", note="a note")
    root.do("record", job="2.1", status="success", duration_ms=5.0)
    root.do("record", job="2.1", status="failure", duration_ms=7.0, error="why")
    root.do("pulse")
    return root


def _pulse(root: Root) -> Words:
    return ["pulse"]


def _rotation(root: Root) -> Words:
    """A day of the log waits to be compressed, and has compressed lines already."""
    day = (root.clock() - timedelta(days=3)).date().isoformat()
    path = root.folder / "logs" / f"events-{day}.jsonl"
    for turn in range(2):
        if path.exists():
            assert pack(path.parent, day)
        lines = (f'{{"timestamp": "{day}T12:00:00Z", "message": "{turn} {at}"}}\n' for at in range(20))
        path.write_text("".join(lines))
    return ["pulse"]


def _promotion(root: Root) -> Words:
    root.do("pulse")
    return ["pulse"]


def _fresh_pulse(root: Root) -> Words:
    """Nothing of ours is there yet but the consent."""
    for name in (".moie", "backups", "logs"):
        _remove(root.folder / name)
    (root.folder / "cyclic_job_health.json").unlink()
    return ["pulse"]


def _foreign_newline(root: Root) -> Words:
    """The state was touched since, so that only effects can go back, not bytes."""
    root.do("pulse")
    root.write({**root.document, "foreign": 1})
    return ["undo", "--yes", _newest(root, "pulse")]


def _prune(root: Root) -> Words:
    root.clock.advance(hours=-30)
    for _ in range(3):
        root.do("backup", pin=False)
        root.clock.advance(minutes=1)
    root.clock.advance(hours=30)
    (root.folder / "config.yaml").write_text(TIGHT)
    return ["prune", "--yes"]


def _rollback(root: Root) -> Words:
    return ["rollback", "--yes", _oldest(root)]


def _rollback_from_ruin(root: Root) -> Words:
    oldest = _oldest(root)
    (root.folder / root.name).write_bytes(root.bytes[:-40])
    return ["rollback", "--yes", oldest]


def _pulse_on_ruin(root: Root) -> Words:
    (root.folder / root.name).write_bytes(root.bytes[:-40])
    return ["pulse"]


def _first_look(root: Root) -> Words:
    (root.folder / "config.yaml").write_text("# another comment\nbackups: {keep: 19}\n")
    return ["status"]


def _trust(root: Root) -> Words:
    document = root.document
    document["phases"][0]["jobs"][2]["verification_cmd"] = "true && true"
    root.write(document)
    return ["trust", "--yes"]


def _init(root: Root) -> Words:
    _remove(root.folder)
    root.folder.mkdir()
    return ["init", str(root.folder)]


def _after(kind: str, prepare: Callable[[Root], Words], *words: str) -> Callable[[Root], Words]:
    """Undo of what that scene's command does."""

    def undo(root: Root) -> Words:
        from tests.faults.command import moie

        command = prepare(root)
        assert moie(root.folder, root.home, command, hours=0.5).code == 0
        return ["undo", "--yes", _newest(root, kind)]

    return undo


def _record(root: Root) -> Words:
    return ["record", "2.1", "failure", "--duration-ms", "12", "--error", "broken"]


def _backup(root: Root) -> Words:
    return ["backup", "--note", "by hand"]


def _pin(root: Root) -> Words:
    return ["pin", _oldest(root)]


def _unpin(root: Root) -> Words:
    pinned = next(one for one in root.workspace.snapshots() if one.pinned)
    return ["unpin", pinned.id]


def _upward(root: Root) -> Words:
    return ["migrate", "--yes", "--to", "3"]


def _downward(root: Root) -> Words:
    return ["migrate", "--yes", "--to", "2"]


def _short_log() -> AbstractContextManager[object]:
    """Both logs are compacted at once."""
    stack = ExitStack()
    stack.enter_context(patch.object(operation_log, "KEPT_OPERATIONS", 2))
    stack.enter_context(patch.object(operation_log, "_SLACK", 0))
    stack.enter_context(patch.object(snapshot_index, "_SPARE_LINES", 0))
    return stack


def _oldest(root: Root) -> str:
    return root.workspace.snapshots()[-1].id


def _newest(root: Root, kind: str) -> str:
    return next(one.id for one in root.workspace.operations() if one.kind == kind)


def _remove(path: Path) -> None:
    import shutil

    shutil.rmtree(path)


SCENES = (
    Scene("pulse", _pulse),
    Scene("pulse that promotes", _promotion),
    Scene("first pulse", _fresh_pulse),
    Scene("pulse that compresses the log", _rotation),
    Scene("pulse on a ruined state", _pulse_on_ruin),
    Scene("record", _record),
    Scene("backup", _backup),
    Scene("backup that compacts", _backup, under=_short_log),
    Scene("pin", _pin),
    Scene("unpin", _unpin),
    Scene("prune", _prune),
    Scene("rollback", _rollback),
    Scene("rollback from a ruined state", _rollback_from_ruin),
    Scene("migrate 1 to 3", _upward, version=1),
    Scene("migrate 2 to 3", _upward),
    Scene("migrate 3 to 2", _downward, version=3),
    Scene("undo of a pulse", _after("pulse", _pulse), is_undo=True),
    Scene("undo by id", _foreign_newline, is_undo=True),
    Scene("undo of a record", _after("record", _record), is_undo=True),
    Scene("undo of a backup", _after("backup", _backup), is_undo=True),
    Scene("undo of a pin", _after("pin", _pin), is_undo=True),
    Scene("undo of a prune", _after("prune", _prune), is_undo=True),
    Scene("undo of a rollback", _after("rollback", _rollback), is_undo=True),
    Scene("undo of migrate 1 to 3", _after("migrate", _upward), version=1, is_undo=True),
    Scene("undo of migrate 3 to 2", _after("migrate", _downward), version=3, is_undo=True),
    Scene("trust", _trust),
    Scene("init", _init, has_root=False),
    Scene("config cache", _first_look),
)

CORE = frozenset(
    ("pulse", "record", "backup", "prune", "rollback", "migrate 2 to 3", "undo of a pulse", "config cache")
)
"""Together these write everything there is: the suite is hardest on them."""
