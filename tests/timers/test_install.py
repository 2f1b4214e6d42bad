from __future__ import annotations

import plistlib
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from moie_tui.domain.errors import OperationFailed, PlanOutdated, Refused, UsageError
from moie_tui.domain.plan import Outcome, Silent
from tests.roots import Root
from tests.timers.conftest import LAUNCHCTL, LOGINCTL, SYSTEMCTL, Machine

pytestmark = pytest.mark.long

MINE = b"MAILTO=me\r\n# mine\n0 5 * * * tidy"


def install(root: Root, **arguments: object) -> Outcome:
    return root.do("timers install", **arguments)


def lines(machine: Machine) -> list[str]:
    return [one for one in (machine.table or b"").decode().splitlines() if not one.startswith("#")]


def agent(machine: Machine, root: Root, label: str = "com.vynexus.pulse") -> Path:
    path = machine.home / "Library" / "LaunchAgents" / f"{label}.plist"
    path.parent.mkdir(parents=True, exist_ok=True)
    words = ["/usr/bin/python3", f"{root.folder}/main.py"]
    path.write_bytes(plistlib.dumps({"Label": label, "ProgramArguments": words, "StartInterval": 600}))
    return path


def test_pulse_and_check_come_into_the_crontab_and_go_again(root: Root, machine: Machine) -> None:
    machine.table = MINE
    outcome = install(root)
    pulse, check = lines(machine)[-2:]
    moie = Path(sys.executable).with_name("moie")
    assert pulse.startswith("*/10 * * * * /usr/bin/env PATH=")
    assert pulse.endswith(f"{moie} --root {root.folder} pulse --scheduled")
    assert check.startswith("*/5 * * * * ")
    assert check.endswith(f"{moie} --root {root.folder} check --notify --scheduled")
    assert f"MOIE_HOME={root.home}" in pulse
    assert outcome.outcome == "done"
    assert "`moie timers remove` takes it back" in outcome.message
    (event,) = [one for one in root.workspace.stores.events.tail(5) if one.category == "timers"]
    assert event.message.startswith("installed: pulse every 10 minutes, check every 5 minutes under cron")
    assert root.do("timers remove").outcome == "done"
    assert machine.table == MINE


def test_that_the_check_can_tell_nobody_is_said_before_it_is_installed(root: Root, machine: Machine) -> None:
    (root.folder / "config.yaml").write_text("alerts: {desktop: false, comand: 'wall'}\n")
    assert "no channel is configured" in install(root).message


def test_without_a_crontab_before_there_is_none_afterwards(root: Root, machine: Machine) -> None:
    install(root)
    root.do("timers remove")
    assert machine.table is None
    assert root.do("timers remove").outcome == "unchanged"


def test_installing_twice_changes_nothing(root: Root, machine: Machine) -> None:
    install(root)
    before = machine.table
    assert install(root).outcome == "unchanged"
    assert machine.table == before


def test_another_interval_replaces_the_block(
    root: Root, machine: Machine, every: Callable[[float], None]
) -> None:
    machine.table = MINE
    install(root)
    every(20)
    (shown, _, _) = root.workspace.timers().kinds
    assert shown.notes[-1] == "it is not what `moie timers install` would write now"
    install(root)
    assert [one.split()[0] for one in lines(machine)[-2:]] == ["*/20", "*/5"]
    assert len(lines(machine)) == 4
    root.do("timers remove")
    assert machine.table == MINE


@pytest.mark.parametrize("minutes", [7, 0.25])
def test_an_interval_cron_cant_keep_is_refused(
    root: Root, machine: Machine, every: Callable[[float], None], minutes: float
) -> None:
    every(minutes)
    with pytest.raises(Refused, match="cron can't do every"):
        install(root)
    assert machine.table is None


