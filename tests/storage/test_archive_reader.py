from __future__ import annotations

import io
import json
import os
import tarfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from moie_tui.domain.errors import InvalidDocument
from moie_tui.storage.archive_reader import read_manifest, unpack

STATE = "sovereign_state_v2.json"
DATA = b"the state"


def a_row(path: str = STATE, data: bytes = DATA, **more: Any) -> dict[str, Any]:
    return {"path": path, "size": len(data), "sha256": sha256(data).hexdigest(), "mode": "0600"} | more


def a_file(path: str = STATE, data: bytes = DATA) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(path)
    info.size = len(data)
    return info, data


def a_link(path: str, target: str, kind: bytes = tarfile.SYMTYPE) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(path)
    info.type, info.linkname = kind, target
    return info, b""


def pack(folder: Path, rows: list[Any], members: list[tuple[tarfile.TarInfo, bytes]]) -> Path:
    manifest = {"format": 1, "root": "r", "made_at": "", "files": rows}
    path = folder / "made.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for info, data in (a_file("moie-archive.json", json.dumps(manifest).encode()), *members):
            archive.addfile(info, io.BytesIO(data))
    return path


def refused(tmp_path: Path, path: Path) -> str:
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(InvalidDocument) as error:
        unpack(path, folder, lambda what: None)
    assert not (tmp_path / "outside").exists()
    return error.value.line()


def test_what_the_manifest_names_is_unpacked(tmp_path: Path) -> None:
    path = pack(tmp_path, [a_row(), a_row("logs/deep/x", b"")], [a_file(), a_file("logs/deep/x", b"")])
    folder = tmp_path / "folder"
    folder.mkdir()
    assert unpack(path, folder, lambda what: None) == read_manifest(path)
    assert (folder / STATE).read_bytes() == DATA
    assert (folder / "logs/deep/x").read_bytes() == b""


@pytest.mark.parametrize("path", ["../outside", "/outside", "logs/../../outside", ".moie/pulse.lock"])
def test_a_path_that_leads_out_is_refused(tmp_path: Path, path: str) -> None:
    assert "must stay inside the root" in refused(tmp_path, pack(tmp_path, [a_row(path)], [a_file(path)]))


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE]
)
def test_no_link_device_or_folder_stands_for_a_file(tmp_path: Path, kind: bytes) -> None:
    path = pack(tmp_path, [a_row("logs", b"")], [a_link("logs", "../outside", kind)])
    assert "where its manifest says logs" in refused(tmp_path, path)


def test_nothing_is_unpacked_that_the_manifest_does_not_name(tmp_path: Path) -> None:
    more = pack(tmp_path, [a_row()], [a_file(), a_link("logs", "../outside")])
    assert "does not name" in refused(tmp_path, more)


def test_what_is_missing_or_stands_elsewhere_is_told(tmp_path: Path) -> None:
    assert "holds nothing where" in refused(tmp_path, pack(tmp_path, [a_row()], []))
    (tmp_path / "folder").rmdir()
    swapped = pack(tmp_path, [a_row("a"), a_row("b")], [a_file("b"), a_file("a")])
    assert "holds 'b' where its manifest says a" in refused(tmp_path, swapped)


def test_other_bytes_than_those_packed_are_not_kept(tmp_path: Path) -> None:
    path = pack(tmp_path, [a_row()], [a_file(data=b"the stale")])
    assert "is damaged" in refused(tmp_path, path)
    assert os.listdir(tmp_path / "folder") == []


@pytest.mark.long
def test_a_bomb_stops_where_it_lies_about_its_size(tmp_path: Path) -> None:
    info, data = a_file("x" * 100)
    # A header is read whole into memory; this one takes 70 kB on the disk.
    info.pax_headers = {"comment": "0" * 70_000_000}
    path = pack(tmp_path, [a_row()], [(info, data)])
    assert path.stat().st_size < 1_000_000
    assert "larger than it says" in refused(tmp_path, path)


def test_a_file_in_the_place_of_a_folder_is_told(tmp_path: Path) -> None:
    path = pack(tmp_path, [a_row("a"), a_row("a/b")], [a_file("a"), a_file("a/b")])
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(Exception, match="can't unpack"):
        unpack(path, folder, lambda what: None)


def test_large_files_of_whole_blocks_are_read_only_once(tmp_path: Path) -> None:
    data = os.urandom(512 * 1024)
    names = [f"logs/{at:03d}" for at in range(20)]
    path = pack(tmp_path, [a_row(name, data) for name in names], [a_file(name, data) for name in names])
    folder = tmp_path / "folder"
    folder.mkdir()
    unpack(path, folder, lambda what: None)
    assert len(os.listdir(folder / "logs")) == 20
