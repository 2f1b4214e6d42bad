"""The shapes of the answers, as OpenAPI has them."""

from __future__ import annotations

from typing import Any

from moie_tui.domain.event import LEVELS
from moie_tui.server.actions import LONGEST_NOTE
from moie_tui.server.health import ACTIVE, SOVEREIGN

Shape = dict[str, Any]


def reference(name: str) -> Shape:
    """A shape by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def _object(optional: tuple[str, ...] = (), /, **keys: Shape) -> Shape:
    required = [key for key in keys if key not in optional]
    return {"type": "object", "properties": keys, "required": required}


def _or_null(*kinds: str) -> Shape:
    return {"type": [*kinds, "null"]}


def _list(of: Shape) -> Shape:
    return {"type": "array", "items": of}


def _closed(**keys: Shape) -> Shape:
    """What a body may have; every key may be left out, and no other may be there."""
    return {"type": "object", "properties": keys, "additionalProperties": False}


TEXT, WHOLE, NUMBER, TRUTH = {"type": "string"}, {"type": "integer"}, {"type": "number"}, {"type": "boolean"}
_ID = {"type": ["string", "integer"]}
_ANY: Shape = {"type": "object"}
_LEVEL = {"type": "string", "enum": list(LEVELS)}
_NEXT = _or_null("integer")

_HEALTH = _object(
    status={"type": "string", "enum": [SOVEREIGN, ACTIVE]},
    lastHeartbeat=_or_null("string"),
    currentPhase=_or_null("string", "integer"),
    uptime={"type": "number", "minimum": 0},
    healthy=TRUTH,
    checks=_list(_object(name=TEXT, ok=TRUTH, reason=TEXT)),
)
_DEFINITION = _object(
    ("command", "verification_cmd"),
    id=TEXT,
    phase=TEXT,
    task=TEXT,
    description=TEXT,
    status=TEXT,
    paused=TRUTH,
    schedule=_or_null("string"),
    has_command=TRUTH,
    has_verification=TRUTH,
    command=_or_null("string"),
    verification_cmd=_or_null("string"),
)
_VERDICT = _object(
    id=TEXT,
    task=TEXT,
    status=TEXT,
    total_runs=WHOLE,
    success_rate=_or_null("number"),
    recent_success_rate=_or_null("number"),
    avg_duration_ms=_or_null("number"),
    last_execution=_or_null("string"),
    message=TEXT,
    schedule=_or_null("string"),
    next_due=_or_null("string"),
    late_seconds=_or_null("number"),
    running_since=_or_null("string"),
)
_PHASE = _object(
    id=_ID, name=TEXT, status=TEXT, completed=WHOLE, total=WHOLE, jobs=_list(reference("Definition"))
)
_STATE = _object(
    root=TEXT,
    schema_version=_or_null("integer"),
    project=_or_null("string"),
    operator=_or_null("string"),
    current_phase=_or_null("string", "integer"),
    heartbeat=_object(last=_or_null("string"), age_seconds=_or_null("number"), status=TEXT, message=TEXT),
    phases=_list(_PHASE),
    jobs=_list(reference("Verdict")),
    snapshots=_object(count=WHOLE, newest=_or_null("string")),
    problems=_list(_object(where=TEXT, what=TEXT, fix=TEXT)),
    state_file=_or_null("string"),
)
_EXECUTION = _object(
    ("error",),
    timestamp=_or_null("string"),
    status=TEXT,
    duration_ms=NUMBER,
    error=_or_null("string"),
    exit_code=_or_null("integer"),
    run_id=_or_null("string"),
)
_RUN = _object(
    id=TEXT,
    job=TEXT,
    command=TEXT,
    started_at=TEXT,
    ended_at=_or_null("string"),
    ending=TEXT,
    duration_ms=NUMBER,
    exit_code=_or_null("integer"),
    signal=_or_null("integer"),
    why=TEXT,
    error=_or_null("string"),
    output_bytes=WHOLE,
)
_SNAPSHOT = _object(
    id=TEXT,
    name=TEXT,
    taken_at=TEXT,
    reason=TEXT,
    note=TEXT,
    size_bytes=WHOLE,
    sha256=TEXT,
    proven=TRUTH,
    pinned=TRUTH,
    schema_version=WHOLE,
    damaged=TRUTH,
)
_EVENT = _object(
    ("message",), cursor=TEXT, timestamp=TEXT, level=_LEVEL, category=TEXT, message=TEXT, metadata=_ANY
)
_NOTE = {"type": "string", "maxLength": LONGEST_NOTE}

SCHEMAS: Shape = {
    "Index": _object(name=TEXT, version=TEXT, paths=_list(TEXT)),
    "OpenApi": _ANY,
    "Health": _HEALTH,
    "Definition": _DEFINITION,
    "Verdict": _VERDICT,
    "State": _STATE,
    "Jobs": _object(jobs=_list(reference("Verdict"))),
    "Job": _object(
        id=TEXT,
        definition={"anyOf": [reference("Definition"), {"type": "null"}]},
        verdict={"anyOf": [reference("Verdict"), {"type": "null"}]},
    ),
    "Executions": _object(job=TEXT, executions=_list(_EXECUTION), total=WHOLE, next_offset=_NEXT),
    "Runs": _object(job=TEXT, runs=_list(_RUN), total=WHOLE, next_offset=_NEXT),
    "Output": _object(job=TEXT, run=TEXT, ended=TRUTH, text=TEXT, next_offset=WHOLE),
    "Snapshot": _SNAPSHOT,
    "Snapshots": _object(snapshots=_list(reference("Snapshot")), total=WHOLE, next_offset=_NEXT),
    "Events": _object(
        events=_list(_EVENT),
        unreadable=WHOLE,
        more=TRUTH,
        older=_or_null("string"),
        newer=_or_null("string"),
    ),
    "Pulse": _closed(all=TRUTH, dry_run=TRUTH),
    "Backup": _closed(note=_NOTE, pin=TRUTH, dry_run=TRUTH),
    "Done": _ANY,
    "Problem": _object(status=WHOLE, title=TEXT, detail=TEXT, fix=TEXT),
}
"""By name; where the token is needed for a key, it may be missing."""
