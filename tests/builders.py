"""Raw documents as a reader of JSON gives them, with only what a test wants to say spelled out."""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]


def a_job(id: int | str = "1.1", status: str = "pending", **more: Any) -> Document:
    """A job whose verification succeeds, unless `more` says otherwise."""
    return {
        "id": id,
        "task": f"Task {id}",
        "description": "",
        "status": status,
        "verification_cmd": "true",
    } | more


def a_phase(id: int | str = 1, *jobs: Document, status: str = "active", **more: Any) -> Document:
    """A phase with the given jobs."""
    return {"id": id, "name": f"Phase {id}", "status": status, "jobs": list(jobs)} | more


def a_state(
    *phases: Document,
    version: int = 2,
    current: int | str | None = 1,
    meta: Document | None = None,
    **more: Any,
) -> Document:
    """A state of any version; one phase with one pending job unless phases are given."""
    head: Document = {"project": "Project", "operator": "Operator"}
    if version >= 2:
        head |= {"boot_time": "2025-12-12T06:00:00", "mode": "daemon"}
    head |= {"current_phase": current, "last_heartbeat": "2025-12-12T00:00:00.000Z"}
    top: Document = {"schema_version": version} if version >= 3 else {}
    return top | {"meta": head | (meta or {}), "phases": list(phases) or [a_phase(1, a_job())]} | more


def an_execution(timestamp: str, status: str = "success", **more: Any) -> Document:
    """One run in a health document."""
    return {"timestamp": timestamp, "status": status, "duration_ms": 100, "error": None} | more


def a_health(*executions: Document, **more: Any) -> Document:
    """One job's health with totals that fit its executions."""
    failures = sum(one["status"] == "failure" for one in executions)
    last = executions[-1]["timestamp"] if executions else None
    totals = {"total_runs": len(executions), "total_failures": failures, "last_execution": last}
    return {"executions": list(executions)} | totals | more
