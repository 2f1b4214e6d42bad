"""Days of the log are compressed again and again, killed at random, while others append in every way."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from moie_tui.domain.event_query import Wanted
from moie_tui.domain.plan import Never
from moie_tui.storage.event_pages import page
from moie_tui.storage.log_age import waiting
from moie_tui.storage.log_days import log_days
from moie_tui.storage.rotation import pack
from tests.faults.conftest import Figure
from tests.faults.scale import times
from tests.waiting import PATIENCE

pytestmark = pytest.mark.faults

DAY, TODAY = "2026-11-20", date(2026, 11, 22)
KILLS = times(30, 400)
ROTATING = """
import sys
from pathlib import Path
from moie_tui.storage.rotation import pack
print(flush=True)
while True:
    pack(Path(sys.argv[1]), sys.argv[2])
"""
WRITING = """
import os, sys, time
path, who, holds = sys.argv[1], sys.argv[2], int(sys.argv[3])
number = 0
while not os.path.exists(path + ".stop"):
    # Some write one line by name, others hold the file open for many.
    fd = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for _ in range(holds):
        os.write(fd, b'{"timestamp": "2026-11-20T12:00:00Z", "message": "%s %d"}\\n' % (who.encode(), number))
        number += 1
        time.sleep(0.0002)
    os.close(fd)
    time.sleep(0.001 * holds)
print(number)
"""


def test_rotations_killed_at_random_beside_appenders_keep_every_line_once(
    fast_path: Path, figure: Figure
) -> None:
    folder = fast_path / "logs"
    folder.mkdir()
    path = folder / f"events-{DAY}.jsonl"
    writers = {
        name: subprocess.Popen(
            [sys.executable, "-c", WRITING, os.fspath(path), name, str(holds)], stdout=subprocess.PIPE
        )
        for name, holds in (("a", 1), ("b", 1), ("c", 20))
    }
    chance, kills, packed, longest = random.Random(5), 0, 0, 0.05
    while kills < KILLS or not packed:
        kills += 1
        longest *= 1.0 if packed else 1.05  # a slow machine needs longer for one
        with subprocess.Popen(
            [sys.executable, "-c", ROTATING, os.fspath(folder), DAY], stdout=subprocess.PIPE
        ) as rotation:
            assert rotation.stdout is not None
            rotation.stdout.readline()
            time.sleep(chance.random() * longest)
            rotation.send_signal(signal.SIGKILL)
        packed += any(one.has(".jsonl.gz") for one in log_days(folder))
    Path(f"{path}.stop").touch()
    written = {name: int(writer.communicate(timeout=PATIENCE)[0]) for name, writer in writers.items()}
    while waiting(log_days(folder), TODAY):
        assert pack(folder, DAY)
    found = page(folder, None, Wanted(), 10**7, cancel=Never())
    expected = [f"{name} {number}" for name, count in written.items() for number in range(count)]
    assert found.unreadable == 0
    assert sorted(one.event.message for one in found.events) == sorted(expected)
    figure("rotation killed beside appenders", kills=kills, lines=len(expected), lost=0, doubled=0)
