"""Verification testing: what holds, what does not, and nothing changed or left behind by looking."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from moie_tui.domain.errors import Cancelled, PlanOutdated, Untrusted, UsageError
from moie_tui.domain.plan import Outcome
from moie_tui.processes.descendants import environment_of, living
from tests.builders import a_job, a_phase, a_state
from tests.processes.commands import ON_LINUX
from tests.roots import Root
from tests.waiting import time_is_up_when


class Heard:
    """Progress that keeps every step."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.said = ""

    def step(self, what: str) -> None:
        self.steps.append(what)

    def output(self, text: str) -> None:
        self.said += text


def a_root(folder: Path, *jobs: dict[str, Any], config: str = "") -> Root:
    return Root(folder, a_state(a_phase(1, *jobs)), config=config).trust()


def results(outcome: Outcome) -> dict[str, str]:
    found: Any = outcome.detail["results"]
    return {one["job"]: one["result"] for one in found}


def files(root: Root) -> dict[str, bytes]:
    return {
        str(path.relative_to(root.folder)): path.read_bytes()
        for path in root.folder.rglob("*")
        if path.is_file()
    }


def left_of(root: Root) -> list[int]:
    """Living processes that a command of this root started."""
    ours = str(root.folder).encode()
    return [one.pid for one in living() if environment_of(one.pid).get(b"MOIE_ROOT") == ours]


def sleepers(folder: Path, count: int, seconds: float) -> Root:
    command = "touch began{}; sleep {}; true"
    jobs = [a_job(f"1.{at}", verification_cmd=command.format(at, seconds)) for at in range(count)]
    return a_root(folder, *jobs)


def test_every_way_it_can_go_is_told_apart_and_drift_is_what_no_longer_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = a_root(
        tmp_path,
        a_job("1.1", "completed"),
        a_job("1.2", "completed", verification_cmd="echo gone; false"),
        a_job("1.3", "completed", verification_cmd="no-such-command-here"),
        a_job("1.4", verification_cmd="exit 3"),
        a_job("1.5", verification_cmd="touch hung; sleep 30"),
        a_job("1.6", verification_cmd=None),
        a_job("1.7", "cyclic", verification_cmd="true\0"),
    )
    time_is_up_when(monkeypatch, (root.folder / "hung").exists)
    outcome = root.do("verify", parallel=1)
    assert results(outcome) == {
        "1.1": "proven",
        "1.2": "drift",
        "1.3": "missing",
        "1.4": "not-proven",
        "1.5": "timed-out",
        "1.6": "no-command",
        "1.7": "missing",
    }
    rows: Any = outcome.detail["results"]
    assert [one["drift"] for one in rows] == [False, True, True, False, False, False, False]
    assert (rows[1]["exit_code"], rows[1]["output"]) == (1, "gone\n")
    assert (rows[3]["phase"], rows[3]["why"]) == ("1", "exit 3")
    assert (outcome.exit_code, outcome.outcome) == (1, "drift")
    assert outcome.message.startswith("2 drift, 1 command missing, 1 timed out, 1 not proven")


def test_nothing_is_changed_by_it_and_no_event_tells_of_it(tmp_path: Path) -> None:
    root = a_root(tmp_path, a_job("1.1", "completed", verification_cmd="false"), a_job("1.2"))
    before = files(root)
    assert root.do("verify").operation == ""
    assert files(root) == before


def test_a_pending_job_not_proven_yet_is_no_failure_unless_it_is_asked_about(tmp_path: Path) -> None:
    root = a_root(tmp_path, a_job("1.1", verification_cmd="false"), a_job("1.2"))
    assert root.do("verify").exit_code == 0
    assert root.do("verify", job="1.1").exit_code == 1
    assert root.do("verify", job="1.2").exit_code == 0


