from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

import pytest

from moie_tui.domain.errors import OperationFailed
from moie_tui.storage import durability
from moie_tui.storage.atomic import create_streamed, write_atomic

OLD, NEW = b"old", b"new"


def test_a_streamed_file_can_be_read_back_before_it_has_its_name(tmp_path: Path) -> None:
    path = tmp_path / "large"

    def write(file: BinaryIO) -> None:
        file.writelines([OLD, NEW])
        file.seek(0)
        assert file.read() == OLD + NEW
        assert not path.exists()

    create_streamed(path, write)
    assert path.read_bytes() == OLD + NEW
    with pytest.raises(FileExistsError):
        create_streamed(path, lambda file: None)
    assert os.listdir(tmp_path) == ["large"]


def test_a_stream_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def write(file: BinaryIO) -> None:
        file.write(NEW)
        raise OperationFailed("no more")

    with pytest.raises(OperationFailed, match="no more"):
        create_streamed(tmp_path / "large", write)
    assert os.listdir(tmp_path) == []


def test_a_scratch_write_flushes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(fd: int) -> None:
        raise AssertionError("flushed")

    monkeypatch.setattr(durability.os, "fsync", refuse)
    write_atomic(tmp_path / "scratch", NEW, durable=False)
    assert (tmp_path / "scratch").read_bytes() == NEW
