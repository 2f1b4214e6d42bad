"""Whose files they are, who may read them, and where they really lie: all of it stays as it was."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import a_job, a_phase, a_state
from tests.faults.command import moie
from tests.faults.conftest import Figure
from tests.roots import Root

pytestmark = pytest.mark.faults

STATE, HEALTH = "sovereign_state_v2.json", "cyclic_job_health.json"
ACTS = (
    "trust --yes",
    "pulse",
    "record 5.1 failure --error why",
    "backup",
    "pulse",
    "rollback --yes",
    "undo --yes",
    "prune --yes",
    "migrate --yes --to 3",
    "undo --yes",
    "pulse",
    "record 5.1 success",
)
OWNER, GROUP = 12345, 23456


def _root(folder: Path) -> Root:
    root = Root(folder, a_state(a_phase(1, a_job("1.1"), a_job("1.2"), a_job("5.1", "cyclic"))))
    (root.folder / HEALTH).write_text("{}")
    return root


def _live(root: Root) -> None:
    for at, act in enumerate(ACTS):
        said = moie(root.folder, root.home, act.split(), hours=1 + at)
        assert said.code == 0, (act, said)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.fixture(params=[0o022, 0o000, 0o077], ids=["umask 022", "umask 000", "umask 077"])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def test_documents_keep_their_mode_and_ours_are_for_their_owner_only(
    umask: int, tmp_path: Path, figure: Figure
) -> None:
    root = _root(tmp_path)
    modes = {STATE: 0o640, HEALTH: 0o664}
    for name, mode in modes.items():
        (root.folder / name).chmod(mode)
    _live(root)
    assert {name: _mode(root.folder / name) for name in modes} == modes
    places = [root.folder / ".moie", root.folder / "backups", root.folder / "logs", root.home]
    made = [path for place in places for path in place.rglob("*") if path.is_file()]
    assert len(made) > 15
    assert {str(path) for path in made if _mode(path) != 0o600} == set()
    ours = [root.folder / ".moie", *(path for path in (root.folder / ".moie").rglob("*") if path.is_dir())]
    assert {_mode(folder) for folder in ours} == {0o700}
    figure("permissions and links", files_looked_at=len(made) + len(modes), changed=0)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_documents_keep_their_owner_and_new_files_take_the_group_of_a_setgid_folder(
    tmp_path: Path, figure: Figure
) -> None:
    root = _root(tmp_path)
    for name in (STATE, HEALTH):
        os.chown(root.folder / name, OWNER, GROUP)
    (root.folder / "logs").mkdir()
    os.chown(root.folder / "logs", OWNER, GROUP)
    (root.folder / "logs").chmod(0o2770)
    _live(root)
    for name in (STATE, HEALTH):
        found = (root.folder / name).stat()
        assert (found.st_uid, found.st_gid) == (OWNER, GROUP)
    assert {log.stat().st_gid for log in (root.folder / "logs").iterdir()} == {GROUP}
    assert _mode(root.folder / "logs") == 0o2770
    figure("permissions and links", owners_kept=3, changed=0)


@pytest.mark.parametrize("way", ["relative", "chained", "to another file system"])
def test_symbolic_links_stay_what_they_are(way: str, tmp_path: Path, fast_path: Path, figure: Figure) -> None:
    root = _root(tmp_path)
    elsewhere = fast_path / "elsewhere" if way == "to another file system" else tmp_path / "elsewhere"
    elsewhere.mkdir()
    links = {}
    for name in (STATE, HEALTH):
        link, target = root.folder / name, elsewhere / name
        target.write_bytes(link.read_bytes())
        link.unlink()
        if way == "chained":
            (tmp_path / f"between-{name}").symlink_to(target)
            target = Path("..", f"between-{name}")
        link.symlink_to(os.path.relpath(target, root.folder) if way == "relative" else target)
        links[link] = os.readlink(link)
    for name in ("backups", "logs"):
        (elsewhere / name).mkdir()
        (root.folder / name).symlink_to(elsewhere / name)
    _live(root)
    assert {link: os.readlink(link) for link in links} == links
    assert (root.folder / "backups").is_symlink()
    for name in (STATE, HEALTH):
        assert not (elsewhere / name).is_symlink()
        assert (elsewhere / name).read_bytes() == (root.folder / name).read_bytes()
    assert b'"completed"' in (elsewhere / STATE).read_bytes()
    assert list(elsewhere.glob("backups/*.json"))
    figure("permissions and links", links_kept=len(links) + 2, changed=0)


def test_a_root_on_another_file_system_works(tmp_path: Path, fast_path: Path, figure: Figure) -> None:
    if os.stat(tmp_path).st_dev == os.stat(fast_path).st_dev:
        pytest.skip("there is only one file system to write to")
    root = _root(fast_path)
    kept, far = root.folder / "backups" / "kept", tmp_path / "kept"
    far.mkdir()
    kept.parent.mkdir()
    kept.symlink_to(far)
    _live(root)
    view = root.workspace.view()
    assert view.state_problem is None
    assert any(one.kept for one in view.snapshots)
    for snapshot in view.snapshots:
        assert root.workspace.stores.snapshots.read(snapshot)
    figure("permissions and links", other_file_systems=1, changed=0)