def test_jobs_of_one_id_are_each_run_where_they_stand(tmp_path: Path) -> None:
    twins = a_job("7", verification_cmd="true"), a_job("7", "completed", verification_cmd="false")
    root = Root(tmp_path, a_state(a_phase(1, twins[0]), a_phase(2, twins[1]))).trust()
    rows: Any = root.do("verify", job="7").detail["results"]
    assert [(one["phase"], one["result"]) for one in rows] == [("1", "proven"), ("2", "drift")]
    assert results(root.do("verify", phase="1")) == {"7": "proven"}
    for wrong in ({"phase": "9"}, {"job": "9"}, {"phase": "1", "job": "9"}, {"parallel": 0}):
        with pytest.raises(UsageError):
            root.do("verify", **wrong)


def test_without_trust_nothing_is_run(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(a_phase(1, a_job(verification_cmd="touch ran"))))
    with pytest.raises(Untrusted):
        root.do("verify")
    assert not (root.folder / "ran").exists()


def test_commands_that_changed_since_they_were_shown_are_not_run(tmp_path: Path) -> None:
    root = a_root(tmp_path, a_job("1.1"))
    workspace = root.workspace
    operation = workspace.operation("verify")
    plan = workspace.plan(operation)
    assert [one.command for one in plan.commands] == ["true"]
    assert plan.effects == ()
    root.write(a_state(a_phase(1, a_job("1.1", verification_cmd="touch ran"))))
    with pytest.raises(PlanOutdated):
        workspace.run(operation, plan)
    assert not (root.folder / "ran").exists()


def test_progress_counts_and_one_job_alone_lets_its_output_be_heard(tmp_path: Path) -> None:
    root = a_root(tmp_path, a_job("1.1", "completed", verification_cmd="echo heard; false"), a_job("1.2"))
    workspace, heard = root.workspace, Heard()
    operation = workspace.operation("verify", parallel=1)
    workspace.run(operation, workspace.plan(operation), heard)
    assert heard.steps == [
        "0 of 2 verified",
        "1 of 2 verified · 1 drift",
        "2 of 2 verified · 1 drift, 1 proven",
    ]
    assert heard.said == ""
    operation = workspace.operation("verify", job="1.1")
    workspace.run(operation, workspace.plan(operation), heard)
    assert heard.said == "heard\n"


@pytest.mark.skipif(not ON_LINUX, reason="there is no /proc")
def test_a_cancel_ends_all_that_run_starts_no_other_and_leaves_none(tmp_path: Path) -> None:
    def begun() -> int:
        return len(list(root.folder.glob("began*")))

    class WhenFourRun:
        def is_set(self) -> bool:
            return begun() >= 4

    root = sleepers(tmp_path, 12, 300)
    workspace = root.workspace
    operation = workspace.operation("verify", parallel=4)
    with pytest.raises(Cancelled, match="cancelled after 0 of 12"):
        workspace.run(operation, workspace.plan(operation), None, WhenFourRun())
    assert (begun(), left_of(root)) == (4, [])


def test_as_many_as_asked_for_run_at_a_time(tmp_path: Path) -> None:
    # Each ends only when all eight have begun: one after the other, all would run into their deadline.
    all_here = "n=0; until test $(ls | grep -c here) = 8 || test $n = 1000; do n=$((n + 1)); sleep 0.02; done"
    jobs = [
        a_job(f"1.{at}", verification_cmd=f"touch here{at}; {all_here}; test $n -lt 1000") for at in range(8)
    ]
    assert a_root(tmp_path, *jobs).do("verify", parallel=8).message == "8 proven"


@pytest.mark.slow
@pytest.mark.skipif(not ON_LINUX, reason="there is no /proc")
def test_two_hundred_jobs_of_a_second_take_ten_at_twenty_at_a_time_and_leave_no_process(
    tmp_path: Path,
) -> None:
    root = sleepers(tmp_path, 200, 1)
    began = time.monotonic()
    assert root.do("verify", parallel=20).message == "200 proven"
    assert time.monotonic() - began < 15
    assert left_of(root) == []
