from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from moie_tui.domain.errors import InvalidDocument, OperationFailed
from moie_tui.storage import reading
from moie_tui.storage.reading import fingerprint, read_patiently
from moie_tui.storage.strict_json import parse
from moie_tui.values.digest import sha256_of


class Time:
    """A clock that only sleeping moves; `events` happen at their second."""

    def __init__(self, events: dict[float, Callable[[], object]] | None = None) -> None:
        self.now, self.events = 0.0, dict(events or {})

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        for at in [at for at in self.events if at <= self.now]:
            self.events.pop(at)()


def read(path: Path, time: Time, parser: Callable[[bytes], object] | None = None) -> tuple[bytes, object]:
    return read_patiently(
        path, parser or (lambda data: parse(data, path.name)), sleep=time.sleep, clock=time.clock
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state.json"


def test_a_sound_file_is_read_without_waiting(path: Path) -> None:
    path.write_bytes(b'{"a": 1}')
    time = Time()
    assert read(path, time) == (b'{"a": 1}', {"a": 1})
    assert time.now == 0


@pytest.mark.parametrize("before", [b"", b'{"a": ', None], ids=["empty", "torn", "missing"])
def test_a_torn_foreign_write_is_waited_for(before: bytes | None, path: Path) -> None:
    if before is not None:
        path.write_bytes(before)
    time = Time({0.05: lambda: path.write_bytes(b'{"a": 1')} | {0.14: lambda: path.write_bytes(b'{"a": 12}')})
    assert read(path, time) == (b'{"a": 12}', {"a": 12})
    assert 0.14 <= time.now < 0.16


def test_a_file_that_stays_invalid_is_refused_after_100_ms_and_parsed_once(path: Path) -> None:
    path.write_bytes(b"{")
    time, parsed = Time(), []

    def parser(data: bytes) -> object:
        parsed.append(data)
        return parse(data, "state.json")

    with pytest.raises(InvalidDocument, match="ends in the middle"):
        read(path, time, parser)
    assert 0.1 <= time.now < 0.12
    assert parsed == [b"{"]


def test_a_file_that_never_settles_is_refused_after_one_second(path: Path) -> None:
    path.write_bytes(b"{")
    grow = {at / 20: lambda: path.write_bytes(path.read_bytes() + b"{") for at in range(1, 100)}
    time = Time(grow)
    with pytest.raises(InvalidDocument):
        read(path, time)
    assert 1.0 <= time.now < 1.03


def test_a_missing_file_is_not_found_after_100_ms(path: Path) -> None:
    time = Time()
    with pytest.raises(FileNotFoundError, match=r"state\.json"):
        read(path, time)
    assert 0.1 <= time.now < 0.12


def changing(path: Path, times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let somebody rewrite the file during the first `times` reads, after its bytes were read."""
    fstat, calls = os.fstat, []

    def seen(fd: int) -> os.stat_result:
        calls.append(fd)
        if len(calls) % 2 == 0 and len(calls) <= 2 * times:
            os.utime(path, ns=(len(calls), len(calls)))
        return fstat(fd)

    monkeypatch.setattr(reading.os, "fstat", seen)


def test_bytes_that_were_changed_during_the_read_are_not_believed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(b"{}")
    changing(path, 3, monkeypatch)
    time = Time()
    assert read(path, time) == (b"{}", {})
    assert time.now == pytest.approx(0.03)


def test_a_file_that_changes_during_every_read_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(b"{}")
    changing(path, 10_000, monkeypatch)
    time = Time()
    with pytest.raises(InvalidDocument, match="changes all the time"):
        read(path, time)
    assert 1.0 <= time.now < 1.03


def test_a_pipe_or_a_folder_does_not_make_a_reader_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    before = os.listdir("/proc/self/fd") if Path("/proc/self/fd").exists() else []
    for name in ("pipe", "folder"):
        with pytest.raises(OperationFailed, match="not a regular file"):
            read(tmp_path / name, Time())
    assert len(before) in {0, len(os.listdir("/proc/self/fd"))}


def test_a_read_that_the_system_refuses_is_a_typed_error(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(reading.os, "open", fails)
    with pytest.raises(OperationFailed, match="can't read: Permission denied"):
        read(path, Time())


def test_a_fingerprint_tells_of_any_rewrite_and_of_absence(path: Path) -> None:
    assert fingerprint(path) is None
    assert fingerprint(path / "below") is None
    path.write_bytes(b"one")
    first = fingerprint(path)
    assert first == fingerprint(path)
    os.utime(path, ns=(1, 1))
    assert fingerprint(path) not in {first, None}
    path.with_name("new").write_bytes(b"two")
    os.replace(path.with_name("new"), path)
    assert fingerprint(path) not in {first, None}


def test_a_fingerprint_that_the_system_refuses_is_a_typed_error(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OperationFailed, match="symbolic link"):
        fingerprint(tmp_path / "loop")


def test_sha256_is_the_usual_one() -> None:
    assert sha256_of(b"moie") == hashlib.sha256(b"moie").hexdigest()
