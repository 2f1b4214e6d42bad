from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Moie
from tests.timers.conftest import CRONTAB, Machine


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine(tmp_path / "machine")
    monkeypatch.setenv("PATH", f"{machine.bin}:/usr/bin:/bin")
    monkeypatch.setenv("HOME", str(machine.home))
    machine.give("crontab", CRONTAB)
    machine.take("systemctl")
    return machine


def test_a_dry_run_shows_each_line_whole_and_changes_nothing(moie: Moie, machine: Machine) -> None:
    said = moie("timers", "install", "--dry-run")
    assert said.code == 0
    assert "pulse in the crontab added: */10 * * * *" in said.out
    assert "pulse --scheduled\n── check in the crontab" in said.out
    assert machine.table is None
    plan = moie("timers", "install", "--dry-run", "--json").json
    assert [one["kind"] for one in plan["effects"]] == ["timer", "timer"]


def test_it_asks_and_needs_yes_where_nobody_can_answer(moie: Moie, machine: Machine) -> None:
    assert moie("timers", "install").code == 6
    assert machine.table is None
    said = moie("timers", "install", "--yes", "--json")
    assert (said.code, said.json["outcome"], said.json["kind"]) == (0, "done", "cron")
    assert moie("timers", "remove").code == 6
    assert moie("timers", "remove", "--yes").code == 0
    assert machine.table is None


def test_what_is_installed_is_shown(moie: Moie) -> None:
    assert "nothing of ours beats this root" in moie("timers").out
    moie("timers", "install", "--yes")
    assert "pulse  */10 * * * *" in moie("timers", "show").out
    cron = moie("timers", "show", "--json").json["kinds"][0]
    assert (cron["usable"], [one["name"] for one in cron["entries"]]) == (True, ["pulse", "check"])


def test_the_plain_script_is_refused_and_shown(moie: Moie, machine: Machine, tmp_path: Path) -> None:
    machine.table = f"*/10 * * * * python3 {tmp_path}/root/pulse.py\n".encode()
    said = moie("timers", "install", "--yes")
    assert said.code == 6
    assert "--replace" in said.err
    assert "beats it too: crontab: */10" in moie("timers").out
    assert moie("timers", "show", "--replace").code == 2
