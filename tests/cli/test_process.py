"""`moie` as the shell sees it: signals, pipes, hostile text."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import a_job, a_phase, a_state
from tests.processes.commands import is_gone, wait_for_pid
from tests.roots import Root
from tests.waiting import PATIENCE

HOSTILE = "[@click=app.quit()]x[/]\x1b]0;own\x07\x1b[31mred\nsecond\u202eline"


def _start(root: Root, *words: str, **more: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "moie_tui", "--root", str(root.folder), *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **more,  # type: ignore[call-overload]
    )


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_verification_with_its_children_and_keeps_the_state(
    number: signal.Signals, code: int, tmp_path: Path
) -> None:
    job = a_job("1.1", verification_cmd="sleep 60 & echo $! > child; wait")
    root = Root(tmp_path, a_state(a_phase(1, job))).trust()
    before = root.bytes
    with _start(root, "pulse", "--json") as process:
        child = wait_for_pid(root.folder / "child")
        process.send_signal(number)
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == code, err
    assert json.loads(out)["outcome"] == "cancelled"
    assert is_gone(child)
    assert root.bytes == before


def test_a_reader_that_left_is_no_error_to_speak_of(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(*(a_phase(at, a_job(f"{at}.1")) for at in range(2000))))
    with _start(root, "status", "--json") as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == ""
    assert process.returncode == 141


@pytest.mark.parametrize("words", [["status"], ["jobs"], ["pulse", "--dry-run"], ["trust", "--dry-run"]])
def test_hostile_text_of_a_state_is_shown_as_plain_text(words: list[str], tmp_path: Path) -> None:
    jobs = [
        a_job(HOSTILE + one, one, task=HOSTILE, verification_cmd=HOSTILE) for one in ("pending", "cyclic")
    ]
    root = Root(tmp_path, a_state(a_phase(1, *jobs, name=HOSTILE), meta={"project": HOSTILE}))
    out, err = _start(root, *words).communicate(timeout=PATIENCE)
    assert err == ""
    assert "[@click=app.quit()]x[/]red" in out
    assert all(one.isprintable() or one == "\n" for one in out)


def test_without_a_terminal_nothing_is_asked_and_nothing_done(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state())
    out, err = (process := _start(root, "trust")).communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (6, "")
    assert err.count("\n") == 1
    assert "--yes" in err


def test_the_root_comes_from_the_environment_else_the_current_folder(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state())
    command = [sys.executable, "-m", "moie_tui", "status", "--json"]
    package = str(Path(__file__).parents[2])
    env = {**os.environ, "MOIE_ROOT": str(root.folder), "PYTHONPATH": package}
    named = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
    del env["MOIE_ROOT"]
    here = subprocess.run(command, cwd=root.folder, env=env, capture_output=True, text=True, check=True)
    assert json.loads(named.stdout)["root"] == json.loads(here.stdout)["root"] == str(root.folder)
