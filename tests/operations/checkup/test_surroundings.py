from __future__ import annotations

import os
import plistlib
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from moie_tui.domain.checkup import Chmod, Rewrite
from moie_tui.domain.errors import OperationFailed
from tests.builders import a_job, a_phase, a_state
from tests.operations.checkup.examining import about, examined, lay, said
from tests.roots import Root


@pytest.fixture
def root(tmp_path: Path) -> Root:
    return Root(tmp_path, a_state(a_phase(1, a_job("1.10"), a_job("1.2"))))


def configured(root: Root, text: str) -> str:
    lay(root.folder / "config.yaml", text)
    return "; ".join(f"{one.where} {one.what} {one.fix}" for one in about(examined(root), "config.yaml"))


def test_leftovers_of_killed_writers_are_found_but_no_live_temp(root: Root) -> None:
    old = lay(root.folder / "backups" / ".x.json.moie-0123abcd.tmp", "half")
    os.utime(old, (0, 0))
    lay(root.folder / f".{root.name}.moie-0123abcd.tmp")
    lay(root.folder / "backups" / "notes.tmp")
    lone = lay(root.folder / "backups" / "sovereign_state_v2_20251212_070000.json.sha256", "sum")
    lay(root.folder / ".moie" / "quarantine" / "x.json")
    checkup = examined(root)
    assert tuple(one for one in checkup.mends if isinstance(one, Rewrite)) == (
        Rewrite("backups/.x.json.moie-0123abcd.tmp", b"half", None, ("a leftover of a killed writer", "")),
        Rewrite(f"backups/{lone.name}", b"sum", None, ("a sum beside no snapshot", "")),
    )
    assert "1 document" in said(checkup, "quarantine", "note")


def test_locks_name_their_holders_also_those_that_were_killed(root: Root) -> None:
    lock = root.workspace.stores.pulse_lock
    with lock.hold(holder="pulse"):
        checkup = examined(root)
        assert "held by pulse" in said(checkup, "pulse.lock")
        root.clock.now = root.clock.now + timedelta(days=400)
        assert "held for long" in said(examined(root), "pulse.lock", "problem")
    lock.path.write_text('{"what": "migrate", "pid": 7}')
    assert "it was killed" in said(examined(root), "pulse.lock", "note")


def test_what_others_may_write_is_a_problem_and_ours_is_closed(root: Root) -> None:
    root.folder.chmod(0o777)
    (root.folder / root.name).chmod(0o666)
    lay(root.folder / ".moie" / "live.json", '{"version": 2, "others": {}}').chmod(0o660)
    (root.folder / ".moie").chmod(0o755)
    checkup = examined(root, uid=12345)
    assert "everybody may write it" in said(checkup, str(root.folder), "problem")
    assert "everybody may write it" in said(checkup, root.name, "problem")
    assert "shell code that runs as you" in said(checkup, root.name, "problem")
    assert set(checkup.mends) == {Chmod(".moie/live.json", 0o660, 0o600), Chmod(".moie", 0o755, 0o700)}
    assert "and you are 12345" in said(checkup, str(root.folder), "note")
    root.do("doctor", checkup=checkup)
    assert (root.folder / ".moie").stat().st_mode & 0o777 == 0o700
    own = examined(root)
    assert set(own.mends) == {Chmod(".", 0o777, 0o775), Chmod(root.name, 0o666, 0o664)}
    done = root.do("doctor", checkup=own)
    assert (root.folder.stat().st_mode | (root.folder / root.name).stat().st_mode) & 0o002 == 0
    root.do("undo", operation=done.operation)
    assert root.folder.stat().st_mode & 0o777 == 0o777


def test_each_place_others_may_write_has_its_own_reason(root: Root) -> None:
    for name in ("backups", "logs"):
        (root.folder / name).mkdir(exist_ok=True)
        (root.folder / name).chmod(0o777)
    lay(root.folder / "config.yaml", "{}").chmod(0o666)
    checkup = examined(root)
    assert "what you would roll back to" in said(checkup, "backups", "problem")
    assert "its commands run as you" in said(checkup, "config.yaml", "problem")
    assert "what is told of the past" in said(checkup, "logs", "problem")
    assert root.do("doctor", checkup=checkup).exit_code == 0