@pytest.mark.parametrize(
    "line",
    [
        "*/10 * * * * python3 {root}/pulse.py",
        "*/10 * * * * cd {root} && python3 vy_heartbeat.py >> beat.log 2>&1",
        "*/10 * * * * /usr/bin/moie --root {root} pulse --scheduled",
        "@hourly MOIE_ROOT={root} /opt/moie/pulse.sh",
    ],
)
def test_a_line_that_beats_the_root_already_is_refused_and_replaced_on_demand(
    root: Root, machine: Machine, line: str
) -> None:
    machine.table = before = f"{MINE.decode()}\n  {line.format(root=root.folder)}\r\nlast".encode()
    with pytest.raises(Refused, match="beats this root already: crontab: ") as caught:
        install(root)
    assert "--replace" in caught.value.line()
    assert machine.table == before
    outcome = install(root, replace=True)
    assert len(lines(machine)) == 5
    assert [one for one in outcome.effects if str(one.after).startswith("commented out: ")]
    assert install(root).outcome == "unchanged"
    root.do("timers remove")
    assert machine.table == before


def test_lines_that_only_read_the_root_are_told_and_left_alone(root: Root, machine: Machine) -> None:
    machine.table = (
        f"0 * * * * rsync {root.folder} /backup\n0 1 * * * moie --root {root.folder} backup\n".encode()
    )
    outcome = install(root, replace=True)
    assert "another program runs on this root too: 0 * * * * rsync" in outcome.message
    assert lines(machine)[:2] == [one.words for one in root.workspace.timers().neighbours]


def test_what_others_write_between_plan_and_run_is_kept(root: Root, machine: Machine) -> None:
    workspace = root.workspace
    operation = workspace.operation("timers install")
    plan = workspace.plan(operation)
    machine.table = b"0 1 * * * another\n"
    workspace.run(operation, plan, Silent())
    assert (machine.table or b"").startswith(b"0 1 * * * another\n# >>> moie")


def test_a_block_that_changed_between_plan_and_run_makes_the_plan_outdated(
    root: Root, machine: Machine
) -> None:
    workspace = root.workspace
    operation = workspace.operation("timers remove")
    plan = workspace.plan(operation)
    install(root)
    with pytest.raises(PlanOutdated):
        workspace.run(operation, plan, Silent())


def test_a_crontab_that_cant_be_read_is_never_taken_for_an_empty_one(root: Root, machine: Machine) -> None:
    machine.table = MINE
    machine.give(
        "crontab", "#!/bin/sh\n[ $1 = -l ] && echo 'you may not' >&2 && exit 1\ncat $1 > '{here}/table'\n"
    )
    with pytest.raises(Refused, match="can't be read: you may not"):
        install(root, kind="cron")
    assert machine.table == MINE


