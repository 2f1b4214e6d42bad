from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from moie_tui.domain.errors import OperationFailed
from moie_tui.storage.atomic import append_line
from tests.storage.child import start


def test_lines_follow_each_other_and_a_new_file_is_for_its_owner_only(tmp_path: Path) -> None:
    log = tmp_path / "events.jsonl"
    append_line(log, b"one")
    append_line(log, b"two\n", durable=True)
    assert log.read_bytes() == b"one\ntwo\n"
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_a_torn_tail_of_another_writer_is_closed_first(tmp_path: Path) -> None:
    log = tmp_path / "events.jsonl"
    log.write_bytes(b'{"torn":')
    append_line(log, b"{}")
    assert log.read_bytes() == b'{"torn":\n{}\n'


def test_a_line_is_one_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "events.jsonl"
    log.write_bytes(b"torn")
    write, written = os.write, []

    def seen(fd: int, data: bytes) -> int:
        written.append(data)
        return write(fd, data)

    monkeypatch.setattr(os, "write", seen)
    append_line(log, b"x" * 5000)
    assert written == [b"\n" + b"x" * 5000 + b"\n"]


def test_a_short_write_is_no_success(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "events.jsonl"
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: write(fd, data[:3]))
    with pytest.raises(OperationFailed, match="only 3 of 6 bytes"):
        append_line(log, b"12345")
    monkeypatch.undo()
    append_line(log, b"next")
    assert log.read_bytes() == b"123\nnext\n"


@pytest.mark.parametrize("step", ["open", "write", "fsync"])
def test_a_failing_system_call_is_a_typed_error(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, step, fails)
    with pytest.raises(OperationFailed, match="can't append: No space left"):
        append_line(tmp_path / "events.jsonl", b"x", durable=True)


def test_links_pipes_and_many_lines_are_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("elsewhere")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OperationFailed, match="symbolic link"):
        append_line(tmp_path / "link", b"x")
    with pytest.raises(OperationFailed, match="not a regular file"):
        append_line(tmp_path / "pipe", b"x")
    with pytest.raises(ValueError, match="one line"):
        append_line(tmp_path / "log", b"x\ny")
    assert sorted(os.listdir(tmp_path)) == ["link", "pipe"]


def test_no_line_of_many_writers_is_lost_or_mixed(tmp_path: Path) -> None:
    code = """
        import sys
        from pathlib import Path
        from moie_tui.storage.atomic import append_line
        for number in range(200):
            append_line(Path(sys.argv[1]), f"{sys.argv[2]}:{number}:".encode() + sys.argv[2].encode() * 300)
    """
    log = tmp_path / "events.jsonl"
    writers = [start(code, log, name) for name in "abcd"]
    assert [writer.wait(60) for writer in writers] == [0] * 4
    for writer in writers:
        writer.communicate()
    expected = {f"{name}:{number}:{name * 300}" for name in "abcd" for number in range(200)}
    lines = [line for line in log.read_text().splitlines() if line]
    assert len(lines) == 800
    assert set(lines) == expected
