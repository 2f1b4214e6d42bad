"""The documents of a new root, and those of the living demo, whose small jobs really run."""

from __future__ import annotations

from typing import Any

from moie_tui.domain.state import ACTIVE, CYCLIC, PENDING

_FIRST_JOB = {
    "id": "1.1",
    "task": "Check that the configuration is there",
    "description": "Then write down the phases and jobs that are to come.",
    "status": PENDING,
    "verification_cmd": "test -s config.yaml",
}

_LOAD = "mkdir -p notes && (cat /proc/loadavg 2>/dev/null || uptime) > notes/load.txt && cat notes/load.txt"
_COUNT = "mkdir -p notes && find . -type f | wc -l > notes/files.txt && cat notes/files.txt"
# One byte of the kernel's chance decides: about one run in five fails.
_FEED = (
    "byte=$(($(od -An -N1 -tu1 /dev/urandom))) && "
    'if [ "$byte" -lt 48 ]; then echo "feed: no answer (got $byte)" >&2; exit 1; fi; echo "feed: $byte"'
)


def new_root_document(project: str, operator: str, now_text: str) -> dict[str, Any]:
    """A v2 state with one phase and one job, to be filled by its operator; nothing has beaten yet."""
    phase = {"id": 1, "name": "BEGIN", "status": ACTIVE, "jobs": [dict(_FIRST_JOB)]}
    return {"meta": _meta(project, operator, now_text), "phases": [phase]}


def new_root_config() -> str:
    """The config.yaml of a new root: every value is its default."""
    return """\
# What is not said here takes its default; `moie config show` prints all of it.
heartbeat:
  enabled: true
  interval_minutes: 10
  max_age_minutes: 15
backups:
  keep: 20
  hourly: 24
  daily: 14
"""


def demo_document(now_text: str) -> dict[str, Any]:
    """A v2 state whose jobs come true while its root lives: from logs and snapshots to endless watching."""
    phases = [
        _phase(1, "WAKE UP", ACTIVE, _waking()),
        _phase(2, "SETTLE IN", PENDING, _settling()),
        _phase(5, "KEEP WATCH (for ever)", PENDING, [*_growing(), *_watching()]),
    ]
    return {"meta": _meta("MOIE-OS demo", "you", now_text), "phases": phases}


def demo_config() -> str:
    """The config.yaml of the demo: a heart that beats every quarter of a minute, and a feed that may fail."""
    return """\
heartbeat:
  interval_minutes: 0.25
  max_age_minutes: 1
  verification_timeout_seconds: 10
jobs:
  "5.3":
    max_failure_rate: 0.25
"""


def _waking() -> list[dict[str, Any]]:
    beat = 'grep -q \'"last_heartbeat": "\' sovereign_state_v2.json'
    first = "ls backups/sovereign_state_v2_*.json"
    return [
        _job("1.1", "Open the event log", "Events go to logs/.", "test -d logs"),
        _job("1.2", "Take a first snapshot", "Each heartbeat takes one.", first),
        _job("1.3", "Feel the heart beat", "The state holds the time of each beat.", beat),
    ]


def _settling() -> list[dict[str, Any]]:
    events = 'test "$(cat logs/events-*.jsonl | wc -l)" -ge 8'
    return [
        _job("2.1", "Gather four snapshots", "Rollback needs something to go back to.", _at_least(4)),
        _job("2.2", "Fill a page of the log", "Whatever is done here is one line of it.", events),
    ]


def _growing() -> list[dict[str, Any]]:
    """One job that does its own work, and one that takes its time."""
    tally = "mkdir -p notes && sleep 5 && ls backups | wc -l > notes/tally.txt"
    own = _job("5.0", "Write a tally of the backups", "Its command does the work.", "test -s notes/tally.txt")
    slow = _job("5.9", "Gather a dozen snapshots", "One comes with each heartbeat.", _at_least(12))
    return [own | {"command": tally}, slow]


def _watching() -> list[dict[str, Any]]:
    return [
        _cyclic("5.1", "Measure the load", "every 15s", _LOAD),
        _cyclic("5.2", "Count the files of this root", "every 45s", _COUNT),
        _cyclic("5.3", "Poll a flaky feed", "every 30s", _FEED),
    ]


def _at_least(count: int) -> str:
    return f'test "$(find backups -name "sovereign_state_v2_*.json" | wc -l)" -ge {count}'


def _meta(project: str, operator: str, now_text: str) -> dict[str, Any]:
    return {
        "project": project,
        "operator": operator,
        "boot_time": now_text,
        "mode": "daemon",
        "current_phase": 1,
        "last_heartbeat": None,
    }


def _phase(identity: int, name: str, status: str, jobs: list[dict[str, Any]]) -> dict[str, Any]:
    return {"id": identity, "name": name, "status": status, "jobs": jobs}


def _job(identity: str, task: str, description: str, proof: str) -> dict[str, Any]:
    return {
        "id": identity,
        "task": task,
        "description": description,
        "status": PENDING,
        "verification_cmd": proof,
    }


def _cyclic(identity: str, task: str, schedule: str, command: str) -> dict[str, Any]:
    return {
        "id": identity,
        "task": task,
        "description": "",
        "status": CYCLIC,
        "command": command,
        "schedule": schedule,
        "grace_minutes": 0.75,
        "timeout_seconds": 10,
    }
