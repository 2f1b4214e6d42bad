"""Nothing of a run is left behind, and nothing else is touched."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

import pytest

from moie_tui.processes import family, leader
from tests.processes.commands import LONG, ON_LINUX, is_gone, python, run, wait_for_pid
from tests.waiting import time_is_up_when, written

on_linux = pytest.mark.skipif(not ON_LINUX, reason="only /proc tells who left the process group")

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
OWN_SESSION = "import os, time; os.setsid(); open('pid', 'w').write(str(os.getpid())); "


@pytest.fixture(params=["here", "without /proc"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a test also the way macOS does it: with nothing but the process group."""
    if request.param != "here":
        monkeypatch.setattr(family, "_ON_LINUX", False)
        monkeypatch.setattr(leader, "_STAYS_ZOMBIE", False)
        # Where init buries no orphans, as in a bare container, a group of zombies never seems to be gone.
        monkeypatch.setattr(family, "KILL_SECONDS", 0.1)


@pytest.mark.usefixtures("system")
def test_a_background_process_that_holds_the_pipe_does_not_hold_us(tmp_path: Path) -> None:
    started = time.monotonic()
    ran = run("sleep 30 & echo $! > pid; echo done", tmp_path, kill_grace_seconds=0.2)
    assert time.monotonic() - started < 20
    assert (ran.exit_code, ran.output, ran.proven) == (0, "done\n", True)
    assert is_gone(wait_for_pid(tmp_path / "pid"))


@pytest.mark.usefixtures("system")
def test_a_background_process_that_redirected_its_output_is_gone_too(tmp_path: Path) -> None:
    run("sleep 30 > /dev/null 2>&1 & echo $! > pid", tmp_path, kill_grace_seconds=0.2)
    assert is_gone(wait_for_pid(tmp_path / "pid"))


def test_a_background_process_may_clean_up(tmp_path: Path) -> None:
    tidy = "(trap 'echo tidy; exit' TERM; touch ready; sleep 30 & wait) &"
    script = f"{tidy} while ! test -e ready; do sleep 0.01; done"
    ran = run(script, tmp_path, kill_grace_seconds=LONG)
    assert ran.output == "tidy\n"


@pytest.mark.usefixtures("system")
def test_forked_children_that_ignore_term_are_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    time_is_up_when(monkeypatch, written(tmp_path / "pid"))
    child = "(trap '' TERM; sleep 30) & echo $! > pid; "
    started = time.monotonic()
    ran = run(f"trap '' TERM; {child} sleep 30", tmp_path, kill_grace_seconds=0.4)
    assert 0.4 <= time.monotonic() - started < 20
    assert (ran.timed_out, ran.signal) == (True, signal.SIGKILL)
    assert is_gone(wait_for_pid(tmp_path / "pid"))


@on_linux
def test_a_child_in_a_session_of_its_own_is_gone_when_its_run_is_stopped(tmp_path: Path) -> None:
    child = python(STUBBORN + OWN_SESSION + "time.sleep(30)")
    ran = run(f"{child} & wait", tmp_path, cancelled=written(tmp_path / "pid"), kill_grace_seconds=0.1)
    assert ran.cancelled
    assert is_gone(wait_for_pid(tmp_path / "pid"))


@on_linux
def test_a_daemon_is_gone_after_its_command_succeeded(tmp_path: Path) -> None:
    daemon = python("import os\nif os.fork() == 0:\n " + OWN_SESSION + "time.sleep(30)")
    ran = run(f"{daemon}; while ! test -s pid; do sleep 0.01; done", tmp_path)
    assert ran.proven
    assert is_gone(wait_for_pid(tmp_path / "pid"))


@on_linux
def test_a_child_that_wiped_its_environment_is_found_by_its_parent(tmp_path: Path) -> None:
    child = "env -i " + python(OWN_SESSION + "time.sleep(30)")
    run(f"{child} & wait", tmp_path, cancelled=written(tmp_path / "pid"))
    assert is_gone(wait_for_pid(tmp_path / "pid"))


@on_linux
def test_an_orphan_in_a_group_of_its_own_is_found_by_its_session(tmp_path: Path) -> None:
    orphan = "import os, time\nif os.fork() == 0:\n os.setpgid(0, 0); "
    write = "open('pid', 'w').write(str(os.getpid())); time.sleep(30)"
    run(f"env -i {python(orphan + write)}; while ! test -s pid; do sleep 0.01; done", tmp_path)
    assert is_gone(wait_for_pid(tmp_path / "pid"))


def test_when_a_callback_fails_the_command_is_killed_and_the_error_goes_on(tmp_path: Path) -> None:
    def on_output(text: str) -> None:
        raise BrokenPipeError(text)

    with pytest.raises(BrokenPipeError):
        run("echo $$ > pid; echo x; sleep 30", tmp_path, on_output=on_output)
    assert is_gone(wait_for_pid(tmp_path / "pid"))


def test_other_children_of_ours_live_on(tmp_path: Path) -> None:
    with subprocess.Popen(["sleep", "30"], start_new_session=True) as job:
        try:
            run("sleep 30", tmp_path, timeout_seconds=0.05)
            run("sleep 30 &", tmp_path)
            assert job.poll() is None
        finally:
            job.kill()


def test_a_second_run_does_not_end_the_first_ones_processes(tmp_path: Path) -> None:
    def on_output(text: str) -> None:
        run("true", tmp_path)

    ran = run("sleep 0.1 & first=$!; echo go; wait $first", tmp_path, on_output=on_output)
    assert (ran.exit_code, ran.output) == (0, "go\n")
