from __future__ import annotations

import errno
import os
import signal
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from moie_tui.domain.errors import OperationFailed
from moie_tui.storage import durability
from moie_tui.storage.atomic import create_new, is_temp, sweep_temps, write_atomic
from tests.storage.child import exit_code

OLD, NEW = b"old " * 5000, b"new " * 9000
STEPS = ["open", "write", "fchmod", "fsync", "close", "replace"]


def failing(name: str, code: int, monkeypatch: pytest.MonkeyPatch, *, call: int = 1) -> None:
    """Let the `call`-th call of `os.NAME` fail."""
    real, calls = getattr(os, name), []

    def fails(*args: object, **options: object) -> object:
        calls.append(name)
        if len(calls) == call:
            raise OSError(code, os.strerror(code))
        return real(*args, **options)

    monkeypatch.setattr(os, name, fails)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "state.json"
    path.write_bytes(OLD)
    path.chmod(0o640)
    return path


def test_a_file_is_replaced_whole_and_keeps_its_mode(document: Path) -> None:
    before = document.stat()
    write_atomic(document, NEW)
    assert document.read_bytes() == NEW
    assert stat.S_IMODE(document.stat().st_mode) == 0o640
    assert document.stat().st_ino != before.st_ino
    assert os.listdir(document.parent) == ["state.json"]


def test_a_new_file_is_for_its_owner_only(tmp_path: Path) -> None:
    write_atomic(tmp_path / "new.json", b"")
    assert (tmp_path / "new.json").read_bytes() == b""
    assert stat.S_IMODE((tmp_path / "new.json").stat().st_mode) == 0o600


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_the_owner_stays_and_the_mode_survives_the_change_of_owner(document: Path) -> None:
    os.chown(document, 12345, 23456)
    document.chmod(0o2751)
    write_atomic(document, NEW)
    found = document.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (12345, 23456, 0o2751)


def test_a_symbolic_link_stays_one_and_its_target_is_replaced(document: Path, tmp_path: Path) -> None:
    folder = tmp_path / "links"
    folder.mkdir()
    link = folder / "state.json"
    link.symlink_to("../state.json")
    write_atomic(link, NEW)
    assert link.is_symlink()
    assert document.read_bytes() == NEW
    assert os.listdir(folder) == ["state.json"]


