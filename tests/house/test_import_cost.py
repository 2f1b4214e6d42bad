"""Starting costs little: nothing heavy is imported before it is needed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.many_jobs import lay_root
from tests.house.checkout import ROOT

UNUSED = {
    "argparse",
    "dataclasses",
    "hashlib",
    "http",
    "inspect",
    "ipaddress",
    "logging",
    "shlex",
    "shutil",
    "tempfile",
    "typing",
    "urllib",
}
"""Of the standard library: each costs a command of cron a tenth of Python's own start or more."""
MOST = {"pulse": 120, "status": 95, "check": 83}
"""How many of our own modules a command may load: each costs it a hundredth of Python's own start."""
HEAVY = {"textual", "rich", "jsonschema", "yaml", "watchfiles"}
RECORDING = "from moie_tui import check_health, log_execution, monitored"
CALLS = {
    "the package": ["-c", "import moie_tui"],
    "the functions of a job": ["-c", RECORDING],
    "the command line": ["-c", "import moie_tui.cli.main"],
    "the help": ["-m", "moie_tui", "--help"],
    "the version": ["-m", "moie_tui", "--version"],
}
HEALTHY = 0, 1, 2
DATES_ONCE = sys.version_info >= (3, 12)
"""Before, `datetime` makes its classes in Python too."""


def _loaded(arguments: list[str]) -> set[str]:
    """Top-level names of all modules a fresh interpreter imports while it runs `arguments`."""
    return {name.partition(".")[0] for name in _imported(arguments)}


def _modules(arguments: list[str]) -> set[str]:
    """Ours among them, by their full names."""
    return {name for name in _imported(arguments) if name.partition(".")[0] == "moie_tui"}


@pytest.mark.long
@pytest.mark.parametrize(("command", "most"), MOST.items(), ids=MOST.keys())
def test_a_command_of_cron_loads_no_more_than_it_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, most: int
) -> None:
    monkeypatch.setenv("MOIE_HOME", str(tmp_path / "home"))
    root = lay_root(tmp_path / "root", 20, 4, 5)
    moie = ["-m", "moie_tui", "--root", str(root)]
    _imported([*moie, "trust", "--yes"])
    names = _imported([*moie, command])
    assert {name.partition(".")[0] for name in names} & (UNUSED | HEAVY) == set()
    assert ("datetime" in names) is DATES_ONCE
    assert len({name for name in names if name.startswith("moie_tui")}) <= most


def _imported(arguments: list[str]) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in HEALTHY, done.stderr[-2000:]
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip() for line in lines}


@pytest.mark.parametrize("arguments", CALLS.values(), ids=CALLS.keys())
def test_it_starts_without_anything_heavy(arguments: list[str]) -> None:
    loaded = _loaded(arguments)
    assert "moie_tui" in loaded
    assert loaded & HEAVY == set()


def test_the_functions_of_a_job_cost_two_small_modules_to_import() -> None:
    idle = _loaded(["-c", "from __future__ import annotations; import os"])
    assert _loaded(["-c", f"from __future__ import annotations; import os; {RECORDING}"]) - idle == {
        "moie_tui"
    }
    assert _modules(["-c", RECORDING]) == {"moie_tui", "moie_tui.monitoring"}
