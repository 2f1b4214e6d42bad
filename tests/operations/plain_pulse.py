"""The operator's plain script of today: no lock, no fsync, naive times, backups pruned to 20 by name."""

import glob
import json
import os
import shutil
import sys
from datetime import datetime

root = sys.argv[1]
path = os.path.join(root, "sovereign_state_v2.json")
with open(path) as file:
    state = json.load(file)
age = datetime.now() - datetime.fromisoformat(state["meta"]["last_heartbeat"])
assert age.total_seconds() > -60
backups = os.path.join(root, "backups")
os.makedirs(backups, exist_ok=True)
shutil.copy(path, os.path.join(backups, f"sovereign_state_v2_{datetime.now():%Y%m%d_%H%M%S}.json"))
for old in sorted(glob.glob(os.path.join(backups, "sovereign_state_v2_*.json")))[:-20]:
    os.remove(old)
state["meta"]["last_heartbeat"] = datetime.now().isoformat()
with open(path, "w") as file:
    json.dump(state, file, indent=2)
