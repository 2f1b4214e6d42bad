"""A small model of a root in memory: what each act makes of the state, by rules of its own."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

Document = dict[str, Any]

COMMANDS = st.sampled_from(["true", "true", "true", "false"])
STATUSES = st.sampled_from(["pending", "pending", "pending", "completed", "cyclic", "odd"])
UNKNOWN = st.sampled_from([{}, {"x-note": "é"}, {"x-list": [1, {"a": None}], "x-big": 10**20}])
EDITS = st.sampled_from(
    ["operator", "top", "meta", "phase", "job", "status", "command", "add", "remove", "phases"]
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A v2 state with gaps in its phases and unknown keys at every level."""
    phases = []
    for identity in draw(st.sampled_from([(1,), (1, 2), (1, 2, 5), (1, 2, 5)])):
        jobs = [
            {"id": f"{identity}.{at}", "task": f"Task {at}", "status": draw(STATUSES)}
            | {"verification_cmd": draw(COMMANDS)}
            | draw(UNKNOWN)
            for at in range(draw(st.integers(0, 3)))
        ]
        phase = {"id": identity, "name": f"Phase {identity}", "status": "pending", "jobs": jobs}
        phases.append(phase | draw(UNKNOWN))
    meta = {"project": "P", "operator": "O", "boot_time": "2025-12-12T06:00:00", "mode": "daemon"}
    meta |= {"current_phase": draw(st.sampled_from([1, 1, 1, 3]))} | draw(UNKNOWN)
    meta |= draw(st.sampled_from([{}, {"last_heartbeat": "2025-12-12T00:00:00.000Z"}]))
    return {"meta": meta, "phases": phases} | draw(UNKNOWN)


def pulsed(document: Document) -> Document:
    """One step of the state, the heartbeat apart."""
    new = deepcopy(document)
    meta, phases = new["meta"], new["phases"]
    current = meta["current_phase"]
    phase = next((one for one in phases if one["id"] == current), None)
    later = [one for one in phases if one["id"] > current]
    if phase is None:
        if later:
            later[0]["status"], meta["current_phase"] = "active", later[0]["id"]
        return new
    statuses = [job["status"] for job in phase["jobs"]]
    if "pending" in statuses:
        job = phase["jobs"][statuses.index("pending")]
        job["status"] = "completed" if job["verification_cmd"] == "true" else "pending"
    elif set(statuses) <= {"completed"}:
        phase["status"] = "completed"
        meta["current_phase"] = later[0]["id"] if later else phase["id"] + 1
        if later:
            later[0]["status"] = "active"
    return new


def edited(document: Document, how: str, number: int) -> Document:
    """What another program makes of it; the numbers keep every edit apart."""
    new = deepcopy(document)
    phase = new["phases"][number % len(new["phases"])]
    jobs = phase["jobs"]
    match how:
        case "operator":
            new["meta"]["operator"] = f"O{number}"
        case "top" | "meta":
            (new if how == "top" else new["meta"])[f"x-{number}"] = {"n": [number, None]}
        case "phase":
            phase[f"x-{number}"] = number
        case "add":
            jobs.append({"id": f"{phase['id']}.n{number}", "task": "new", "status": "pending"})
            jobs[-1]["verification_cmd"] = "true"
        case "phases":
            new["phases"].append({"id": 10 + number, "name": "late", "status": "pending", "jobs": []})
        case _ if jobs:
            _job_edited(jobs, jobs[number % len(jobs)], how, number)
    return new


def _job_edited(jobs: list[Document], job: Document, how: str, number: int) -> None:
    match how:
        case "job":
            job[f"x-{number}"] = "é"
        case "status":
            job["status"] = ("pending", "completed", "cyclic")[number % 3]
        case "command":
            job["verification_cmd"] = ("true", "false")[number % 2]
        case "remove":
            jobs.remove(job)


def without_times(document: Document) -> Document:
    """The document but what a schema version and a heartbeat alone may change."""
    meta = {
        key: one
        for key, one in document["meta"].items()
        if key not in ("boot_time", "mode", "last_heartbeat")
    }
    return {**{key: one for key, one in document.items() if key != "schema_version"}, "meta": meta}
