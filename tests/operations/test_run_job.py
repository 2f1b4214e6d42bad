"""A job's command run to its end, with real processes, and what is written down of it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from moie_tui.domain.errors import Busy, Cancelled, Refused, Untrusted, UsageError
from moie_tui.domain.plan import Outcome, Plan, Silent
from tests.builders import a_job, a_phase, a_state
from tests.processes.commands import ON_LINUX, is_gone, python, wait_for_pid
from tests.roots import Root
from tests.waiting import time_is_up_when, written

pytestmark = pytest.mark.long

FORKING = "import os, signal, time; signal.signal(15, signal.SIG_IGN); os.fork(); os.fork(); "
HANGING = f"{FORKING}open('pid', 'a').write(f'{{os.getpid()}} '); time.sleep(60)"


@pytest.fixture
def root(tmp_path: Path) -> Root:
    jobs = a_job("5.1", "cyclic", command="echo from the state"), a_job("5.2", "cyclic"), a_job("5.3")
    return Root(tmp_path, a_state(a_phase(5, *jobs), current=5), config="jobs: {x: {command: echo config}}\n")


def run(root: Root, *argv: str, job: str = "5.2", **more: Any) -> Outcome:
    return root.do("run", job=job, argv=argv, **more)


def health(root: Root) -> dict[str, Any]:
    path = root.folder / "cyclic_job_health.json"
    return json.loads(path.read_text()) if path.exists() else {}


def events(root: Root) -> list[tuple[str, str]]:
    found = root.workspace.stores.events.tail(100)
    return [(one.level, one.message) for one in found if one.category == "job"]


def output(root: Root, outcome: Outcome, job: str = "5.2") -> str:
    return root.workspace.run_log(job, str(outcome.detail["run_id"]))[0]


def test_a_good_run_is_an_execution_with_its_output_kept_and_undo_takes_it_back(root: Root) -> None:
    outcome = run(root, "sh", "-c", "echo out; echo err >&2")
    (one,) = health(root)["5.2"]["executions"]
    assert (one["status"], one["error"], one["exit_code"]) == ("success", None, 0)
    assert one["run_id"] == outcome.detail["run_id"]
    assert one["duration_ms"] == outcome.detail["duration_ms"] < 60_000
    assert output(root, outcome) == "out\nerr\n"
    assert (outcome.outcome, outcome.exit_code) == ("done", 0)
    assert events(root) == [("info", f"job 5.2: success in {one['duration_ms']} ms")]
    root.do("undo", operation=outcome.operation)
    assert "5.2" not in health(root)
    (redo, *_) = root.workspace.operations()
    root.do("undo", operation=redo.id)
    assert health(root)["5.2"]["executions"][0]["run_id"] == one["run_id"]


@pytest.mark.parametrize(
    ("script", "code", "error"),
    [
        ("echo all is lost; exit 3", 3, "all is lost"),
        ("exit 200", 200, "exit 200"),
        ("echo so far; kill -9 $$", 137, "so far\nkilled by SIGKILL"),
        ("kill -15 $$", 143, "killed by SIGTERM"),
    ],
)
def test_a_bad_end_is_a_failure_with_the_commands_last_words(
    script: str, code: int, error: str, root: Root
) -> None:
    outcome = run(root, "sh", "-c", script)
    (one,) = health(root)["5.2"]["executions"]
    assert (outcome.exit_code, outcome.outcome) == (code, "failed")
    assert (one["status"], one["exit_code"], one["error"]) == ("failure", code, error)
    (level, message) = events(root)[-1]
    assert (level, message.partition(",")[0]) == ("error", "job 5.2: failure")


@pytest.mark.parametrize(("word", "code"), [("./no-such-command", 127), ("/", 126)])
def test_a_command_that_cant_be_started_fails_as_in_a_shell(word: str, code: int, root: Root) -> None:
    outcome = run(root, word)
    assert outcome.exit_code == code
    assert "can't be started" in health(root)["5.2"]["executions"][0]["error"]
    assert "can't be started" in output(root, outcome)


def test_of_much_output_the_last_two_kilobytes_are_the_error_and_one_megabyte_is_kept(root: Root) -> None:
    code = "import sys; sys.stdout.write(('x' * 99 + '\\n') * 100_000); sys.exit('the end')"
    outcome = run(root, "sh", "-c", python(code))
    error = health(root)["5.2"]["executions"][0]["error"]
    assert len(error) <= 2000
    assert error.startswith("x" * 99 + "\n")
    assert error.endswith("the end")
    assert 1_000_000 < len(output(root, outcome)) < 1_100_000
    assert "bytes dropped" in output(root, outcome)


def test_a_hanging_command_is_gone_when_its_time_is_up_with_all_it_forked(
    root: Root, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pids() -> list[str]:
        path = root.folder / "pid"
        return path.read_text().split() if path.exists() else []

    time_is_up_when(monkeypatch, lambda: len(pids()) == 4)
    outcome = run(root, "sh", "-c", f"cd '{root.folder}'; {python(HANGING)} & wait")
    assert outcome.exit_code == 124
    assert all(is_gone(int(pid)) for pid in pids())
    assert health(root)["5.2"]["executions"][0]["error"].startswith("timed out after")


@pytest.mark.skipif(not ON_LINUX, reason="a session of its own hides a child where there is no /proc")
def test_a_child_in_a_session_of_its_own_does_not_outlive_the_run(root: Root) -> None:
    run(root, "sh", "-c", f"cd '{root.folder}'; setsid sleep 60 & echo $! > child; sleep 0.1")
    assert is_gone(wait_for_pid(root.folder / "child"))


def test_a_run_taken_back_is_no_execution_and_leaves_no_process(root: Root) -> None:
    class Soon:
        def is_set(self) -> bool:
            return written(root.folder / "child")()

    workspace = root.workspace
    script = f"cd '{root.folder}'; sleep 60 & echo $! > child; wait"
    operation = workspace.operation("run", job="5.2", argv=("sh", "-c", script))
    with pytest.raises(Cancelled):
        workspace.run(operation, workspace.plan(operation), Silent(), Soon())
    assert is_gone(wait_for_pid(root.folder / "child"))
    assert health(root) == {}
    (kept,) = workspace.runs("5.2")
    assert kept.ending == "cancelled"
    assert events(root)[-1][1].startswith("job 5.2: cancelled")


def test_a_job_runs_once_at_a_time_unless_it_may_overlap(root: Root) -> None:
    with root.workspace.stores.runs.job_lock("5.2").hold(holder="a run of job 5.2"):
        with pytest.raises(Busy, match=r"a run of job 5\.2"):
            run(root, "true")
        assert run(root, "true", overlap=True).exit_code == 0
        (root.folder / "config.yaml").write_text("jobs: {'5.2': {overlap: true}}\n")
        assert run(root, "true").exit_code == 0
    assert len(health(root)["5.2"]["executions"]) == 2


def test_a_job_knows_its_root_itself_and_its_run_and_reads_nothing(root: Root) -> None:
    outcome = run(root, "sh", "-c", 'cat; echo "$MOIE_ROOT $MOIE_JOB_ID $MOIE_RUN_ID"')
    assert output(root, outcome) == f"{root.folder} 5.2 {outcome.detail['run_id']}\n"


def test_a_jobs_own_command_needs_trust_and_runs_in_the_root(root: Root) -> None:
    with pytest.raises(Untrusted):
        run(root, job="5.1")
    assert root.workspace.runs("5.1") == ()
    root.trust()
    assert output(root, run(root, job="5.1"), "5.1") == "from the state\n"
    document = root.document
    document["phases"][0]["jobs"][0]["command"] = "pwd"
    root.write(document)
    assert output(root, run(root, job="5.1"), "5.1").strip() == os.path.realpath(root.folder)
    with pytest.raises(UsageError, match="no command"):
        run(root, job="5.2")
    with pytest.raises(UsageError, match="no job"):
        run(root, job="9.9")


def test_a_command_of_the_config_is_shell_code_of_the_root_too(root: Root) -> None:
    workspace = root.workspace
    plan = workspace.plan(workspace.operation("trust"))
    assert ("x command", "echo config") in [(one.job, one.command) for one in plan.commands]
    root.trust()
    assert output(root, run(root, job="x"), "x") == "config\n"
    (root.folder / "config.yaml").write_text(
        "trust: {changes: ask}\njobs: {x: {command: echo other}, '5.1': {command: echo less}}\n"
    )
    with pytest.raises(Refused, match="waits for approval"):
        run(root, job="x")
    assert output(root, run(root, job="5.1"), "5.1") == "from the state\n"


def test_a_run_of_a_pending_job_is_kept_but_is_no_execution(root: Root) -> None:
    outcome = run(root, "false", job="5.3")
    assert (outcome.exit_code, outcome.operation, health(root)) == (1, "", {})
    (kept,) = root.workspace.runs("5.3")
    assert (kept.ending, kept.exit_code) == ("failure", 1)
    assert events(root)[-1] == ("error", "job 5.3: failure, exit 1")


def test_a_plan_says_what_will_run_and_what_to_mind(root: Root) -> None:
    workspace = root.workspace
    plan: Plan = workspace.plan(workspace.operation("run", job="ghost", argv=("echo", "a b")))
    assert [(one.kind, one.target, one.after) for one in plan.effects] == [("run", "job ghost", "echo 'a b'")]
    assert plan.warnings == (
        "the state has no job ghost: its run is recorded all the same",
        "what a command does to the world can't be undone",
    )
    assert plan.same_as == "moie run ghost -- echo 'a b'"


def test_another_command_for_a_job_that_pulses_start_is_said_to_count_as_its_run(root: Root) -> None:
    def minded(job: str, *argv: str) -> str:
        workspace = root.workspace
        return " ".join(workspace.plan(workspace.operation("run", job=job, argv=argv)).warnings)

    assert "this counts as a run of job 5.1" in minded("5.1", "true")
    assert "counts" not in minded("5.1") + minded("5.2", "true")
    (root.folder / "config.yaml").write_text("jobs: {'5.2': {schedule: 0 9 * * *}}\n")
    assert "run of job 5.2; its schedule goes on" in minded("5.2", "true")


def test_a_timeout_comes_from_the_call_the_state_or_the_config(root: Root) -> None:
    document = root.document
    document["phases"][0]["jobs"][1]["timeout_seconds"] = 0.2
    root.write(document)
    assert run(root, "sleep", "9").exit_code == 124
    (root.folder / "config.yaml").write_text("jobs: {x: {timeout_seconds: 0.2}}\n")
    assert run(root, "sleep", "9", job="x").exit_code == 124
    with pytest.raises(UsageError):
        run(root, "true", timeout=0)


def test_an_unreadable_health_document_is_said_and_the_run_is_kept(root: Root) -> None:
    (root.folder / "cyclic_job_health.json").write_text("{torn")
    run(root, "echo", "done")
    assert "; kept in .moie/executions.jsonl until" in root.workspace.view().events[-1].message
    (kept,) = root.workspace.runs("5.2")
    assert kept.good
    assert root.workspace.stores.runs.vanished() == ()
    assert (root.folder / "cyclic_job_health.json").read_text() == "{torn"
