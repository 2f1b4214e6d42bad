"""`moie` as a process of its own, and the processes that it may leave behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.roots import Root

ON_LINUX = sys.platform == "linux"


def environment(root: Root) -> dict[str, str]:
    """Ours, with the home where this root's consent lies."""
    package = str(Path(__file__).resolve().parents[2])
    return {**os.environ, "MOIE_HOME": str(root.home), "PYTHONPATH": package}


def command(root: Root, *words: str) -> list[str]:
    """The call of `moie` on this root."""
    return [sys.executable, "-m", "moie_tui", "--root", str(root.folder), *words]


def started(root: Root, *words: str, **options: Any) -> subprocess.Popen[str]:
    """`moie --root ROOT WORDS`, with pipes for what it says."""
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(
        command(root, *words), env=environment(root), text=True, **{**pipes, **options}
    )  # fmt: skip


_WEIGHED = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
sys.stderr.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code)
"""


def weighed(root: Root, *words: str) -> tuple[int, str, int]:
    """Exit code, what it said, and the most memory it or a process of it had, in the units of getrusage.

    A process between us and it, since a child's peak counts the memory of the process it was forked from."""
    line = [sys.executable, "-c", _WEIGHED, *command(root, *words)]
    ran = subprocess.run(line, env=environment(root), capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout, int(ran.stderr.splitlines()[-1])


def living_with(word: str) -> list[int]:
    """The pids of living processes that have `word` among their arguments, ours apart."""
    found = _of_proc(word) if ON_LINUX else _of_ps(word)
    return [pid for pid in found if pid != os.getpid()]


def _of_proc(word: str) -> list[int]:
    pids = []
    for name in filter(str.isdecimal, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/cmdline", "rb") as file:
                if word.encode() in file.read():
                    pids.append(int(name))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return pids


def _of_ps(word: str) -> list[int]:
    table = subprocess.run(["ps", "-axo", "pid=,args="], capture_output=True, text=True, check=True).stdout
    lines = [line.split(None, 1) for line in table.splitlines() if word in line]
    return [int(pid) for pid, _ in lines]
