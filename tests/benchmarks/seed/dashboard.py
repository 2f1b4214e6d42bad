"""`python dashboard.py ROOT`: the seed's dashboard: everything there is, printed once."""

import glob
import json
import os
import sys
from datetime import datetime

ROOT = sys.argv[1]


def load(name):
    path = os.path.join(ROOT, name)
    if not os.path.exists(path):
        return {}
    with open(path) as file:
        return json.load(file)


state, health = load("sovereign_state_v2.json"), load("cyclic_job_health.json")
meta = state["meta"]
print("=" * 60)
print(f"{meta['project']} · {meta['operator']} · phase {meta['current_phase']}")
if meta.get("last_heartbeat"):
    beat = datetime.fromisoformat(meta["last_heartbeat"])
    print(f"heartbeat {beat} ({datetime.now(beat.tzinfo) - beat} ago)")
for phase in state["phases"]:
    done = sum(job["status"] == "completed" for job in phase["jobs"])
    print(f"[{phase['status']}] {phase['id']} {phase['name']}: {done}/{len(phase['jobs'])}")
    for job in phase["jobs"]:
        print(f"    {job['id']} {job['status']:10} {job['task']}")
for name, job in health.items():
    runs = job["total_runs"]
    rate = (runs - job["total_failures"]) / runs if runs else 0.0
    last = [one["duration_ms"] for one in job["executions"][-10:]]
    mean = sum(last) / len(last) if last else 0.0
    print(f"{name}: {runs} runs, {rate:.0%} good, {mean:.0f} ms, last {job['last_execution']}")
backups = sorted(glob.glob(os.path.join(ROOT, "backups", "*.json")))
print(f"{len(backups)} backups, newest {os.path.basename(backups[-1]) if backups else '-'}")
