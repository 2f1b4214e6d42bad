"""The whole picture of a root as the contract's `status` spells it, for every face that answers in JSON."""

from __future__ import annotations

from moie_tui.domain.judge import Judgement
from moie_tui.domain.state import Phase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.executions import Execution
    from moie_tui.domain.plan import OperationRecord
    from moie_tui.domain.snapshot import Snapshot
    from moie_tui.domain.view import Problem, SystemView


def summary(view: SystemView, judgement: Judgement) -> dict[str, object]:
    """Every key of `status`, null or empty where nothing is known."""
    state = view.state
    return {
        "root": view.root,
        "schema_version": state.version if state else None,
        "project": state.project if state else None,
        "operator": state.operator if state else None,
        "current_phase": state.current_phase if state else None,
        "heartbeat": {
            "last": state.last_heartbeat if state else None,
            "age_seconds": None if judgement.age is None else round(judgement.age.total_seconds(), 3),
            "status": judgement.heartbeat.status,
        },
        "phases": [phase_row(phase) for phase in state.phases] if state else [],
        "jobs": [job.as_json() for job in judgement.jobs],
        "snapshots": {
            "count": len(view.snapshots),
            "newest": view.snapshots[0].name if view.snapshots else None,
        },
        "problems": [problem.as_json() for problem in problems_of(view)],
    }


def problems_of(view: SystemView) -> tuple[Problem, ...]:
    """All problems, the one with the state first and once."""
    if view.state_problem is None or view.state_problem in view.problems:
        return view.problems
    return (view.state_problem, *view.problems)


def phase_row(phase: Phase) -> dict[str, object]:
    """One phase with how far it is."""
    return {
        "id": phase.id,
        "name": phase.name,
        "status": phase.status,
        "completed": phase.completed,
        "total": len(phase.jobs),
    }


def snapshot_row(snapshot: Snapshot) -> dict[str, object]:
    """One row of `backups`."""
    return {
        "id": snapshot.id,
        "name": snapshot.name,
        "taken_at": snapshot.taken_at.isoformat(),
        "reason": snapshot.reason,
        "note": snapshot.note,
        "size_bytes": snapshot.size_bytes,
        "sha256": snapshot.sha256,
        "proven": snapshot.proven,
        "pinned": snapshot.pinned,
        "schema_version": snapshot.schema_version,
        "damaged": snapshot.damaged,
    }


def operation_row(record: OperationRecord) -> dict[str, object]:
    """One row of `operations`."""
    return {
        "operation": record.id,
        "kind": record.kind,
        "at": record.at.isoformat(),
        "origin": record.origin,
        "effects": [effect.as_json() for effect in record.effects],
        "undone": bool(record.undone_by),
    }


def execution_row(execution: Execution) -> dict[str, object]:
    """One execution of `history`."""
    return {
        "timestamp": execution.at.isoformat() if execution.at else None,
        "status": execution.status,
        "duration_ms": execution.duration_ms,
        "error": execution.error,
        "exit_code": execution.exit_code,
        "run_id": execution.run_id,
    }
