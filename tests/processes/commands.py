"""What the tests of this room share: running a command with defaults, and asking whether a process lives."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import Any

from moie_tui.processes.command import Ran, run_command
from moie_tui.processes.descendants import living
from tests.waiting import until, written

LONG = 30.0
ON_LINUX = sys.platform == "linux"


def run(command: str, cwd: Path, **options: Any) -> Ran:
    return run_command(command, **{"cwd": cwd, "env": {}, "timeout_seconds": LONG, **options})


def python(code: str) -> str:
    """A shell word sequence that runs this Python, without the site packages (it starts faster)."""
    return f"{shlex.quote(sys.executable)} -I -S -c {shlex.quote(code)}"


def wait_for_pid(path: Path) -> int:
    """The pid a command wrote."""
    until(written(path), f"{path} was never written")
    return int(path.read_text())


def is_gone(pid: int) -> bool:
    """Whether no living process has this pid; a zombie is dead, whoever forgets to bury it."""
    if ON_LINUX:
        return all(process.pid != pid for process in living())
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False
