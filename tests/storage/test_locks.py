from __future__ import annotations

import errno
import os
import signal
import stat
import threading
from pathlib import Path

import pytest

from moie_tui.domain.errors import Busy, OperationFailed
from moie_tui.storage.holder import UNNAMED, Holder
from moie_tui.storage.locks import FileLock
from tests.storage.child import start

HOLDING = """
    import subprocess, sys, time
    from pathlib import Path
    from moie_tui.storage.locks import FileLock
    with FileLock(Path(sys.argv[1])).hold(holder="pulse", origin="cron"):
        if sys.argv[2] == "with a child":
            subprocess.Popen(["sleep", "30"], close_fds=False)
        print("held", flush=True)
        time.sleep(30)
"""


@pytest.fixture
def lock(tmp_path: Path) -> FileLock:
    return FileLock(tmp_path / ".moie" / "pulse.lock")


def killed(lock: FileLock, manner: str = "alone") -> None:
    """Let another process take the lock and die by kill -9."""
    with start(HOLDING, lock.path, manner) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        process.kill()
        assert process.wait() == -signal.SIGKILL
        process.stdout.close()


def test_the_holder_is_named_while_it_holds_and_nobody_afterwards(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / ".moie" / "pulse.lock", wall=lambda: 1_760_000_000)
    assert lock.holder() is None
    with lock.hold(holder="pulse", origin="cron"):
        host = os.uname().nodename
        assert lock.holder() == Holder("pulse", os.getpid(), host, "2025-10-09T08:53:20+00:00", "cron")
        assert lock.path.read_bytes().count(b"\n") == 1
    assert lock.holder() is None
    assert lock.path.read_bytes() == b""


def test_the_next_holder_is_told_who_died_and_only_once(lock: FileLock) -> None:
    with lock.hold(holder="first") as died:
        assert died is None
    killed(lock)
    with lock.hold(holder="next") as died:
        assert died is not None
        assert died.pid != os.getpid()
    with lock.hold() as died:
        assert died is None


