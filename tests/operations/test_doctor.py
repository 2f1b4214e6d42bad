from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from moie_tui.domain.errors import Busy, Cancelled, Refused
from moie_tui.domain.plan import Silent
from moie_tui.operations.doctor import examine
from tests.builders import a_state
from tests.operations.checkup.examining import a_machine, examined, lay
from tests.roots import Root

INDEX = "backups/index.jsonl"
TEMP = "backups/.x.json.moie-0123abcd.tmp"
LONE = "backups/sovereign_state_v2_20251212_070000.json.sha256"


@pytest.fixture
def root(tmp_path: Path) -> Root:
    """One with a torn index, a copy nobody recorded, leftovers, and a file of ours that all may write."""
    root = Root(tmp_path, a_state())
    root.do("backup")
    with (root.folder / INDEX).open("ab") as index:
        index.write(b'{"torn\n')
    lay(root.folder / "backups" / "sovereign_state_v2_20251212_060000.json", root.bytes.decode())
    lay(root.folder / LONE, "sum")
    os.utime(lay(root.folder / TEMP, "half"), (0, 0))
    for name in (LONE, TEMP):
        (root.folder / name).chmod(0o600)
    lay(root.folder / ".moie" / "pending.json", "[]").chmod(0o666)
    return root


def looks(root: Root) -> dict[str, tuple[int, bytes]]:
    """Everything but logs and what we keep to undo, with its mode."""
    files = [path for path in root.folder.rglob("*") if path.is_file() and "old" not in path.parts]
    kept = (path for path in files if path.parent.name != "logs" and path.suffix != ".lock")
    return {
        str(path.relative_to(root.folder)): (path.stat().st_mode & 0o066, path.read_bytes())
        for path in kept
        if path.name != "operations.jsonl"
    }


def mend(root: Root) -> str:
    outcome = root.do("doctor", checkup=examined(root))
    assert (outcome.outcome, outcome.exit_code) == ("done", 0)
    return outcome.operation


def test_one_operation_mends_everything_and_undo_brings_every_byte_back(root: Root) -> None:
    before = looks(root)
    identity = mend(root)
    after = looks(root)
    assert after.keys() == before.keys() - {TEMP, LONE} | {
        "backups/sovereign_state_v2_20251212_060000.json.sha256"
    }
    assert after[".moie/pending.json"][0] == 0
    undo = root.do("undo", operation=identity).operation
    assert looks(root) == before
    root.do("undo", operation=undo)
    assert looks(root) == after


def test_what_was_appended_to_the_index_since_stays_when_it_is_undone(root: Root) -> None:
    before = (root.folder / INDEX).read_bytes()
    identity = mend(root)
    mended = (root.folder / INDEX).read_bytes()
    root.do("backup")
    since = (root.folder / INDEX).read_bytes().removeprefix(mended)
    root.do("undo", operation=identity)
    assert (root.folder / INDEX).read_bytes() == before + since
    assert len(root.workspace.snapshots()) == 3


def test_what_was_changed_since_is_a_conflict(root: Root) -> None:
    identity = mend(root)
    lay(root.folder / "backups" / "sovereign_state_v2_20251212_060000.json.sha256", "mine")
    with pytest.raises(Refused, match="was changed since"):
        root.do("undo", operation=identity)


def test_what_changed_between_check_and_mend_is_left_alone(root: Root) -> None:
    checkup = examined(root)
    (root.folder / ".moie" / "pending.json").chmod(0o640)
    lay(root.folder / LONE, "another")
    with (root.folder / INDEX).open("ab") as index:
        index.write(b'{"last_sequence": 5}\n')
    operation = root.workspace.operation("doctor", checkup=checkup)
    outcome = root.workspace.run(operation, root.workspace.plan(operation))
    assert outcome.message.startswith("mended 3 of 5")
    assert (root.folder / LONE).read_text() == "another"
    assert (root.folder / INDEX).read_bytes().endswith(b'{"last_sequence": 5}\n')
    assert b"torn" not in (root.folder / INDEX).read_bytes()


def test_problems_that_stay_are_told_before_and_after(root: Root) -> None:
    (root.folder / root.name).chmod(0o666)
    operation = root.workspace.operation("doctor", checkup=examined(root, uid=12345))
    plan = root.workspace.plan(operation)
    assert any("everybody may write it" in one for one in plan.warnings)
    outcome = root.workspace.run(operation, plan)
    assert outcome.exit_code == 1
    assert outcome.message.endswith("; 1 problem left")
    assert outcome.detail["healthy"] is False


def test_a_sound_root_needs_nothing(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state())
    assert root.do("doctor", checkup=examined(root)).outcome == "unchanged"
    assert root.workspace.operations() == ()


def test_nothing_is_mended_while_a_pulse_runs(root: Root) -> None:
    before = looks(root)
    with root.workspace.stores.pulse_lock.hold(holder="pulse"), pytest.raises(Busy):
        mend(root)
    assert looks(root) == before


def test_a_check_can_be_taken_back_between_two_snapshots(root: Root) -> None:
    cancel = threading.Event()
    steps: list[str] = []

    class Stopping(Silent):
        def step(self, what: str) -> None:
            steps.append(what)
            if what.startswith("restoring snapshot 1 of 2"):
                cancel.set()

    with pytest.raises(Cancelled):
        examine(root.workspace.stores, root.clock(), Stopping(), cancel, a_machine(root))
    assert steps[-1].startswith("restoring snapshot 1 of 2")
