from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from moie_tui.domain.errors import Busy, Refused
from moie_tui.domain.retention import Retention
from moie_tui.storage.snapshot_folder import SnapshotFolder
from moie_tui.storage.snapshot_index import SnapshotIndex
from moie_tui.storage.snapshots import Snapshots
from tests.storage.child import start
from tests.storage.copies import NOON, lay, names, state_bytes, take


class Killed(BaseException):
    """Stands for `kill -9`: nothing of ours runs after it."""


def _die(*_: object, **__: object) -> None:
    raise Killed


@pytest.mark.parametrize(
    ("owner", "step"),
    [
        (SnapshotFolder, "create"),
        (SnapshotFolder, "write_sidecar"),
        (SnapshotIndex, "append"),
        (SnapshotFolder, "keep"),
        (SnapshotFolder, "sweep"),
        (SnapshotIndex, "compact"),
    ],
)
def test_a_kill_at_any_step_of_taking_leaves_a_whole_snapshot_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: type, step: str
) -> None:
    before = take(Snapshots(tmp_path))
    with monkeypatch.context() as patch:
        patch.setattr(owner, step, _die)
        with pytest.raises(Killed):
            take(Snapshots(tmp_path), 5, pin=True)
    snapshots = Snapshots(tmp_path)
    killed = [row for row in snapshots.all() if row.id != before.id]
    assert len(killed) == (0 if step == "create" else 1)
    assert all(snapshots.read(row) == state_bytes(5) for row in killed)
    after = take(snapshots, 6)
    snapshots.retire(Retention())
    assert names(snapshots) == [after.name, *(row.name for row in killed), before.name]
    assert [row.id for row in snapshots.all()][1:-1] == [row.id for row in killed]
    if step in ("keep", "sweep", "compact"):
        assert snapshots.find(killed[0].id).kept, "what was meant to be pinned is brought to safety"


@pytest.mark.parametrize("at", [1, 2])
def test_a_kill_between_moving_a_snapshot_and_its_sum_is_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    row = take(Snapshots(tmp_path))
    calls, rename = [], os.rename

    def dying_rename(source: object, target: object) -> None:
        calls.append(source)
        if len(calls) == at:
            raise Killed
        rename(source, target)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", dying_rename)
        with pytest.raises(Killed):
            Snapshots(tmp_path).pin(row)
    snapshots = Snapshots(tmp_path)
    snapshots.retire(Retention())
    kept = tmp_path / "backups" / "kept"
    assert sorted(path.name for path in kept.iterdir()) == [row.name, row.name + ".sha256"]
    assert [(one.id, one.pinned) for one in snapshots.all()] == [(row.id, True)]


@pytest.mark.parametrize("step", ["append", "compact"])
def test_a_kill_while_retiring_loses_only_what_was_to_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    rows = [take(Snapshots(tmp_path), second) for second in range(6)]
    with monkeypatch.context() as patch:
        patch.setattr(SnapshotIndex, step, _die)
        with pytest.raises(Killed):
            Snapshots(tmp_path).retire(Retention(keep=tuple(rows[2:3]), remove=tuple(rows[:2])))
    snapshots = Snapshots(tmp_path)
    assert set(names(snapshots)) >= {row.name for row in rows[2:]}
    snapshots.retire(Retention(keep=tuple(rows[2:3]), remove=tuple(rows[:2])))
    assert names(snapshots) == [row.name for row in reversed(rows[2:])]
    assert snapshots.find(rows[2].id).pinned is False


TAKER = """
    import sys
    from pathlib import Path
    from moie_tui.storage.snapshots import Snapshots
    from tests.storage.copies import take
    snapshots = Snapshots(Path(sys.argv[1]))
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(8):
        print(take(snapshots).name, flush=True)
"""


def test_two_processes_taking_in_the_same_second_lose_nothing(tmp_path: Path) -> None:
    takers = [start(TAKER, tmp_path, stdin=subprocess.PIPE) for _ in range(2)]
    for taker in takers:
        assert taker.stdout is not None
        assert taker.stdout.readline() == "ready\n"
    printed: list[str] = []
    for taker in takers:
        assert taker.stdin is not None
        taker.stdin.write("go\n")
        taker.stdin.flush()
    for taker in takers:
        printed += taker.communicate(timeout=60)[0].split()
        assert taker.returncode == 0
    rows = Snapshots(tmp_path).all()
    assert sorted(row.name for row in rows) == sorted(set(printed))
    assert len(rows) == 16
    assert len({row.sequence for row in rows}) == len({row.id for row in rows}) == 16
    assert all(row.proven for row in rows)


def test_plain_scripts_prune_beside_us(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    pinned = take(snapshots, -60, pin=True)
    for beat in range(40):
        take(snapshots, beat)
        copies = sorted((tmp_path / "backups").glob("sovereign_state_v2_*.json"))
        for old in copies[:-5]:
            old.unlink()
        snapshots.retire(Retention())
        assert len(snapshots.all()) == min(beat + 1, 5) + 1
    assert snapshots.all()[-1] == pinned
    assert len(list((tmp_path / "backups").rglob("*.sha256"))) == 6


@pytest.mark.parametrize("link", ["backups", "backups/kept"])
def test_nothing_is_deleted_through_a_symbolic_link(tmp_path: Path, link: str) -> None:
    root, elsewhere = tmp_path / "root", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (root / link).parent.mkdir(parents=True)
    (root / link).symlink_to(elsewhere)
    snapshots = Snapshots(root)
    rows = [take(snapshots, second) for second in range(2)]
    pinned = snapshots.pin(rows[0])
    snapshots.path(pinned).with_name("sovereign_state_v2_20250101_000000Z.json.sha256").write_text("alone")
    before = sorted(path.name for path in tmp_path.rglob("*"))
    assert snapshots.may_delete() is False
    with pytest.raises(Refused, match="symbolic link"):
        snapshots.remove(rows[1])
    snapshots.retire(Retention(remove=tuple(rows)))
    assert sorted(path.name for path in tmp_path.rglob("*")) == before
    assert [row.id for row in snapshots.all()] == [rows[1].id, rows[0].id]


def test_symbolic_links_and_folders_are_no_snapshots(tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_bytes(state_bytes())
    lay(tmp_path, "index.jsonl", b"")
    (tmp_path / "backups" / "sovereign_state_v2_20261122_110000Z.json").symlink_to(secret)
    (tmp_path / "backups" / "sovereign_state_v2_20261122_110001Z.json").mkdir()
    assert Snapshots(tmp_path).all() == ()


def test_a_held_lock_names_its_holder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moie_tui.storage.snapshots._PATIENCE_SECONDS", 0.05)
    first, second = Snapshots(tmp_path), Snapshots(tmp_path)

    def meanwhile(*_: object) -> bool:
        with pytest.raises(Busy) as error:
            take(second)
        assert "taking a snapshot" in error.value.holder
        return True

    check: Callable[[bytes, int], bool] = meanwhile
    first = Snapshots(tmp_path, check=check)
    assert first.take(state_bytes(), 2, "manual", NOON, origin="").proven