def test_files_of_a_lock_are_for_their_owner_only(lock: FileLock) -> None:
    with lock.hold():
        assert stat.S_IMODE(lock.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(lock.path.parent.stat().st_mode) == 0o700


def test_a_lock_for_a_folder_that_is_no_root_makes_no_root(tmp_path: Path) -> None:
    with (
        pytest.raises(OperationFailed, match="No such file"),
        FileLock(tmp_path / "no" / ".moie" / "l").hold(),
    ):
        pass
    assert os.listdir(tmp_path) == []


def test_a_taken_lock_is_busy_at_once_and_names_the_holder(lock: FileLock) -> None:
    pauses: list[float] = []
    rival = FileLock(lock.path, sleep=pauses.append)
    with lock.hold(holder="pulse", origin="cron"):
        with pytest.raises(Busy) as caught, rival.hold():
            pass
        assert pauses == []
        assert caught.value.holder.startswith(f"pulse (pid {os.getpid()} on ")
        assert caught.value.holder.endswith(", cron)")
        assert str(lock.path) in caught.value.line()
    with rival.hold():
        assert rival.holder() is not None


def test_waiting_ends_with_busy_when_its_time_is_over(lock: FileLock) -> None:
    now = [100.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    rival = FileLock(lock.path, sleep=sleep, clock=lambda: now[0])
    with lock.hold(), pytest.raises(Busy), rival.hold(timeout=2.0):
        pass
    assert 2.0 <= now[0] - 100 < 2.1


def test_waiting_gets_the_lock_when_it_is_let_go(lock: FileLock) -> None:
    inside = lock.hold()
    inside.__enter__()
    rival = FileLock(lock.path, sleep=lambda _: inside.__exit__(None, None, None) and None)
    with rival.hold(timeout=5, holder="backup"):
        found = rival.holder()
        assert found is not None
        assert found.what == "backup"


def test_the_lock_is_let_go_when_the_work_fails(lock: FileLock) -> None:
    with pytest.raises(ZeroDivisionError), lock.hold():
        _ = 1 / 0
    assert lock.holder() is None


@pytest.mark.parametrize("manner", ["alone", "with a child"])
def test_the_lock_dies_with_its_holder_though_a_child_of_it_lives_on(lock: FileLock, manner: str) -> None:
    killed(lock, manner)
    assert b'"pulse"' in lock.path.read_bytes()
    assert lock.holder() is None
    with lock.hold(holder="backup"):
        found = lock.holder()
        assert found is not None
        assert (found.what, found.pid) == ("backup", os.getpid())


def test_a_living_holder_in_another_process_is_named(lock: FileLock) -> None:
    with start(HOLDING, lock.path, "alone") as process:
        assert process.stdout is not None
        process.stdout.readline()
        found = lock.holder()
        with pytest.raises(Busy, match=f"held by pulse .pid {process.pid} on"), lock.hold():
            pass
        process.kill()
    assert found is not None
    assert (found.what, found.pid, found.origin) == ("pulse", process.pid, "cron")


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_forked_child_that_leaves_does_not_let_go_of_its_parents_lock(lock: FileLock) -> None:
    inside = lock.hold(holder="pulse")
    inside.__enter__()
    child = os.fork()
    if child == 0:
        inside.__exit__(None, None, None)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    found = lock.holder()
    assert found is not None
    assert found.what == "pulse"
    inside.__exit__(None, None, None)
    assert lock.holder() is None


def test_asking_who_holds_a_lock_never_makes_taking_it_fail(lock: FileLock) -> None:
    killed(lock)
    over = threading.Event()
    asked = [0, 0]

    def ask(index: int) -> None:
        while not over.is_set():
            FileLock(lock.path).holder()
            asked[index] += 1

    threads = [threading.Thread(target=ask, args=(index,)) for index in range(2)]
    for thread in threads:
        thread.start()
    try:
        held = 0
        while held < 300 or min(asked) == 0:
            with lock.hold():
                held += 1
    finally:
        over.set()
        for thread in threads:
            thread.join()


@pytest.mark.long
def test_nothing_is_lost_between_eight_processes_of_25_updates(tmp_path: Path) -> None:
    code = """
        import sys
        from pathlib import Path
        from moie_tui.storage.atomic import write_atomic
        from moie_tui.storage.locks import FileLock
        root = Path(sys.argv[1])
        for _ in range(25):
            with FileLock(root / ".moie" / "state.lock").hold(timeout=60):
                count = int((root / "count").read_bytes())
                write_atomic(root / "count", b"%d" % (count + 1))
    """
    (tmp_path / "count").write_bytes(b"0")
    writers = [start(code, tmp_path) for _ in range(8)]
    for writer in writers:
        writer.communicate(timeout=60)
    assert [writer.returncode for writer in writers] == [0] * 8
    assert (tmp_path / "count").read_bytes() == b"200"


def test_a_lock_file_that_was_deleted_while_waiting_is_not_trusted(lock: FileLock) -> None:
    inside = lock.hold()
    inside.__enter__()
    fd = os.open(lock.path, os.O_RDWR)
    lock.path.unlink()
    assert not lock._is_current(fd)
    with FileLock(lock.path).hold():
        assert not lock._is_current(fd)
        assert lock.holder() is not None
    os.close(fd)
    inside.__exit__(None, None, None)


def test_links_pipes_and_folders_in_place_of_the_lock_are_refused_and_left_alone(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_bytes(b"keep me")
    (tmp_path / "link").symlink_to(precious)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("link", "pipe", "folder"):
        with pytest.raises(OperationFailed), FileLock(tmp_path / name).hold():
            pass
    assert precious.read_bytes() == b"keep me"


def test_a_full_disk_does_not_keep_the_lock_from_being_held(
    lock: FileLock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "pwrite", full)
    with lock.hold(holder="prune"):
        assert lock.holder() == UNNAMED
        with pytest.raises(Busy, match="held by another process"), FileLock(lock.path).hold():
            pass
    assert lock.holder() is None


@pytest.mark.parametrize(
    "text", [b"", b"pulse by pid 7", b"[1]", b'{"what": 1}', b'{"what": "pul', b"\xff", b"[" * 9999]
)
def test_a_line_that_is_not_ours_names_nobody(text: bytes, lock: FileLock) -> None:
    with lock.hold(holder="pulse"):
        lock.path.write_bytes(text)
        assert lock.holder() == UNNAMED


def test_long_and_foreign_names_come_through(lock: FileLock) -> None:
    with lock.hold(holder="läuft 😀" * 1000, origin="\ud800"):
        found = lock.holder()
        assert found is not None
        assert found.what.startswith("läuft 😀")
        assert len(found.what) == 500
        assert found.origin == "\ud800"


def test_who_waits_longer_asks_more_often(tmp_path: Path) -> None:
    slept: list[float] = []
    now = [0.0]

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += 0.5

    with (
        FileLock(tmp_path / "x.lock").hold(),
        pytest.raises(Busy),
        FileLock(tmp_path / "x.lock", sleep=sleep, clock=lambda: now[0]).hold(timeout=5),
    ):
        pass
    pauses = [one for one in slept if one != 0.001]
    assert pauses == sorted(pauses, reverse=True)
    assert pauses[0] > 10 * pauses[-1]
