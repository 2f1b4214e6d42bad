"""A pulse takes the state one step, and leaves it alone where it must."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moie_tui.domain.errors import Busy, Cancelled, InvalidDocument, PlanOutdated, Untrusted
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root


def _walking(folder: Path, current: object = 1) -> Root:
    phases = [
        a_phase(1, a_job("1.1", verification_cmd="true"), a_job("1.2", verification_cmd="test -f ready")),
        a_phase(2, a_job("2.1", verification_cmd="true"), status="pending"),
        a_phase(5, a_job("5.1", status="cyclic", verification_cmd="false"), status="pending"),
    ]
    return Root(folder, a_state(*phases, current=current)).trust()


def test_repeated_pulses_walk_from_the_first_pending_job_to_the_cyclic_phase(tmp_path: Path) -> None:
    root = _walking(tmp_path)
    outcomes = [root.do("pulse").outcome for _ in range(2)]
    (root.folder / "ready").touch()
    outcomes += [root.do("pulse").outcome for _ in range(6)]
    assert outcomes == [
        "verified", "action-required", "verified", "promoted", "verified", "promoted", "cyclic", "cyclic",
    ]  # fmt: skip
    assert root.document["meta"]["current_phase"] == 5
    assert [phase["status"] for phase in root.document["phases"]] == ["completed", "completed", "active"]


def test_a_pulse_leads_out_of_a_gap_to_the_next_phase_by_id(tmp_path: Path) -> None:
    root = _walking(tmp_path, current=3)
    outcome = root.do("pulse")
    assert (outcome.outcome, root.document["meta"]["current_phase"]) == ("promoted", 5)


def test_after_the_last_phase_the_state_is_sovereign(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(a_phase(1, a_job(status="completed")))).trust()
    assert [root.do("pulse").outcome for _ in range(2)] == ["promoted", "sovereign"]
    assert root.document["meta"]["current_phase"] == 2


def test_a_paused_job_alone_blocks_with_exit_1_and_is_named(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(a_phase(1, a_job("1.1", paused=True)))).trust()
    outcome = root.do("pulse")
    assert (outcome.outcome, outcome.exit_code) == ("blocked", 1)
    assert "1.1" in outcome.message


def test_pulses_off_in_the_config_are_held_and_only_stamp(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(a_phase(1, a_job())), config="heartbeat: {enabled: false}\n")
    before = root.document
    assert root.do("pulse").outcome == "held"
    after = root.document
    assert after["meta"].pop("last_heartbeat") != before["meta"].pop("last_heartbeat", None)
    assert after == before


def test_a_cyclic_pulse_changes_no_byte_but_the_heartbeat_and_keeps_its_style(tmp_path: Path) -> None:
    state = a_state(a_phase(1, a_job(status="cyclic")), meta={"last_heartbeat": "2025-12-12T00:00:00.000Z"})
    root = Root(tmp_path, state)
    before = root.bytes
    outcome = root.do("pulse")
    assert outcome.outcome == "cyclic"
    assert root.bytes == before.replace(b"2025-12-12T00:00:00.000Z", b"2026-11-22T12:00:00.000Z")
    assert len(root.workspace.view().snapshots) == 1


def test_an_untrusted_root_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    state = a_state(a_phase(1, a_job(verification_cmd="touch ran")))
    root = Root(tmp_path, state)
    before = root.bytes
    with pytest.raises(Untrusted) as refused:
        root.do("pulse")
    assert refused.value.exit_code == 6
    assert root.bytes == before
    assert not (root.folder / "ran").exists()
    assert not (root.folder / "backups").exists()


def test_with_trust_changes_ask_a_changed_command_waits_for_approval(tmp_path: Path) -> None:
    state = a_state(a_phase(1, a_job(verification_cmd="true")))
    root = Root(tmp_path, state, config="trust: {changes: ask}\n").trust()
    state["phases"][0]["jobs"][0]["verification_cmd"] = "touch ran"
    root.write(state)
    with pytest.raises(Untrusted):
        root.do("pulse")
    assert not (root.folder / "ran").exists()
    root.trust()
    assert root.do("pulse").outcome == "verified"


def test_a_new_command_runs_when_changes_may_run_and_is_told(tmp_path: Path) -> None:
    state = a_state(a_phase(1, a_job(verification_cmd="false")))
    root = Root(tmp_path, state).trust()
    state["phases"][0]["jobs"][0]["verification_cmd"] = "true"
    root.write(state)
    assert root.do("pulse").outcome == "verified"
    assert any(
        event.category == "trust" and "changed" in event.message for event in root.workspace.view().events
    )


def test_a_second_pulse_is_busy_and_names_the_holder(tmp_path: Path) -> None:
    root = _walking(tmp_path)
    with root.workspace.stores.pulse_lock.hold(holder="pulse cron pid 77"), pytest.raises(Busy) as busy:
        root.do("pulse")
    assert busy.value.exit_code == 4
    assert "pid 77" in busy.value.line()


def test_an_invalid_state_is_copied_to_quarantine_once_and_never_touched(tmp_path: Path) -> None:
    root = _walking(tmp_path)
    (root.folder / root.name).write_bytes(b'{"meta": {')
    for _ in range(2):
        with pytest.raises(InvalidDocument) as error:
            root.do("pulse")
    assert error.value.exit_code == 3
    assert root.bytes == b'{"meta": {'
    assert len(list((root.folder / ".moie" / "quarantine").iterdir())) == 1


def test_a_rewrite_during_a_long_verification_survives_beside_the_proof(tmp_path: Path) -> None:
    rewrite = (
        "import json,sys; p=sys.argv[1]; d=json.load(open(p)); d['meta']['operator']='somebody else';"
        " d['phases'][0]['jobs'].append({'id':'1.9','task':'new','status':'pending'});"
        " json.dump(d, open(p,'w'), indent=2)"
    )
    command = f'python3 -c "{rewrite}" sovereign_state_v2.json'
    root = Root(tmp_path, a_state(a_phase(1, a_job("1.1", verification_cmd=command)))).trust()
    assert root.do("pulse").outcome == "verified"
    jobs = {job["id"]: job["status"] for job in root.document["phases"][0]["jobs"]}
    assert jobs == {"1.1": "completed", "1.9": "pending"}
    assert root.document["meta"]["operator"] == "somebody else"


def test_a_plan_whose_effects_changed_is_outdated_and_does_nothing(tmp_path: Path) -> None:
    root = _walking(tmp_path)
    workspace = root.workspace
    operation = workspace.operation("pulse")
    plan = workspace.plan(operation)
    document = root.document
    document["phases"][0]["jobs"][0]["status"] = "completed"
    root.write(document)
    with pytest.raises(PlanOutdated) as outdated:
        workspace.run(operation, plan)
    assert outdated.value.exit_code == 5
    assert root.document == document


def test_a_plan_survives_a_change_that_leaves_its_effects_alone(tmp_path: Path) -> None:
    root = _walking(tmp_path)
    workspace = root.workspace
    operation = workspace.operation("pulse")
    plan = workspace.plan(operation)
    document = root.document
    document["meta"]["last_heartbeat"] = "2026-11-22T11:59:00"
    root.write(document)
    assert workspace.run(operation, plan).outcome == "verified"


def test_a_cancelled_verification_leaves_state_and_snapshots_as_they_were(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(a_phase(1, a_job(verification_cmd="sleep 30")))).trust()
    before, workspace = root.bytes, root.workspace
    operation = workspace.operation("pulse")

    class AfterTheStart:
        asked = 0

        def is_set(self) -> bool:
            self.asked += 1
            return self.asked > 2

    with pytest.raises(Cancelled):
        workspace.run(operation, workspace.plan(operation), cancel=AfterTheStart())
    assert root.bytes == before
    assert root.workspace.view().snapshots == ()


def test_all_beats_until_a_step_does_not_succeed(tmp_path: Path) -> None:
    root = _walking(tmp_path)
    (root.folder / "ready").touch()
    outcome = root.do("pulse", repeat=True)
    assert outcome.outcome == "cyclic"
    assert root.document["meta"]["current_phase"] == 5


def test_the_journal_inside_the_root_gets_a_line_and_one_outside_never(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.touch()
    state = a_state(a_phase(1, a_job(status="cyclic")))
    root = Root(tmp_path, state, config="logging: {system_journal: journal.md}\n")
    (root.folder / "journal.md").touch()
    root.do("pulse")
    assert (root.folder / "journal.md").read_text().startswith("- **2026-")
    (root.folder / "config.yaml").write_text(f"logging: {{system_journal: {json.dumps(str(outside))}}}\n")
    root.do("pulse")
    assert outside.read_text() == ""


def test_a_proof_that_failed_leaves_its_last_words_and_its_evidence(tmp_path: Path) -> None:
    command = "echo looking; echo disk full >&2; exit 7"
    root = Root(tmp_path, a_state(a_phase(1, a_job(verification_cmd=command)))).trust()
    outcome = root.do("pulse")
    assert "(exit 7: disk full)" in outcome.message
    facts = root.workspace.view().events[-1].metadata
    assert (facts["exit_code"], facts["output"]) == (7, "looking\ndisk full\n")


def test_a_job_that_waits_pulse_after_pulse_becomes_a_problem(tmp_path: Path) -> None:
    state = a_state(a_phase(1, a_job(verification_cmd="false")))
    root = Root(tmp_path, state, config="heartbeat: {stuck_after: 3}\n").trust()
    root.do("pulse")
    root.do("pulse")
    assert root.workspace.view().problems == ()
    root.do("pulse")
    assert [problem.where for problem in root.workspace.view().problems] == ["job 1.1"]
