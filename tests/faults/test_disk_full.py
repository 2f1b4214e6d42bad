"""No room, and no permission: the old file stays, nothing lies around, and one line says why."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.builders import a_job, a_phase, a_state
from tests.faults.command import moie
from tests.faults.conftest import Figure
from tests.faults.forked import Fate
from tests.faults.invariants import unsound
from tests.faults.scale import times
from tests.faults.scenes import SCENES, Scene
from tests.faults.stage import Stage, picture, temps
from tests.roots import Root

pytestmark = [
    pytest.mark.faults,
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

NOBODY = 65534
SMALL_DISK = 64 * 1024
ACTS = ("pulse", "record 5.1 failure --error full", "backup --no-pin", "rollback --yes", "undo --yes")


def _wrong(stage: Stage, fate: Fate) -> list[str]:
    if fate.signal:
        return [f"killed by signal {fate.signal}"]
    said = stage.said(fate)
    found = unsound(stage)
    if not said.is_plain:
        found.append(f"it said: {said}")
    if said.code == stage.reference.code and picture(stage.root, stage.home).states != stage.after.states:
        found.append("exit 0, but it was not done")
    if left := temps(stage.live):
        found.append(f"temps are left: {left}")
    return found


def _limit(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_files_that_may_not_grow_stay_as_they_were(scene: Scene, fast_path: Path, figure: Figure) -> None:
    stage = Stage(scene, fast_path)
    documents = {len(data) for data in (*stage.before.documents.values(), *stage.after.documents.values())}
    edges = {size + by for size in documents for by in (-1, 0)}
    sizes = sorted({0, 1, 300, 2_000, *edges} if times(0, 1) else {0, *sorted(edges)[::4]})
    wrong = {}
    for size in sizes:
        stage.reset()
        if found := _wrong(stage, stage.play_under(partial(_limit, size))):
            wrong[size] = found
    assert wrong == {}
    figure("disk full", file_size_limits=len(sizes), damaged=0)


@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_in_folders_that_may_not_be_written_nothing_changes(
    scene: Scene, fast_path: Path, figure: Figure
) -> None:
    stage = Stage(scene, fast_path)
    fast_path.chmod(0o755)
    stage.reset()
    _dress(stage.live, 0o555)
    try:
        wrong = _wrong(stage, stage.play_under(_become_nobody))
    finally:
        _dress(stage.live, 0o755)
    assert wrong == []
    figure("disk full", unwritable_folders=1, damaged=0)


def _dress(folder: Path, mode: int) -> None:
    for here, _, names in os.walk(folder):
        if os.geteuid() == 0:
            for path in (here, *(os.path.join(here, name) for name in names)):
                os.chown(path, NOBODY, NOBODY)
        os.chmod(here, mode)


def _become_nobody() -> None:
    """Whoever is root may write anywhere, whatever the mode says."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a tmpfs, and not in every container")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_on_a_full_disk_every_act_fails_cleanly_and_works_again_with_room(
    small_disk: Path, tmp_path: Path, figure: Figure
) -> None:
    jobs = (a_job("1.1"), a_job("1.2"), a_job("5.1", "cyclic", description="x" * 3_000))
    root = Root(small_disk, a_state(a_phase(1, *jobs)))
    home = tmp_path / "home"
    assert moie(root.folder, home, ["trust", "--yes"]).code == 0
    assert moie(root.folder, home, ["pulse"]).code == 0
    ballast = small_disk / "ballast"
    failed = 0
    for turn in range(times(12, 60)):
        _fill(ballast, leave=turn % 6 * 4096)
        for at, act in enumerate(ACTS):
            before = _documents(root.folder)
            said = moie(root.folder, home, act.split(), hours=1 + turn + at / 10)
            assert said.is_plain, said
            assert temps(small_disk) == []
            if said.code:
                failed += 1
                assert "free some space" in said.err or said.code == 6, said
                assert _documents(root.folder) == before
        ballast.unlink()
    assert failed > 12
    subprocess.run(["mount", "-o", f"remount,size={16 * SMALL_DISK}", str(small_disk)], check=True)
    for at, act in enumerate(ACTS):
        assert moie(root.folder, home, act.split(), hours=100 + at).code == 0
    figure("disk full", failures_on_a_full_disk=failed, damaged=0)


def _documents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.json")}


def _fill(ballast: Path, leave: int) -> None:
    """Takes the room there is, but for so many bytes."""
    with open(ballast, "wb", buffering=0) as file:
        room = os.statvfs(ballast.parent)
        file.write(b"x" * max(0, room.f_bavail * room.f_frsize - leave))
