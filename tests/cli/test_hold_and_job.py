"""Stopping pulses and changing jobs from a shell."""

from __future__ import annotations

from tests.cli.conftest import Moie
from tests.roots import Root


def test_a_hold_stops_pulses_and_status_shows_it(moie: Moie, root: Root) -> None:
    root.trust()
    assert moie("hold", "--for", "2h", "--why", "deploy", "--json").json["outcome"] == "done"
    held = moie("pulse", "--json")
    assert (held.code, held.json["outcome"]) == (0, "held")
    assert held.json["message"].endswith(": deploy")
    assert moie("status", "--json").json["heartbeat"]["status"] == "held"
    assert "pulses are on hold until" in moie("status").out
    assert moie("resume").out.startswith("● pulses go on\n")
    assert moie("status", "--json").json["heartbeat"]["status"] == "healthy"


def test_a_span_nobody_can_read_is_a_wrong_call(moie: Moie) -> None:
    said = moie("hold", "--for", "a while")
    assert (said.code, said.out) == (2, "")
    assert said.err.count("\n") == 1


def test_a_dry_run_of_a_hold_holds_nothing(moie: Moie, root: Root) -> None:
    plan = moie("hold", "--why", "deploy", "--dry-run", "--json").json
    assert [effect["kind"] for effect in plan["effects"]] == ["hold"]
    assert not (root.folder / ".moie" / "hold.json").exists()


def test_a_job_is_changed_and_the_change_taken_back(moie: Moie, root: Root) -> None:
    done = moie("job", "1.2", "done", "--json")
    assert (done.code, done.json["outcome"]) == (0, "done")
    assert root.document["phases"][0]["jobs"][1]["status"] == "completed"
    assert moie("job", "1.2", "done").out.startswith("○ job 1.2 is completed already")
    assert moie("undo", "--yes").code == 0
    assert root.document["phases"][0]["jobs"][1]["status"] == "pending"


def test_what_makes_no_sense_leaves_with_the_code_of_its_error(moie: Moie) -> None:
    assert moie("job", "5.1", "done").code == 6
    assert moie("job", "9.9", "pause").code == 2
    assert moie("job", "1.2", "finished").code == 2


def test_jobs_with_a_schedule_say_when_they_are_due_and_how_late_they_are(moie: Moie, root: Root) -> None:
    (root.folder / "config.yaml").write_text("jobs: {'5.1': {schedule: every 20m}}\n")
    health = '{"5.1": {"executions": [{"timestamp": "2026-01-01T00:00:00Z", "status": "success"}]}}'
    (root.folder / "cyclic_job_health.json").write_text(health)
    (row,) = moie("jobs", "--json").json
    assert (row["schedule"], row["next_due"]) == ("every 20m", "2026-01-01T00:20:00+00:00")
    assert row["late_seconds"] > 0
    assert "every 20m  late " in moie("jobs").out
    assert "every 20m  late " in moie("status").out


def test_a_rollback_may_hold_pulses(moie: Moie, root: Root) -> None:
    moie("backup")
    moie("job", "1.2", "done")
    plan = moie("rollback", "--hold", "--dry-run", "--json").json
    assert plan["effects"][-1]["kind"] == "hold"
    assert moie("rollback", "--hold", "--yes").code == 0
    assert (root.folder / ".moie" / "hold.json").exists()
