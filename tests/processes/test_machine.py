from __future__ import annotations

import time

from moie_tui.domain.machine import busy_percent, written_bytes
from moie_tui.processes.machine import sample


def test_two_samples_of_this_machine_tell_how_busy_it_was_between_them() -> None:
    before = sample()
    until = time.monotonic() + 0.05
    while time.monotonic() < until:
        pass
    after = sample()
    busy = busy_percent(before, after)
    assert busy is not None
    assert 0 < busy <= 100
    assert after.memory_percent is not None
    assert 0 < after.memory_percent < 100
    assert after.memory_total_bytes
    assert (written_bytes(before, after) or 0) >= 0
