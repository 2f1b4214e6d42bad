"""What an operator says of a job is done by its id, and taken back by its id."""

from __future__ import annotations

from pathlib import Path

import pytest

from moie_tui.domain.errors import PlanOutdated, Refused, UsageError
from moie_tui.domain.own_work import Tried
from tests.builders import a_job, a_phase, a_state
from tests.roots import NOON, Root


def _root(folder: Path, config: str = "") -> Root:
    phases = [
        a_phase(1, a_job("1.1"), a_job("1.2", "completed")),
        a_phase(5, a_job("5.1", "cyclic"), a_job("5.2", "cyclic", paused=True), status="pending"),
    ]
    return Root(folder, a_state(*phases), config=config)


def _job(root: Root, key: str) -> dict[str, object]:
    (found,) = [job for phase in root.document["phases"] for job in phase["jobs"] if job["id"] == key]
    return found


@pytest.mark.parametrize(
    ("key", "change", "field", "before", "after"),
    [
        ("1.1", "done", "status", "pending", "completed"),
        ("1.2", "pending", "status", "completed", "pending"),
        ("1.1", "pause", "paused", None, True),
        ("5.1", "pause", "paused", None, True),
        ("5.2", "resume", "paused", True, False),
    ],
)
def test_each_change_is_made_and_taken_back_byte_for_byte(
    tmp_path: Path, key: str, change: str, field: str, before: object, after: object
) -> None:
    root = _root(tmp_path)
    bytes_before = root.bytes
    assert _job(root, key).get(field) == before
    outcome = root.do("job", job=key, change=change)
    assert (outcome.outcome, _job(root, key)[field]) == ("done", after)
    assert root.do("job", job=key, change=change).outcome == "unchanged"
    root.do("undo")
    assert root.bytes == bytes_before


def test_undo_leaves_alone_what_others_wrote_since(tmp_path: Path) -> None:
    root = _root(tmp_path)
    root.do("job", job="1.1", change="done")
    document = root.document
    document["meta"]["operator"] = "somebody else"
    root.write(document)
    root.do("undo")
    assert (_job(root, "1.1")["status"], root.document["meta"]["operator"]) == ("pending", "somebody else")


@pytest.mark.parametrize(
    ("key", "change", "why"),
    [
        ("5.1", "done", "cyclic"),
        ("5.1", "pending", "cyclic"),
        ("1.2", "pause", "completed"),
        ("1.3", "resume", "config"),
        ("2.2", "done", "2 jobs have the id"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_clear_line(
    tmp_path: Path, key: str, change: str, why: str
) -> None:
    root = _root(tmp_path, "jobs: {'1.3': {paused: true}}\n")
    document = root.document
    document["phases"][0]["jobs"] += [a_job("1.3"), a_job("2.2"), a_job("2.2")]
    root.write(document)
    with pytest.raises(Refused, match=why):
        root.do("job", job=key, change=change)
    assert root.document == document


def test_an_unknown_job_or_change_is_a_wrong_call(tmp_path: Path) -> None:
    for key, change in (("9.9", "done"), ("1.1", "finished")):
        with pytest.raises(UsageError):
            _root(tmp_path).do("job", job=key, change=change)


def test_done_warns_that_nothing_was_proven_and_pending_that_no_pulse_looks(tmp_path: Path) -> None:
    workspace = _root(tmp_path).workspace
    done = workspace.plan(workspace.operation("job", job="1.1", change="done"))
    assert any("nothing was proven" in warning for warning in done.warnings)
    document = a_state(a_phase(1, a_job("1.1", "completed")), a_phase(5, a_job("5.1", "cyclic")), current=5)
    past = Root(tmp_path, document)
    other = past.workspace
    again = other.plan(other.operation("job", job="1.1", change="pending"))
    assert any("not the current one" in warning for warning in again.warnings)
    said = past.do("job", job="1.1", change="pending").message
    assert said == "job 1.1 is pending, but phase 1 is not the current one, so no pulse looks at it"
    past.do("job", job="5.1", change="pause")
    assert past.do("job", job="5.1", change="resume").message == "job 5.1 is no longer paused"


def test_pending_counts_the_attempts_anew_be_it_pending_already(tmp_path: Path) -> None:
    root = _root(tmp_path)
    root.workspace.stores.attempts.note("1.1", Tried("./work", 3, NOON))
    outcome = root.do("job", job="1.1", change="pending")
    assert [(one.before, one.after) for one in outcome.effects] == [(3, 0)]
    assert root.workspace.stores.attempts.of("1.1") is None


def test_a_job_that_changed_since_the_plan_is_left_alone(tmp_path: Path) -> None:
    root = _root(tmp_path)
    workspace = root.workspace
    operation = workspace.operation("job", job="1.1", change="done")
    plan = workspace.plan(operation)
    document = root.document
    document["phases"][0]["jobs"][0]["status"] = "failed"
    root.write(document)
    with pytest.raises(PlanOutdated):
        workspace.run(operation, plan)
    assert root.document == document
