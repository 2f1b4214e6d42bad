"""`python heartbeat.py ROOT`: the seed's heartbeat: back up, prune to 20, one step, save over, log."""

import glob
import json
import os
import shutil
import subprocess
import sys
from datetime import datetime

ROOT = sys.argv[1]
STATE = os.path.join(ROOT, "sovereign_state_v2.json")
BACKUPS = os.path.join(ROOT, "backups")


def load():
    with open(STATE) as file:
        return json.load(file)


def save(state):
    state["meta"]["last_heartbeat"] = datetime.now().isoformat()
    with open(STATE, "w") as file:
        json.dump(state, file, indent=2)


def backup():
    os.makedirs(BACKUPS, exist_ok=True)
    stamp = datetime.now().strftime("%Y%m%d_%H%M%S")
    shutil.copy2(STATE, os.path.join(BACKUPS, f"sovereign_state_v2_{stamp}.json"))
    for old in sorted(glob.glob(os.path.join(BACKUPS, "sovereign_state_v2_*.json")))[:-20]:
        os.remove(old)


def log(message):
    now = datetime.now()
    os.makedirs(os.path.join(ROOT, "logs"), exist_ok=True)
    line = {"timestamp": now.isoformat(), "level": "info", "category": "heartbeat", "message": message}
    with open(os.path.join(ROOT, "logs", f"events-{now:%Y-%m-%d}.jsonl"), "a") as file:
        file.write(json.dumps(line) + "\n")
    print(message)


def proven(command):
    done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=60, cwd=ROOT)
    return done.returncode == 0


def step(state):
    current = state["meta"]["current_phase"]
    phase = next((one for one in state["phases"] if one["id"] == current), None)
    if phase is None:
        return log("sovereign")
    pending = [job for job in phase["jobs"] if job["status"] == "pending"]
    if pending:
        job = pending[0]
        if not proven(job["verification_cmd"]):
            return log(f"action required: {job['task']}")
        job["status"] = "completed"
        return log(f"verified {job['id']}")
    if any(job["status"] == "cyclic" for job in phase["jobs"]):
        return log("cyclic")
    phase["status"] = "completed"
    state["meta"]["current_phase"] = current + 1
    for one in state["phases"]:
        if one["id"] == current + 1:
            one["status"] = "active"
    return log("promoted")


document = load()
backup()
step(document)
save(document)
