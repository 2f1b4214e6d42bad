from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Moie
from tests.roots import Root


@pytest.fixture
def crowded(root: Root) -> Root:
    """Three plain copies, of which the config keeps one, and one that is pinned."""
    (root.folder / "config.yaml").write_text("backups: {keep: 2, hourly: 0, daily: 0}\n")
    folder = root.folder / "backups"
    folder.mkdir()
    for second in range(4):
        (folder / f"sovereign_state_v2_20251212_06000{second}Z.json").write_bytes(root.bytes)
    root.do("pin", snapshot="sovereign_state_v2_20251212_060000Z.json")
    return root


def test_a_dry_run_says_of_each_snapshot_why_it_stays_or_goes(moie: Moie, crowded: Root) -> None:
    said = moie("prune", "--dry-run", "--json").json
    assert [(row["fate"], row["why"]) for row in said["snapshots"]] == [
        ("kept", "newest"),
        ("kept", "newest"),
        ("removed", "beyond what is kept"),
        ("kept", "pinned"),
    ]
    assert [effect["kind"] for effect in said["effects"]] == ["prune"]
    shown = moie("prune", "--dry-run").out
    assert shown.count("stays") == 3
    assert shown.count("goes") == 1
    assert len(crowded.workspace.snapshots()) == 4


def test_nothing_is_pruned_through_a_symbolic_link(moie: Moie, crowded: Root, tmp_path: Path) -> None:
    backups = crowded.folder / "backups"
    backups.rename(tmp_path / "elsewhere")
    backups.symlink_to(tmp_path / "elsewhere")
    for words in (("--dry-run",), ("--yes",)):
        said = moie("prune", *words)
        assert said.code == 6
        assert "nothing is deleted through one" in said.err
    assert len(crowded.workspace.snapshots()) == 4
    assert not [
        one for one in moie("backup", "--dry-run", "--json").json["effects"] if one["kind"] == "retention"
    ]


def test_pruning_can_be_undone(moie: Moie, crowded: Root) -> None:
    assert moie("prune", "--yes").code == 0
    assert len(crowded.workspace.snapshots()) == 3
    assert moie("undo", "--yes").code == 0
    assert len(crowded.workspace.snapshots()) == 4