def test_the_file_is_flushed_before_it_is_replaced_and_the_folder_after(
    document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    fsync, replace = os.fsync, os.replace

    def seen_fsync(fd: int) -> None:
        order.append("folder" if stat.S_ISDIR(os.fstat(fd).st_mode) else "file")
        fsync(fd)

    def seen_replace(source: str, target: str) -> None:
        order.append("replace")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", seen_fsync)
    monkeypatch.setattr(os, "replace", seen_replace)
    write_atomic(document, NEW)
    assert order == ["file", "replace", "folder"]


@pytest.mark.parametrize("writing", [write_atomic, create_new])
def test_short_writes_are_completed(
    writing: Callable[[Path, bytes], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: write(fd, data[:1000]))
    writing(tmp_path / "state.json", NEW)
    assert (tmp_path / "state.json").read_bytes() == NEW


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_when_a_system_call_fails_the_old_file_is_whole_and_no_temp_is_left(
    step: str, code: int, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(step, code, monkeypatch)
    with pytest.raises(OperationFailed) as caught:
        write_atomic(document, NEW)
    assert document.read_bytes() == OLD
    assert os.listdir(document.parent) == ["state.json"]
    assert caught.value.where == str(document)
    assert os.strerror(code) in caught.value.what
    assert caught.value.fix


def test_a_full_disk_halfway_is_an_error_that_says_what_to_do(
    document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, calls = os.write, []

    def filling(fd: int, data: bytes) -> int:
        calls.append(fd)
        if len(calls) > 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(fd, data[:100])

    monkeypatch.setattr(os, "write", filling)
    with pytest.raises(OperationFailed) as caught:
        write_atomic(document, NEW)
    assert caught.value.line() == f"{document}: can't write: No space left on device; free some space"
    assert document.read_bytes() == OLD
    assert os.listdir(document.parent) == ["state.json"]


def test_a_folder_that_fails_to_flush_is_no_success(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing("fsync", errno.EIO, monkeypatch, call=2)
    with pytest.raises(OperationFailed, match="folder could not be flushed"):
        write_atomic(document, NEW)
    assert document.read_bytes() == NEW


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOTSUP])
def test_a_folder_that_cannot_be_flushed_at_all_is_tolerated(
    code: int, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing("fsync", code, monkeypatch, call=2)
    write_atomic(document, NEW)
    assert document.read_bytes() == NEW


@pytest.mark.parametrize(
    ("code", "flushed"), [(0, ["full"]), (errno.ENOTSUP, ["full", "fsync"]), (errno.EIO, ["full"])]
)
def test_a_mac_flushes_beyond_the_cache_of_the_drive_where_it_can(
    code: int, flushed: list[str], document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def full(fd: int, command: int) -> int:
        assert command == 51
        done.append("full")
        if code:
            raise OSError(code, os.strerror(code))
        return 0

    monkeypatch.setattr(durability.fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(durability.fcntl, "fcntl", full)
    monkeypatch.setattr(os, "fsync", lambda fd: done.append("fsync"))
    with document.open("rb") as file:
        if code == errno.EIO:
            with pytest.raises(OSError, match="Input/output"):
                durability.sync_file(file.fileno())
        else:
            durability.sync_file(file.fileno())
    assert done == flushed


def test_a_folder_in_place_of_the_file_and_a_missing_folder_are_typed_errors(tmp_path: Path) -> None:
    with pytest.raises(OperationFailed, match="not a regular file"):
        write_atomic(tmp_path, NEW)
    with pytest.raises(OperationFailed, match="No such file"):
        write_atomic(tmp_path / "missing" / "state.json", NEW)


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from moie_tui.storage import atomic
    path, name, number, moment, act = sys.argv[1:]
    real, calls = getattr(os, name), []
    def killed(*args, **options):
        calls.append(name)
        if len(calls) == int(number) and moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        if name == "write" and moment == "amid":
            args = (args[0], args[1][:7])
        result = real(*args, **options)
        if len(calls) == int(number):
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    setattr(os, name, killed)
    getattr(atomic, act)(Path(path), b"new " * 9000)
"""
REPLACING = [
    *((name, 1, moment) for name in STEPS for moment in ("before", "after")),
    ("write", 1, "amid"),
    ("fsync", 2, "before"),
    ("fsync", 2, "after"),
]


@pytest.mark.parametrize(("name", "number", "moment"), REPLACING)
def test_a_writer_killed_at_any_step_leaves_the_old_or_the_new_file_whole(
    name: str, number: int, moment: str, document: Path
) -> None:
    assert exit_code(KILLED, document, name, number, moment, "write_atomic") == -signal.SIGKILL
    done = number == 2 or (name, moment) == ("replace", "after")
    assert document.read_bytes() == (NEW if done else OLD)
    assert stat.S_IMODE(document.stat().st_mode) == 0o640
    left = set(os.listdir(document.parent)) - {"state.json"}
    assert all(is_temp(temp) for temp in left)
    assert set(sweep_temps(document.parent, older_than_seconds=0)) == left
    assert os.listdir(document.parent) == ["state.json"]


@pytest.mark.parametrize(("name", "moment"), [("write", "amid"), ("link", "before"), ("link", "after")])
def test_a_creator_killed_at_any_step_leaves_nothing_or_the_whole_file(
    name: str, moment: str, tmp_path: Path
) -> None:
    path = tmp_path / "snapshot.json"
    assert exit_code(KILLED, path, name, 1, moment, "create_new") == -signal.SIGKILL
    sweep_temps(tmp_path, older_than_seconds=0)
    found = {entry.name: entry.read_bytes() for entry in tmp_path.iterdir()}
    assert found == ({"snapshot.json": NEW} if moment == "after" else {})


@pytest.mark.parametrize("links", [True, False], ids=["hard links", "no hard links"])
def test_creating_never_replaces(links: bool, document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not links:
        failing("link", errno.EPERM, monkeypatch)
    with pytest.raises(FileExistsError, match=r"state\.json"):
        create_new(document, NEW)
    assert document.read_bytes() == OLD
    assert os.listdir(document.parent) == ["state.json"]


@pytest.mark.parametrize("code", [0, errno.EPERM, errno.ENOTSUP])
def test_creating_makes_the_file_whole_with_and_without_hard_links(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if code:
        failing("link", code, monkeypatch)
    create_new(tmp_path / "snapshot.json", NEW)
    assert (tmp_path / "snapshot.json").read_bytes() == NEW
    assert stat.S_IMODE((tmp_path / "snapshot.json").stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["snapshot.json"]


def test_creating_does_not_go_through_a_dangling_link(tmp_path: Path) -> None:
    (tmp_path / "snapshot.json").symlink_to("elsewhere.json")
    with pytest.raises(FileExistsError):
        create_new(tmp_path / "snapshot.json", NEW)
    assert os.listdir(tmp_path) == ["snapshot.json"]


@pytest.mark.parametrize("step", ["open", "write", "fsync", "link"])
def test_when_creating_fails_nothing_is_left(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(step, errno.ENOSPC, monkeypatch)
    with pytest.raises(OperationFailed, match="No space left"):
        create_new(tmp_path / "snapshot.json", NEW)
    assert os.listdir(tmp_path) == []


def test_when_creating_without_hard_links_fails_the_name_is_free_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing("link", errno.EPERM, monkeypatch)
    failing("replace", errno.EIO, monkeypatch)
    with pytest.raises(OperationFailed, match="Input/output"):
        create_new(tmp_path / "snapshot.json", NEW)
    assert os.listdir(tmp_path) == []
