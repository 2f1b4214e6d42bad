"""What was done can be taken back: byte for byte while the file is ours, by id when it is not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from moie_tui.domain.errors import Busy, InvalidDocument, PlanOutdated, Refused
from tests.builders import a_job, a_phase, a_state
from tests.roots import NOON, Root


def _three_steps(folder: Path) -> Root:
    jobs = [a_job(f"1.{number}", verification_cmd="true") for number in (1, 2, 3)]
    root = Root(folder, a_state(a_phase(1, *jobs), a_phase(2, a_job("2.1", status="cyclic"))))
    root.trust()
    for _ in range(3):
        root.do("pulse")
    return root


def _statuses(root: Root) -> list[str]:
    return [job["status"] for job in root.document["phases"][0]["jobs"]]


def test_rollback_to_any_snapshot_then_undo_gives_back_the_same_bytes(tmp_path: Path) -> None:
    root = _three_steps(tmp_path)
    before = root.bytes
    for snapshot in root.workspace.view().snapshots:
        stored = root.workspace.stores.snapshots.read(snapshot)
        root.do("rollback", snapshot=snapshot.id)
        assert root.bytes == stored
        root.do("undo")
        assert root.bytes == before


def test_a_pulse_of_crons_after_a_rollback_is_not_what_a_bare_undo_takes(tmp_path: Path) -> None:
    root = _three_steps(tmp_path)
    oldest = root.workspace.view().snapshots[-1]
    rollback = root.do("rollback", snapshot=oldest.id)
    root.do("pulse", scheduled=True)
    beat = root.document["meta"]["last_heartbeat"]
    root.do("undo")
    assert _statuses(root) == ["completed"] * 3
    assert root.document["meta"]["last_heartbeat"] == beat, "a newer heartbeat stays"
    assert root.workspace.stores.operations.find(rollback.operation).undone_by


def test_a_rollback_keeps_a_pinned_snapshot_of_what_it_replaced(tmp_path: Path) -> None:
    root = _three_steps(tmp_path)
    before = root.bytes
    root.do("rollback", snapshot=root.workspace.view().snapshots[-1].id)
    kept = next(one for one in root.workspace.view().snapshots if one.reason == "rollback")
    assert kept.pinned
    assert root.workspace.stores.snapshots.read(kept) == before


def test_a_rollback_says_what_of_it_is_newer_than_the_last_good_copy(tmp_path: Path) -> None:
    root = _three_steps(tmp_path)
    root.do("backup")
    root.do("job", job="2.1", change="pause")
    newest, *_, oldest = root.workspace.view().snapshots
    workspace = root.workspace
    plan = workspace.plan(workspace.operation("rollback", snapshot=oldest.id))
    assert len(plan.effects) > 4
    assert f"snapshot {newest.id}" in plan.comparison
    assert [one.target for one in plan.compared] == ["2.1 paused"]
    assert workspace.plan(workspace.operation("rollback", snapshot=newest.id)).compared == ()


def test_latest_leaves_out_what_rollbacks_kept(tmp_path: Path) -> None:
    root = _three_steps(tmp_path)
    newest = root.workspace.stores.snapshots.find("latest")
    root.do("rollback")
    assert root.workspace.stores.snapshots.find("latest").id == newest.id


def test_a_running_pulse_makes_rollback_and_undo_busy(tmp_path: Path) -> None:
    root = _three_steps(tmp_path)
    with root.workspace.stores.pulse_lock.hold(holder="pulse pid 77"):
        for name in ("rollback", "undo"):
            with pytest.raises(Busy, match="77"):
                root.do(name)


def test_a_rotten_snapshot_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    root = _three_steps(tmp_path)
    snapshot = root.workspace.view().snapshots[-1]
    file = root.folder / "backups" / snapshot.name
    file.write_bytes(file.read_bytes().replace(b"pending", b"pendinG"))
    before = root.bytes
    with pytest.raises(InvalidDocument):
        root.do("rollback", snapshot=snapshot.id)
    assert root.bytes == before


def test_changed_shell_code_is_flagged_in_the_plan(tmp_path: Path) -> None:
    root = _three_steps(tmp_path)
    document = root.document
    document["phases"][0]["jobs"][0]["verification_cmd"] = "false"
    root.write(document)
    workspace = root.workspace
    plan = workspace.plan(workspace.operation("rollback"))
    assert any("shell code" in warning and "1.1" in warning for warning in plan.warnings)


def test_an_old_stamp_that_comes_back_is_said_to_look_stale_until_the_next_beat(tmp_path: Path) -> None:
    root = _three_steps(tmp_path)
    workspace = root.workspace
    rollback = workspace.operation("rollback")
    now = workspace.clock()
    late = [rollback.plan(now + timedelta(minutes=after)).warnings for after in (1, 60)]
    assert [any("counts as stale" in one for one in warnings) for warnings in late] == [False, True]


def test_that_no_heartbeat_is_left_is_said_before_a_rollback_and_an_undo(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(a_phase(1, a_job("1.1", status="cyclic"))))
    document = root.document
    document["meta"]["last_heartbeat"] = None
    root.write(document)
    root.do("backup")
    root.do("pulse")
    workspace = root.workspace
    for operation in (workspace.operation("rollback"), workspace.operation("undo")):
        (warning,) = (one for one in workspace.plan(operation).warnings if "heartbeat" in one)
        assert warning.startswith("no heartbeat is left: the root counts as not having beaten")
        later = operation.plan(workspace.clock() + timedelta(days=1)).warnings
        assert any("with an alert, until the next beat" in one for one in later)


def test_the_alert_after_it_names_the_rollback_until_the_next_beat(tmp_path: Path) -> None:
    meta = {"last_heartbeat": None, "boot_time": (NOON - timedelta(hours=25)).isoformat()}
    root = Root(tmp_path, a_state(a_phase(1, a_job("1.1", status="cyclic")), meta=meta))
    root.do("backup")
    root.do("pulse")
    assert [one for one in root.workspace.alerts() if one.condition.key == "heartbeat"] == []
    done = root.do("rollback", snapshot=root.workspace.snapshots()[-1].id)
    root.clock.advance(minutes=3)
    [alert] = [one.condition for one in root.workspace.alerts() if one.condition.key == "heartbeat"]
    assert alert.message.startswith("the state tells of no heartbeat: rolled back 3m 1s ago to a snapshot")
    silence = root.workspace.silence()
    assert silence is not None
    assert any(done.operation in one for found in silence.findings for one in found.evidence)
    root.do("pulse")
    assert [one for one in root.workspace.alerts() if one.condition.key == "heartbeat"] == []


def test_an_edit_between_plan_and_run_makes_the_rollback_outdated(tmp_path: Path) -> None:
    root = _three_steps(tmp_path)
    workspace = root.workspace
    operation = workspace.operation("rollback")
    plan = workspace.plan(operation)
    document = root.document
    document["meta"]["operator"] = "somebody else"
    root.write(document)
    with pytest.raises(PlanOutdated):
        workspace.run(operation, plan)
    assert root.document == document


def test_rollback_is_the_way_out_of_a_broken_state_and_keeps_it(tmp_path: Path) -> None:
    root = _three_steps(tmp_path)
    (root.folder / root.name).write_bytes(b"{broken")
    root.do("rollback")
    assert _statuses(root) == ["completed", "completed", "pending"]
    quarantine = list((root.folder / ".moie" / "quarantine").iterdir())
    assert [one.read_bytes() for one in quarantine] == [b"{broken"]
    root.do("undo")
    assert root.bytes == b"{broken"


def test_a_conflict_is_refused_and_named(tmp_path: Path) -> None:
    root = _three_steps(tmp_path)
    root.do("rollback", snapshot=root.workspace.view().snapshots[-1].id)
    document = root.document
    document["phases"][0]["jobs"][1]["status"] = "abandoned"
    root.write(document)
    with pytest.raises(Refused, match=r"1\.2"):
        root.do("undo")
    assert root.document == document


def test_a_bare_undo_after_an_undo_goes_one_older_and_naming_the_undo_takes_it_back(tmp_path: Path) -> None:
    root = _three_steps(tmp_path)
    newest = root.bytes
    first = root.do("undo")
    assert _statuses(root) == ["completed", "completed", "pending"]
    root.do("undo")
    assert _statuses(root) == ["completed", "pending", "pending"]
    root.do("undo", operation=root.workspace.view().operations[0].id)
    root.do("undo", operation=first.operation)
    assert root.bytes == newest


def test_an_operation_is_undone_once(tmp_path: Path) -> None:
    root = _three_steps(tmp_path)
    done = root.do("rollback")
    root.do("undo", operation=done.operation)
    with pytest.raises(Refused, match="already"):
        root.do("undo", operation=done.operation)


def test_undo_of_a_backup_removes_the_snapshot_and_taking_that_back_restores_it(tmp_path: Path) -> None:
    root = _three_steps(tmp_path)
    names = {one.name for one in root.workspace.view().snapshots}
    backup = root.do("backup", note="before the trip")
    undo = root.do("undo")
    assert {one.name for one in root.workspace.view().snapshots} == names
    root.do("undo", operation=undo.operation)
    again = root.workspace.stores.snapshots.find(str(backup.snapshot))
    assert (again.reason, again.pinned, again.note) == ("manual", True, "before the trip")


def test_a_pin_can_be_undone(tmp_path: Path) -> None:
    root = _three_steps(tmp_path)
    root.do("pin", snapshot="latest")
    assert root.workspace.stores.snapshots.find("latest").pinned
    root.do("undo")
    assert not root.workspace.stores.snapshots.find("latest").pinned


def test_pruned_snapshots_come_back_with_undo(tmp_path: Path) -> None:
    root = _three_steps(tmp_path)
    (root.folder / "config.yaml").write_text("backups: {keep: 1, hourly: 0, daily: 0}\n")
    before = {one.id for one in root.workspace.view().snapshots}
    root.do("prune")
    assert len(root.workspace.view().snapshots) == 1
    root.do("undo")
    assert {one.id for one in root.workspace.view().snapshots} == before


def test_with_nothing_done_there_is_nothing_to_undo(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state())
    with pytest.raises(Refused, match="nothing to undo"):
        root.do("undo")


def test_a_recorded_execution_can_be_undone(tmp_path: Path) -> None:
    root = _three_steps(tmp_path)
    root.do("record", job="2.1", status="success", duration_ms=12)
    root.do("record", job="2.1", status="failure", duration_ms=7, error="no route")
    root.do("undo")
    health = root.workspace.view().health["2.1"]
    assert [one.status for one in health.executions] == ["success"]
    assert (health.total_runs, health.total_failures) == (1, 0)


def test_a_bare_undo_of_what_is_gone_by_now_says_so_and_takes_nothing_older(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(a_phase(1, a_job("1.1", status="cyclic"))))
    backup = root.do("backup")
    mine = root.do("pulse")
    assert root.workspace.view().next_undo == mine.operation
    root.do("pulse", scheduled=True)
    assert root.workspace.view().next_undo == ""
    with pytest.raises(Refused, match=f"{mine.operation} .pulse. left nothing .* stamped that anew"):
        root.do("undo")
    root.do("undo", operation=backup.operation)
    with pytest.raises(Refused, match=mine.operation):
        root.do("undo")


def test_what_nobody_did_by_hand_is_undone_by_its_id_only(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(a_phase(1, a_job("1.1", verification_cmd="true")))).trust()
    pulse = root.do("pulse", scheduled=True)
    assert root.workspace.view().next_undo == ""
    with pytest.raises(Refused, match="nothing to undo"):
        root.do("undo")
    root.do("undo", operation=pulse.operation)
    assert _statuses(root) == ["pending"]


def test_of_what_left_nothing_it_says_why_when_it_is_named(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(a_phase(1, a_job("1.1", status="cyclic"))))
    root.do("pulse")
    first = root.workspace.operations()[0]
    root.do("pulse")
    with pytest.raises(Refused, match="later beats stamped that anew"):
        root.do("undo", operation=first.id)
