from __future__ import annotations

import gzip
import json
import os
import threading
import zlib
from pathlib import Path

import pytest

from moie_tui.domain.errors import (
    Busy,
    Cancelled,
    InvalidDocument,
    MoieError,
    OperationFailed,
    PlanOutdated,
    Refused,
)
from moie_tui.domain.judge import judge
from moie_tui.domain.plan import Outcome
from moie_tui.domain.summary import summary
from moie_tui.storage import archive_writer
from moie_tui.workspace import Workspace
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root


@pytest.fixture
def root(tmp_path: Path) -> Root:
    """A root with a history: pulses, a pin, a run, an undo, a journal and a foreign log."""
    state = a_state(a_phase(1, a_job("1.1"), a_job("1.2")), a_phase(5, a_job("5.1", "cyclic")))
    root = Root(tmp_path, state, config="logging: {system_journal: journal.md}\n").trust()
    (root.folder / "journal.md").write_text("# Journal\n")
    root.do("pulse")
    root.do("backup", note="by hand")
    root.do("record", job="5.1", status="failure", duration_ms=7, error="no net")
    root.do("pulse")
    root.do("undo")
    (root.folder / "logs" / "plain.log").write_bytes(b"\xff\x00")
    (root.folder / "config.yaml").chmod(0o640)
    return root


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "root.tar.gz"


def unpack(root: Root, archive: Path, target: Path) -> Outcome:
    workspace = Workspace.open(target, home=root.home, via="tests", clock=root.clock)
    operation = workspace.operation("unpack", archive=archive)
    return workspace.run(operation, workspace.plan(operation))


def unpacks_to(data: bytes) -> bytes | None:
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return None


def contents(folder: Path) -> dict[str, bytes]:
    """Every file by its path; locks and caches apart, and the event of the opening."""
    found = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(".lock") and "cache" not in path.parts
    }
    return {name: data for name, data in found.items() if not name.startswith("logs/events")}


def picture(workspace: Workspace) -> dict[str, object]:
    view = workspace.view()
    return summary(view, judge(view, workspace.clock())) | {"root": ""}


def test_a_whole_root_comes_back_exactly_with_its_history(root: Root, file: Path, tmp_path: Path) -> None:
    before = contents(root.folder)
    outcome = root.do("archive", file=file)
    assert outcome.detail["files"] == len(before) + 1
    assert file.stat().st_mode & 0o777 == 0o600
    unpack(root, file, tmp_path / "new")
    assert contents(tmp_path / "new") == before
    assert (tmp_path / "new" / "config.yaml").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "new" / ".moie").stat().st_mode & 0o777 == 0o700
    new = Workspace.open(tmp_path / "new", home=root.home, via="tests", clock=root.clock)
    assert picture(new) == picture(root.workspace)
    assert new.operations() == root.workspace.operations()
    undo = new.operation("undo")
    assert new.run(undo, new.plan(undo)).outcome == "done"


def test_what_came_from_elsewhere_runs_nothing_until_it_is_trusted(
    root: Root, file: Path, tmp_path: Path
) -> None:
    root.do("archive", file=file)
    target = root.folder.rename(tmp_path / "away") and root.folder
    unpack(root, file, target)
    assert not root.workspace.view().trusted
    with pytest.raises(Refused, match="never trusted"):
        root.do("pulse")


def test_the_archive_is_never_written_over_another_file(root: Root, file: Path) -> None:
    file.write_text("mine")
    with pytest.raises(Refused, match="is there already"):
        root.do("archive", file=file)
    assert file.read_text() == "mine"


def test_no_archive_is_made_while_a_pulse_runs(root: Root, file: Path) -> None:
    with root.workspace.stores.pulse_lock.hold(holder="pulse"), pytest.raises(Busy):
        root.do("archive", file=file)
    assert not file.exists()


@pytest.mark.parametrize("target", ["file", "full"])
def test_only_an_empty_place_is_taken(root: Root, file: Path, tmp_path: Path, target: str) -> None:
    root.do("archive", file=file)
    (tmp_path / "file").write_text("")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("mine")
    with pytest.raises(Refused, match="is not empty"):
        unpack(root, file, tmp_path / target)
    assert os.listdir(tmp_path / "full") == ["mine"]