def test_nothing_is_closed_through_a_symbolic_link(root: Root, tmp_path: Path) -> None:
    (elsewhere := tmp_path / "elsewhere").mkdir()
    elsewhere.chmod(0o777)
    (root.folder / "logs").symlink_to(elsewhere)
    checkup = examined(root)
    assert "everybody may write it" in said(checkup, "logs", "problem")
    assert checkup.mends == ()


def test_a_command_that_outlives_its_killed_moie_is_told(root: Root) -> None:
    dead = f"{subprocess_pid()}.1"
    known = {"MOIE_ROOT": str(root.folder), "MOIE_MARK_1": dead, "PATH": os.environ["PATH"]}
    stray = subprocess.Popen(["sleep", "60"], env=known, start_new_session=True)
    lay(root.folder / ".moie" / "pulse.lock", '{"what": "pulse", "pid": 7}')
    try:
        checkup = examined(root)
        if sys.platform == "linux":
            assert f"pid {stray.pid}" in said(checkup, "processes", "problem")
            (shown,) = root.workspace.view().problems
            assert f"a command of it runs on (pid {stray.pid})" in shown.what
        assert "`moie pulse` clears up after it" in [one.fix for one in about(checkup, "pulse.lock")]
    finally:
        stray.kill()
        stray.wait()
    assert root.workspace.view().problems == ()


def subprocess_pid() -> int:
    """The number of a process that is dead."""
    done = subprocess.Popen(["true"])
    done.wait()
    return done.pid


def test_a_crontab_that_can_not_be_read_is_no_all_clear(root: Root) -> None:
    def refuse() -> str:
        raise OperationFailed("can't be read: not allowed", where="crontab", fix="try `crontab -l` by hand")

    assert said(examined(root, crontab=refuse), "crontab", "note") == "can't be read: not allowed"
    ours = f"*/10 * * * * moie --root {root.folder} pulse --scheduled"
    assert ours in said(examined(root, crontab=lambda: ours + "\n"), "schedulers", "ok")


@pytest.mark.parametrize("folder", ["mirror", "/proc/self", "/dev/null", "config.yaml"])
def test_a_place_that_can_take_no_copies_is_told_once_and_is_no_valid_config(root: Root, folder: str) -> None:
    lay(root.folder / "config.yaml", f"backups: {{mirror: {folder}}}\n")
    (problem,) = [one for one in examined(root).problems if one.where == "backups.mirror"]
    assert problem.what.startswith(folder)
    assert said(examined(root), "backups.mirror", "note") == ""
    (flaw,) = root.workspace.validate(root.folder / "config.yaml").errors
    assert (flaw.where, flaw.line) == ("backups.mirror", 1)


def test_a_mirror_that_is_only_away_is_a_valid_one(root: Root, tmp_path: Path) -> None:
    lay(root.folder / "config.yaml", f"backups: {{mirror: {tmp_path / 'away'}}}\n")
    assert root.workspace.validate(root.folder / "config.yaml").valid


