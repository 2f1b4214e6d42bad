from __future__ import annotations

from moie_tui.tui.pieces import words_of
from moie_tui.tui.widgets.machine_line import machine_pieces
from moie_tui.values import replace
from tests.tui.sample_metrics import machine


def test_two_samples_tell_rates_and_fit_80_columns_and_one_alone_tells_no_rate() -> None:
    narrow = words_of(tuple(machine_pieces(tuple(machine(at * 2.0) for at in range(9)), 76)))
    assert narrow == "cpu 25 % ▃▃▃▃  memory 41 % of 8.0 GB  disk read 2.0 MB/s, written 120.0 kB/s"
    assert len(narrow) <= 76
    wide = words_of(tuple(machine_pieces(tuple(machine(at * 2.0) for at in range(9)), 116)))
    assert wide.startswith("this machine  cpu 25 % ▃▃▃▃▃▃▃▃  memory")
    alone = words_of(tuple(machine_pieces((machine(2.0),), 76)))
    assert alone == "cpu –  memory 41 % of 8.0 GB  disk read –, written –"


def test_what_a_container_hides_is_not_made_up() -> None:
    hidden = [replace(machine(at), disk_read_bytes=None, disk_write_bytes=None) for at in (0.0, 2.0)]
    assert "disk read –, written –" in words_of(tuple(machine_pieces(tuple(hidden), 76)))
