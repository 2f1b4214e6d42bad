"""Which folders of a root are watched, and which names in them are worth a reading."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from moie_tui.storage.watched import watched

STATE = "sovereign_state_v2.json"


def test_only_the_folders_that_are_there_are_watched(tmp_path: Path) -> None:
    for name in ("backups/kept", "logs", ".moie/runs", ".moie/running", "mine"):
        (tmp_path / name).mkdir(parents=True)
    wanted = ["", "backups", "backups/kept", "logs", ".moie", ".moie/running"]
    assert list(watched(tmp_path).paths) == sorted(str(tmp_path / name).rstrip("/") for name in wanted)
    assert watched(tmp_path / "missing").paths == ()


def test_real_folders_of_linked_documents_and_linked_folders_are_watched(tmp_path: Path) -> None:
    root, far = tmp_path / "root", tmp_path / "far"
    for folder in (root, far / "snapshots"):
        folder.mkdir(parents=True)
    (root / STATE).symlink_to(far / "real.json")
    (root / "backups").symlink_to(far / "snapshots")
    (root / "mine").symlink_to(tmp_path)
    places = watched(root)
    assert places.paths == (str(far), str(far / "snapshots"), str(root))
    assert places.linked == {"real.json"}


def test_a_recreated_folder_is_another_one(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "other").mkdir()
    before = watched(tmp_path)
    assert watched(tmp_path) == before
    shutil.rmtree(tmp_path / "logs")
    (tmp_path / "other").rename(tmp_path / "logs")
    assert watched(tmp_path) != before


@pytest.mark.parametrize(
    ("name", "matters"),
    [
        (STATE, True),
        ("config.yaml", True),
        ("backups", True),
        (".moie", True),
        ("backups/sovereign_state_v2_20261122_120000Z.json", True),
        ("backups/sovereign_state_v2_20261122_120000Z.json.sha256", False),
        ("logs/events-2026-11-22.jsonl", True),
        (".moie/pulse.lock", True),
        (".moie/operations.jsonl", True),
        (".moie/live.json", True),
        (".moie/running", True),
        (".moie/running/20261122T120000Z-0000.json", True),
        (".moie/state.lock", False),
        (".moie/health.lock", False),
        (".moie/cache", False),
        (".moie/pending.json", False),
        (".moie/.live.json.moie-0123abcd.tmp", False),
        (f".{STATE}.moie-0123abcd.tmp", False),
    ],
)
def test_our_own_locks_and_temps_do_not_matter(tmp_path: Path, name: str, matters: bool) -> None:
    assert watched(tmp_path).matters(str(tmp_path / name)) is matters
