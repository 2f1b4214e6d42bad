"""What two samples of a machine tell of the time between."""

from __future__ import annotations

from moie_tui.domain.machine import Machine, busy_percent, per_second, read_bytes, written_bytes
from moie_tui.values import replace

BEFORE = Machine(10.0, 100.0, 1000.0, 40.0, 8_000, 500, 700)
AFTER = Machine(14.0, 106.0, 1008.0, 41.0, 8_000, 900, 700)


def test_counters_tell_by_how_much_they_grew() -> None:
    assert busy_percent(BEFORE, AFTER) == 75.0
    assert read_bytes(BEFORE, AFTER) == 400
    assert written_bytes(BEFORE, AFTER) == 0
    assert per_second(read_bytes(BEFORE, AFTER), BEFORE, AFTER) == 100.0


def test_what_the_system_does_not_tell_or_has_reset_is_not_known() -> None:
    assert busy_percent(Machine(1.0), AFTER) is None
    assert busy_percent(BEFORE, BEFORE) is None
    assert read_bytes(AFTER, BEFORE) is None
    assert written_bytes(replace(BEFORE, disk_write_bytes=None), AFTER) is None
    assert per_second(400, BEFORE, BEFORE) is None
    assert per_second(None, BEFORE, AFTER) is None
