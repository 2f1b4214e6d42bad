"""The process table, read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from moie_tui.processes.descendants import family_of, is_same, living, started_at
from moie_tui.values import replace

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc")

NOBODY = 2**30
"""More than any pid can be."""


def test_this_process_is_living_under_its_parent() -> None:
    us = next(process for process in living() if process.pid == os.getpid())
    assert (us.parent, us.group, us.session) == (os.getppid(), os.getpgrp(), os.getsid(0))


def test_a_name_with_spaces_and_parentheses_does_not_confuse(tmp_path: Path) -> None:
    odd = tmp_path / "a) R (1 2"
    odd.symlink_to(Path(sys.executable).resolve())
    with subprocess.Popen([odd, "-I", "-S", "-c", "import time; time.sleep(30)"]) as process:
        try:
            found = next(p for p in living() if p.pid == process.pid)
            assert found.parent == os.getpid()
        finally:
            process.kill()


def test_a_zombie_is_not_living() -> None:
    with subprocess.Popen(["true"], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert process.pid not in {p.pid for p in living()}


def test_when_a_zombie_started_is_known() -> None:
    with subprocess.Popen(["true"], stdout=subprocess.PIPE) as process:
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert started_at(process.pid) >= started_at(os.getpid())
    assert started_at(NOBODY) == 0


def test_a_later_process_with_the_same_pid_is_another_one() -> None:
    us = next(process for process in living() if process.pid == os.getpid())
    assert is_same(us)
    assert not is_same(replace(us, started=us.started - 1))


def test_the_marked_are_found_and_nobody_else() -> None:
    mark = "MOIE_MARK_0123"
    with subprocess.Popen(["sleep", "30"], env={mark: "1"}) as marked:
        try:
            assert {p.pid for p in family_of(NOBODY, mark.encode(), set())} == {marked.pid}
            assert family_of(NOBODY, b"MOIE_MARK_4567", set()) == set()
            since = started_at(marked.pid)
            assert {p.pid for p in family_of(NOBODY, mark.encode(), set(), since)} == {marked.pid}
            assert family_of(NOBODY, mark.encode(), set(), since + 1) == set()
        finally:
            marked.kill()
