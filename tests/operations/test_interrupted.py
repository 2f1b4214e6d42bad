"""A run whose process vanished is a failure, told once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from moie_tui.domain.executions import Execution
from moie_tui.domain.run import Run
from moie_tui.operations.interrupted import sweep_interrupted
from moie_tui.storage.run_record import encode_run, new_run_id
from tests.builders import a_job, a_phase, a_state
from tests.processes.commands import ON_LINUX, is_gone, wait_for_pid
from tests.roots import NOON, Root

SWEEP = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from moie_tui.operations.interrupted import sweep_interrupted
from moie_tui.storage.stores import open_stores
stores = open_stores(Path(sys.argv[1]), via="tests")
print("ready", flush=True)
sys.stdin.read(1)
print(len(sweep_interrupted(stores, datetime.now(UTC))))
"""


@pytest.fixture
def root(tmp_path: Path) -> Root:
    jobs = a_job("5.1", "cyclic"), a_job("5.2")
    return Root(tmp_path, a_state(a_phase(5, *jobs), current=5))


def vanished(root: Root, job: str = "5.1", at: datetime = NOON) -> Run:
    """A run that nobody runs: the file of one that was killed before it wrote anything."""
    run = Run(new_run_id(at), job, "work", at, pid=1)
    folder = root.folder / ".moie/running"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{run.id}.json").write_bytes(encode_run(run))
    return run


def executions(root: Root, job: str = "5.1") -> tuple[Execution, ...]:
    found = root.workspace.stores.health.read(None).get(job)
    return found.executions if found else ()


def test_a_killed_run_is_told_once_and_its_command_ends_before_the_next_one_begins(root: Root) -> None:
    words = ["--root", str(root.folder), "run", "5.1", "--", "sh", "-c"]
    script = f"cd '{root.folder}'; echo hello; setsid sleep 60 & echo $! > child; wait"
    env = {**os.environ, "MOIE_HOME": str(root.home)}
    killed = subprocess.Popen([sys.executable, "-m", "moie_tui", *words, script], env=env, stdout=-3)
    child = wait_for_pid(root.folder / "child")
    (live,) = root.workspace.runs("5.1")
    while root.workspace.run_log("5.1", live.id)[0] != "hello\n":
        assert killed.poll() is None
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    root.clock.now = datetime.now(UTC)
    assert root.do("run", job="5.1", argv=("true",)).exit_code == 0
    interrupted, good = executions(root)
    assert (interrupted.status, interrupted.error) == ("failure", "interrupted")
    assert good.good
    newest, kept = root.workspace.runs("5.1")
    assert (kept.ending, kept.id) == ("interrupted", interrupted.run_id)
    assert newest.good
    assert root.workspace.run_log("5.1", kept.id)[0] == "hello\n"
    if ON_LINUX:
        assert is_gone(child)
    messages = [one.message for one in root.workspace.stores.events.tail(10)]
    assert messages[0] == "job 5.1: interrupted, its process vanished"
    assert sweep_interrupted(root.workspace.stores, root.clock()) == ()


def test_two_sweepers_tell_of_a_run_once(root: Root) -> None:
    runs = [vanished(root, at=NOON + timedelta(seconds=n)) for n in range(10)]
    command = [sys.executable, "-c", SWEEP, str(root.folder)]
    pipe = subprocess.PIPE
    sweepers = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(3)]
    for one in sweepers:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in sweepers:
        assert one.stdin is not None
        one.stdin.write("x")
        one.stdin.flush()
    told = [int(one.communicate()[0]) for one in sweepers]
    assert sum(told) == len(runs)
    assert sorted(str(one.run_id) for one in executions(root)) == [run.id for run in runs]


def test_a_run_that_died_after_its_execution_ends_as_that_says(root: Root) -> None:
    run, stores = vanished(root), root.workspace.stores
    stores.health.record("5.1", "success", 12, None, at=NOON, zone=None, version=2, extra={"run_id": run.id})
    assert sweep_interrupted(stores, NOON) == ()
    assert len(executions(root)) == 1
    (kept,) = stores.runs.of_job("5.1")
    assert (kept.ending, kept.ended_at) == ("success", NOON)


def test_a_run_ends_at_its_last_sign_of_life_not_when_it_is_found(root: Root) -> None:
    run, began = vanished(root, at=NOON - timedelta(hours=9)), NOON - timedelta(hours=9)
    log = root.folder / f".moie/runs/5.1/{run.id}.log"
    log.parent.mkdir(parents=True)
    log.write_text("so far\n")
    os.utime(log, ((began + timedelta(minutes=2)).timestamp(),) * 2)
    (told,) = sweep_interrupted(root.workspace.stores, NOON)
    assert (told.ended_at, told.duration_ms) == (began + timedelta(minutes=2), 120_000)
    (one,) = executions(root)
    assert (one.at, one.duration_ms) == (told.ended_at, 120_000)
    assert root.workspace.run_log("5.1", run.id)[0] == "so far\n"


def test_an_interrupted_run_of_a_pending_job_is_kept_but_is_no_execution(root: Root) -> None:
    vanished(root, "5.2")
    (told,) = sweep_interrupted(root.workspace.stores, NOON)
    assert (told.job, executions(root, "5.2")) == ("5.2", ())
    assert root.workspace.runs("5.2")[0].ending == "interrupted"


@pytest.mark.parametrize("name", ["cyclic_job_health.json", "sovereign_state_v2.json"])
def test_while_a_document_cant_be_read_a_vanished_run_waits(name: str, root: Root) -> None:
    run, before = vanished(root), root.document
    (root.folder / name).write_text("{torn")
    assert sweep_interrupted(root.workspace.stores, NOON) == ()
    (root.folder / name).unlink()
    root.write(before)
    assert [one.id for one in sweep_interrupted(root.workspace.stores, NOON)] == [run.id]


def test_a_bare_undo_leaves_what_nobody_did_just_now(root: Root) -> None:
    vanished(root)
    sweep_interrupted(root.workspace.stores, NOON)
    assert [one.scheduled for one in root.workspace.operations()] == [True]
    assert root.workspace.runs("5.1")[0].scheduled is False


def test_a_vanished_run_is_shown_as_interrupted_before_anything_has_recorded_it(root: Root) -> None:
    run = vanished(root)
    view = root.workspace.view()
    assert [(one.where, one.what) for one in view.problems if one.where == "job 5.1"] == [
        ("job 5.1", f"a run was interrupted at {NOON:%Y-%m-%d %H:%M:%S}: its process vanished")
    ]
    (execution,) = view.health["5.1"].executions
    assert (execution.run_id, execution.error, execution.good) == (run.id, "interrupted", False)
    assert [(one.id, one.ending, one.why) for one in root.workspace.runs("5.1")] == [
        (run.id, "interrupted", "its process vanished")
    ]
    assert executions(root) == ()  # a look writes nothing
    sweep_interrupted(root.workspace.stores, NOON)
    again = root.workspace.view()
    assert (again.lost, again.problems) == ((), ())
    assert [one.run_id for one in again.health["5.1"].executions] == [run.id]


def test_the_pulse_that_records_an_interrupted_run_says_so(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(a_phase(5, a_job("5.1", "cyclic")), current=5))
    vanished(root)
    assert root.do("pulse").message.endswith("; a run of job 5.1 was interrupted")
    assert "interrupted" not in root.do("pulse").message
