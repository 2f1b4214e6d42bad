from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Moie
from tests.roots import Root


def test_a_root_goes_into_a_file_and_comes_out_of_it(moie: Moie, root: Root, tmp_path: Path) -> None:
    file, new = tmp_path / "root.tar.gz", tmp_path / "new"
    moie("backup")
    assert "files into" in moie("archive", str(file), "--dry-run").out
    assert not file.exists()
    said = moie("archive", str(file), "--json").json
    assert (said["outcome"], said["file"], said["size_bytes"]) == ("done", str(file), file.stat().st_size)
    plan = moie("init", str(new), "--from", str(file), "--dry-run").out
    assert "its commands run only after" in plan
    assert not new.exists()
    before = moie("status", "--json").json
    assert moie("init", str(new), "--from", str(file)).code == 0
    assert moie("--root", str(new), "status").code == 2  # the root was given twice
    assert (new / root.name).read_bytes() == root.bytes
    assert before["snapshots"]["count"] == 1


def test_an_archive_brings_its_own_names(moie: Moie, tmp_path: Path) -> None:
    said = moie("init", str(tmp_path / "new"), "--from", str(tmp_path / "x"), "--project", "Garden")
    assert said.code == 2
    assert "leave them out" in said.err


def test_read_only_opens_no_archive(moie: Moie, root: Root, tmp_path: Path) -> None:
    file = tmp_path / "root.tar.gz"
    assert moie("--read-only", "archive", str(file)).code == 6
    moie("archive", str(file))
    assert moie("--read-only", "init", str(tmp_path / "new"), "--from", str(file)).code == 6
    assert not (tmp_path / "new").exists()