@pytest.mark.parametrize("name", ["backups", "logs", ".moie"])
def test_linked_folders_are_told(root: Root, tmp_path: Path, name: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (root.folder / name).symlink_to(tmp_path / "elsewhere")
    assert f"is a symbolic link to {tmp_path / 'elsewhere'}" in said(examined(root), name, "note")


def test_too_little_room_is_a_problem(root: Root) -> None:
    assert "less than 100.0 MB" in said(examined(root, free_bytes=lambda folder: 10**7), "disk", "problem")
    with (root.folder / "cyclic_job_health.json").open("wb") as file:
        file.truncate(50_000_000)
    assert "less than 250.0 MB" in said(
        examined(root, free_bytes=lambda folder: 2 * 10**8), "disk", "problem"
    )


def test_whatever_is_of_the_future_is_told(root: Root) -> None:
    root.do("backup")
    os.utime(root.folder / root.name, (2**32, 2**32))
    root.write(root.document | {"meta": root.document["meta"] | {"last_heartbeat": "2027-01-01T00:00:00Z"}})
    root.clock.now -= timedelta(days=1)
    checkup = examined(root, wall=lambda: 0.0)
    assert "ahead of this machine's clock" in said(checkup, root.name, "problem")
    assert "the disk's clock and this machine's differ" in said(checkup, root.name, "note")
    assert "1 snapshot of the future" in said(checkup, "backups", "note")
    assert "1 event of the future" in said(checkup, "logs", "note")


def test_a_clock_that_is_set_during_the_check_is_noticed(root: Root) -> None:
    ticks = iter(range(0, 10**6, 3600))
    assert "jumped by" in said(examined(root, wall=lambda: float(next(ticks))), "clock", "note")


def test_sections_and_keys_without_effect_are_listed_with_what_was_meant(root: Root) -> None:
    told = configured(root, "reasoning_core: {model: x}\nheartbeat: {intervall_minutes: 3}\nhertbeat: {}\n")
    assert "(reasoning_core) nobody here uses this section" in told
    assert (
        "(heartbeat.intervall_minutes) nobody here knows this key, it is kept as it is did you mean"
        " interval_minutes?" in told
    )
    assert "(hertbeat) nobody here uses this section, it is kept as it is did you mean heartbeat?" in told


def test_a_job_id_that_yaml_takes_for_a_number_is_told(root: Root) -> None:
    told = configured(root, "jobs:\n  1.10: {paused: true}\n  '1.2': {}\n")
    assert 'line 2: other programs read the key 1.10 as the number 1.1 quote it: "1.10"' in told
    assert "1.2" not in told
    assert "the root has no job 1.1 did you mean '1.10'? quote it" in configured(root, "jobs: {1.1: {}}\n")


def test_places_of_another_machine_are_told(root: Root) -> None:
    told = configured(root, "system: {base_path: /Users/x}\nlogging: {system_journal: /Users/x/j.md}\n")
    assert "it is never followed" in told
    assert "lies outside the root" in told


def test_other_programs_on_the_same_root_are_found(root: Root) -> None:
    table = f"""# cd {root.folder} && python old_pulse.py
*/10 * * * * cd {root.folder} && python vy_pulse.py
*/10 * * * * moie --root {root.folder} pulse --scheduled
*/10 * * * * python {root.folder}-two/vy_pulse.py
"""
    agent = {"ProgramArguments": ["python", f"{root.folder}/pulse.py"], "Label": "x"}
    lay(root.folder.parent / "agents" / "a.plist").write_bytes(plistlib.dumps(agent, fmt=plistlib.FMT_BINARY))
    lay(root.folder.parent / "agents" / "b.plist", "no plist")
    checkup = examined(root, crontab=lambda: table)
    (line,) = about(checkup, "crontab")
    assert "vy_pulse.py" in line.what
    assert "python " in said(checkup, "a.plist", "note")
    assert "can't be read" in said(checkup, "b.plist", "note")
    twice = examined(root, crontab=lambda: f"* * * * * moie --root {root.folder} pulse\n" * 2)
    assert said(twice, "crontab").startswith("2 lines pulse this root: * * * * * moie")


def test_the_mirror_is_checked_copy_by_copy(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    root = Root(tmp_path, a_state(), config=f"backups: {{mirror: {disk}}}\n").trust()
    assert "holds nothing yet" in said(examined(root), "backups.mirror", "note")
    root.do("backup")
    assert "has every snapshot" in said(examined(root), "backups.mirror", "ok")
    (copy,) = disk.rglob("*Z.json")
    copy.write_text("rotten")
    assert f"the copy of {copy.name} is damaged" in said(examined(root), str(disk), "problem")
    copy.unlink()
    assert "1 snapshot without a copy yet" in said(examined(root), str(disk), "note")
    disk.rename(tmp_path / "away")
    root.do("backup")
    assert "the mirror failed" in said(examined(root), "backups.mirror", "problem")
