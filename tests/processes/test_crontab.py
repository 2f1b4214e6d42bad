from __future__ import annotations

from pathlib import Path

import pytest

from moie_tui.domain.errors import OperationFailed
from moie_tui.processes.crontab import read_crontab, write_crontab
from tests.timers.conftest import CRONTAB, Machine


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine(tmp_path / "machine")
    monkeypatch.setenv("PATH", f"{machine.bin}:/usr/bin:/bin")
    machine.give("crontab", CRONTAB)
    return machine


def test_a_large_table_that_is_no_text_comes_and_goes_to_the_byte(machine: Machine) -> None:
    data = b"# \xff\r\n" + b"0 * * * * a line of many\n" * 4000
    write_crontab(data)
    assert read_crontab() == data
    write_crontab(b"")
    assert read_crontab() is None


@pytest.mark.parametrize("program", ["echo 'not allowed' >&2; exit 1", "exit 1", "exit 127"])
def test_only_a_clear_no_is_no_table(machine: Machine, program: str) -> None:
    machine.give("crontab", f"#!/bin/sh\n{program}\n")
    with pytest.raises(OperationFailed, match="can't be read"):
        read_crontab()
    with pytest.raises(OperationFailed, match="can't be written"):
        write_crontab(b"x\n")
