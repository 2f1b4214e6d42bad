"""The seed's recording of one execution: the whole health document read, changed and written over."""

import json
from datetime import datetime


def log_execution(path, job, status, duration_ms, error=None):
    with open(path) as file:
        health = json.load(file)
    empty = {"executions": [], "total_runs": 0, "total_failures": 0, "last_execution": None}
    entry = health.setdefault(job, empty)
    now = datetime.now().isoformat()
    entry["executions"].append(
        {"timestamp": now, "status": status, "duration_ms": duration_ms, "error": error}
    )
    entry["executions"] = entry["executions"][-100:]
    entry["total_runs"] += 1
    entry["total_failures"] += status == "failure"
    entry["last_execution"] = now
    with open(path, "w") as file:
        json.dump(health, file, indent=2)
