"""A disk that became read-only: the root on it can still be saved, and everybody is told."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from moie_tui.domain.errors import MoieError
from moie_tui.workspace import Workspace
from tests.builders import a_state
from tests.operations.checkup.examining import examined, said
from tests.roots import Root


def run(*words: str) -> bool:
    return shutil.which(words[0]) is not None and not subprocess.run(words, capture_output=True).returncode


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Root]:
    """A root with a history on a disk of its own, which is read-only by now."""
    (disk := tmp_path / "disk").mkdir()
    if os.geteuid() or not run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)):
        pytest.skip("only root may mount a tmpfs, and not in every container")
    try:
        root = Root(disk, a_state())
        root.home = tmp_path / "home"
        root.do("backup")
        assert run("mount", "-o", "remount,ro", str(disk))
        yield root
    finally:
        run("umount", str(disk))


def test_the_root_is_archived_all_the_same_and_opens_elsewhere(root: Root, tmp_path: Path) -> None:
    with pytest.raises(MoieError, match=r"[Rr]ead-only"):
        root.do("backup")
    outcome = root.do("archive", file=tmp_path / "saved.tar.gz")
    assert "it is packed without its lock" in outcome.message
    new = Workspace.open(tmp_path / "new", home=root.home, via="tests", clock=root.clock)
    unpack = new.operation("unpack", archive=tmp_path / "saved.tar.gz")
    new.run(unpack, new.plan(unpack))
    assert (tmp_path / "new" / root.name).read_bytes() == root.bytes
    assert new.snapshots() == root.workspace.snapshots()


def test_the_checkup_and_every_view_say_that_nothing_can_be_written(root: Root) -> None:
    assert "is read-only" in said(examined(root), "disk", "problem")
    assert [one.what for one in root.workspace.view().problems] == [
        "is read-only: nothing here can be written"
    ]


def test_consent_is_outside_the_root_and_counts_though_no_event_can_be_written(root: Root) -> None:
    outcome = root.do("trust")
    assert outcome.outcome == "done"
    assert "no event" in outcome.message
    assert root.workspace.view().trusted