def test_nothing_is_installed_that_does_not_start_without_this_shell(
    root: Root, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = machine.bin / "python"
    bare.symlink_to("/bin/false")
    monkeypatch.setattr(sys, "executable", str(bare))
    with pytest.raises(OperationFailed, match="does not start without"):
        install(root)
    assert machine.table is None


def test_without_cron_and_systemd_it_says_so(
    root: Root, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    (machine.here / "nothing").mkdir()
    monkeypatch.setenv("PATH", str(machine.here / "nothing"))
    assert [one.why_not.split(":")[0] for one in root.workspace.timers().kinds] == [
        "there is no crontab program here", "there is no launchd here", "there is no systemd here",
    ]  # fmt: skip
    with pytest.raises(Refused, match="there is no crontab program here"):
        install(root)
    with pytest.raises(UsageError):
        install(root, kind="at")


def test_the_operators_agent_is_found_by_its_label(root: Root, machine: Machine) -> None:
    path = agent(machine, root)
    with pytest.raises(Refused, match=r"main\.py"):
        install(root)
    machine.give("launchctl", LAUNCHCTL)
    (machine.here / "active-com.vynexus.pulse").touch()
    before = path.read_bytes()
    outcome = install(root, kind="launchd", replace=True)
    assert "launchctl enable gui/" in outcome.message
    assert not (machine.here / "active-com.vynexus.pulse").exists()
    assert path.read_bytes() == before


def test_launchd_agents_are_loaded_and_unloaded(root: Root, machine: Machine) -> None:
    machine.give("launchctl", LAUNCHCTL)
    install(root, kind="launchd")
    folder = machine.home / "Library" / "LaunchAgents"
    pulse = plistlib.loads(next(folder.glob("*.pulse.plist")).read_bytes())
    assert pulse["ProgramArguments"][1:] == ["--root", str(root.folder), "pulse", "--scheduled"]
    assert [one.active for one in root.workspace.timers().kinds[1].entries] == [True, True]
    assert install(root, kind="launchd").outcome == "unchanged"
    (machine.here / f"active-{pulse['Label']}").unlink()
    assert [one.after for one in install(root, kind="launchd").effects] == ["loaded"]
    root.do("timers remove")
    assert list(folder.iterdir()) == []
    assert list(machine.here.glob("active-*")) == []


def test_systemd_timers_are_the_default_where_the_users_systemd_answers(
    root: Root, machine: Machine, every: Callable[[float], None]
) -> None:
    machine.give("systemctl", SYSTEMCTL)
    machine.give("loginctl", LOGINCTL)
    every(7)
    outcome = install(root)
    assert "loginctl enable-linger" in outcome.message
    folder = machine.home / ".config" / "systemd" / "user"
    assert len(list(folder.iterdir())) == 4
    (_, _, shown) = root.workspace.timers().kinds
    assert [one.schedule for one in shown.entries] == ["every 7 minutes", "*-*-* *:0/5:00"]
    assert [one.active for one in shown.entries] == [True, True]
    assert str(shown.entries[0].next_at).startswith("2026-11-18")
    assert install(root).outcome == "unchanged"
    for one in machine.here.glob("active-*-check.timer"):
        one.unlink()
    assert [one.after for one in install(root).effects] == ["active"]
    (machine.here / "linger").write_text("yes\n")
    assert root.workspace.timers().kinds[2].notes == ()
    root.do("timers remove")
    assert list(folder.iterdir()) == []
    assert list(machine.here.glob("active-*")) == []
    assert machine.said[-1] == "--user daemon-reload"


def test_our_own_timers_elsewhere_are_moved_only_on_demand(root: Root, machine: Machine) -> None:
    machine.table = f"*/10 * * * * python3 {root.folder}/pulse.py\n".encode()
    before = machine.table
    install(root, kind="cron", replace=True)
    machine.give("systemctl", SYSTEMCTL)
    with pytest.raises(Refused, match="our own timers under cron"):
        install(root)
    install(root, replace=True)
    assert lines(machine) == []
    assert [len(one.entries) for one in root.workspace.timers().kinds] == [0, 0, 2]
    root.do("timers remove")
    assert machine.table == before


def test_a_unit_of_another_program_that_beats_the_root_is_found(root: Root, machine: Machine) -> None:
    machine.give("systemctl", SYSTEMCTL)
    unit = machine.home / ".config" / "systemd" / "user" / "beat.service"
    unit.parent.mkdir(parents=True)
    unit.write_text(f"[Service]\nWorkingDirectory={root.folder}\nExecStart=python3 pulse.py\n")
    with pytest.raises(Refused, match=r"beat\.service"):
        install(root)
    outcome = install(root, replace=True)
    assert "--user disable --now beat.timer" in machine.said
    assert "systemctl --user enable --now beat.timer" in outcome.message


def test_a_root_named_by_a_link_has_the_same_timer(root: Root, machine: Machine, tmp_path: Path) -> None:
    install(root)
    (tmp_path / "link").symlink_to(root.folder)
    other = root.workspace.open(tmp_path / "link", clock=root.clock)
    assert other.plan(other.operation("timers install")).effects == ()


def test_a_path_no_line_can_hold_is_refused(root: Root, machine: Machine, tmp_path: Path) -> None:
    odd = tmp_path / "a\nb"
    odd.symlink_to(root.folder)
    root.folder.rename(tmp_path / "new\nline")
    odd.unlink()
    other = root.workspace.open(tmp_path / "new\nline", clock=root.clock)
    with pytest.raises(Refused, match="control characters"):
        other.plan(other.operation("timers install"))