def test_an_empty_folder_is_taken_and_keeps_its_mode(root: Root, file: Path, tmp_path: Path) -> None:
    root.do("archive", file=file)
    (tmp_path / "empty").mkdir(mode=0o750)
    unpack(root, file, tmp_path / "empty")
    assert (tmp_path / "empty").stat().st_mode & 0o777 == 0o750


def test_a_cancel_leaves_nothing(root: Root, file: Path, tmp_path: Path) -> None:
    root.do("archive", file=file)
    cancel = threading.Event()
    cancel.set()
    before = sorted(os.listdir(tmp_path))
    other = root.workspace.operation("archive", file=tmp_path / "other.tar.gz")
    new = Workspace.open(tmp_path / "new", home=root.home)
    for workspace, operation in ((root.workspace, other), (new, new.operation("unpack", archive=file))):
        with pytest.raises(Cancelled):
            workspace.run(operation, workspace.plan(operation), cancel=cancel)
    assert sorted(os.listdir(tmp_path)) == before


def test_a_root_that_changes_while_it_is_packed_is_packed_anew(
    root: Root, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure, changes = archive_writer.measure, iter(["one", "two"])

    def then_changed(*arguments: object) -> object:
        manifest = measure(*arguments)  # type: ignore[arg-type]
        if mark := next(changes, ""):
            root.write(root.document | {"mark": mark})
        return manifest

    monkeypatch.setattr(archive_writer, "measure", then_changed)
    root.do("archive", file=file)
    unpack(root, file, tmp_path / "new")
    assert json.loads((tmp_path / "new" / root.name).read_bytes())["mark"] == "two"


def test_a_root_that_never_holds_still_is_not_packed(
    root: Root, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure = archive_writer.measure

    def then_changed(*arguments: object) -> object:
        manifest = measure(*arguments)  # type: ignore[arg-type]
        root.write(root.document | {"mark": root.document.get("mark", "") + "x"})
        return manifest

    monkeypatch.setattr(archive_writer, "measure", then_changed)
    with pytest.raises(OperationFailed, match="changes all the time"):
        root.do("archive", file=file)
    assert [name for name in os.listdir(tmp_path) if "tar" in name] == []


def test_a_log_may_grow_meanwhile(root: Root, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    measure = archive_writer.measure

    def then_logged(*arguments: object) -> object:
        manifest = measure(*arguments)  # type: ignore[arg-type]
        with (root.folder / "logs" / "plain.log").open("ab") as log:
            log.write(b"more")
        return manifest

    monkeypatch.setattr(archive_writer, "measure", then_logged)
    assert root.do("archive", file=file).outcome == "done"


def test_flipped_bits_and_cuts_are_noticed(root: Root, file: Path, tmp_path: Path) -> None:
    root.do("archive", file=file)
    whole = file.read_bytes()
    for at in range(12, len(whole) - 8, max(1, len(whole) // 15)):
        for spoilt in (whole[:at], whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :]):
            if unpacks_to(spoilt) == unpacks_to(whole):
                continue  # another way to write the same repeated bytes: nothing is spoilt
            file.write_bytes(spoilt)
            with pytest.raises(MoieError) as error:
                unpack(root, file, tmp_path / "new")
            assert error.value.exit_code in (1, 3)
            assert not (tmp_path / "new").exists()
    assert not [name for name in os.listdir(tmp_path) if name.endswith(".tmp")]


def test_an_archive_that_changes_after_its_plan_is_not_opened(root: Root, file: Path, tmp_path: Path) -> None:
    root.do("archive", file=file)
    workspace = Workspace.open(tmp_path / "new", home=root.home)
    operation = workspace.operation("unpack", archive=file)
    plan = workspace.plan(operation)
    file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises(PlanOutdated):
        workspace.run(operation, plan)


def test_what_is_no_archive_of_a_root_is_told(root: Root, file: Path, tmp_path: Path) -> None:
    for data in (b"", b"{}", b"\x1f\x8b"):
        file.write_bytes(data)
        with pytest.raises(InvalidDocument):
            unpack(root, file, tmp_path / "new")
    with pytest.raises(OperationFailed, match="can't read"):
        unpack(root, tmp_path / "none", tmp_path / "new")


def test_a_place_in_the_root_and_an_odd_name_are_minded(root: Root) -> None:
    outcome = root.do("archive", file=root.folder / "saved")
    assert "would lie in the root itself" in outcome.message
    assert "though its name saved does not say so" in outcome.message
