from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.storage.backwards import lines_from_end

LINES = st.lists(st.text("ab \nxyzü", max_size=30).map(str.encode), max_size=20)


@given(LINES, st.integers(1, 40), st.integers(1, 40))
def test_all_lines_come_last_one_first(lines: list[bytes], block: int, longest: int) -> None:
    data = b"\n".join(lines)
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).write_bytes(data)
        found = list(lines_from_end(Path(file.name), longest=longest, at_most=10**9, block=block))
    shown = [line[:longest] for line in data.split(b"\n")]
    assert found == [line for line in reversed(shown) if line.strip()]


def test_no_more_is_read_than_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"".join(b"line %06d\n" % number for number in range(100_000)))
    read, pread = [], os.pread

    def counting(fd: int, size: int, at: int) -> bytes:
        read.append(size)
        return pread(fd, size, at)

    monkeypatch.setattr(os, "pread", counting)
    newest = next(lines_from_end(path, longest=1000, at_most=10**9, block=4096))
    assert (newest, sum(read)) == (b"line 099999", 4096)
    read.clear()
    some = list(lines_from_end(path, longest=1000, at_most=10_000, block=4096))
    assert sum(read) == 10_000
    assert some[-1].startswith(b"line 09")
    assert len(some) == 10_000 // 12


def test_a_missing_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(lines_from_end(tmp_path / "none", longest=1, at_most=1))
