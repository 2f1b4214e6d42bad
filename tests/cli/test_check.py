"""`moie check`: exit codes of monitors, one line of status, and the watchdog behind --notify."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from moie_tui.cli.main import main
from moie_tui.workspace import utc_now
from tests.builders import a_health, an_execution
from tests.cli.conftest import Moie
from tests.roots import Root

HOOK = "alerts: {desktop: false, command: 'cat >> told.jsonl'}\n"


@pytest.fixture
def beating(root: Root) -> Root:
    """Its heart has just beaten, with a snapshot; the command line goes by the real clock."""
    root.clock.now = utc_now()
    root.write(root.document)
    (root.folder / "config.yaml").write_text(HOOK)
    root.trust()
    root.do("pulse")
    return root


def told(root: Root) -> list[dict[str, Any]]:
    path = root.folder / "told.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def with_failures(root: Root) -> None:
    times = [(utc_now() - timedelta(minutes=at)).isoformat() for at in (9, 6, 3)]
    runs = a_health(*(an_execution(at, "failure", error="no") for at in times))
    (root.folder / "cyclic_job_health.json").write_text(json.dumps({"5.1": runs}))


def test_all_is_well_is_one_line_and_0(beating: Root, moie: Moie) -> None:
    said = moie("check")
    assert said.code == 0
    assert said.out.startswith("OK: heart ")
    assert said.out.endswith(" ago, 0 jobs well, 1 paused or not run yet\n")


def test_an_unhealthy_job_is_1_with_a_line_of_its_own(beating: Root, moie: Moie) -> None:
    with_failures(beating)
    said = moie("check")
    assert said.code == 1
    first, second = said.out.splitlines()
    assert first == "WARNING: job 5.1 Task 5.1: unhealthy, the last 3 runs failed"
    assert second.startswith("warning: job 5.1 Task 5.1")
    assert second.endswith("[job:5.1, for 3m]")


def test_the_first_line_names_mutes_and_a_hold(beating: Root, moie: Moie) -> None:
    moie("alerts", "mute", "all")
    moie("alerts", "mute", "heartbeat")
    moie("hold", "--why", "disks")
    said = moie("check")
    assert said.code == 0
    assert said.out.startswith("OK (2 muted, on hold): heart ")
    with_failures(beating)
    first, second = moie("check").out.splitlines()
    assert first.startswith("WARNING (2 muted, 1 alert silenced, on hold): job 5.1")
    assert second.endswith(", muted]")
    found = moie("check", "--json").json
    assert (found["muted"], found["conditions"][0]["muted"]) == (["all", "heartbeat"], True)
    assert found["held"].endswith("disks")


def test_a_stale_heart_is_2_and_an_unreadable_document_too(root: Root, beating: Root, moie: Moie) -> None:
    document = root.document
    document["meta"]["last_heartbeat"] = "2025-12-12T00:00:00Z"
    root.write(document)
    assert moie("check").code == 2
    (root.folder / root.name).write_text("{")
    said = moie("check", "--json")
    assert said.code == 2
    assert said.json["status"] == "critical"
    assert [one["key"] for one in said.json["conditions"]] == ["document:state"]


def test_wrong_usage_and_no_root_are_3_for_a_monitor(moie: Moie, tmp_path: Any, capsys: Any) -> None:
    assert moie("check", "--bogus").code == 3
    assert main(["--bogus", "check"]) == 3
    assert main(["--root", str(tmp_path / "nowhere"), "check"]) == 3
    (tmp_path / "empty").mkdir()
    assert main(["--root", str(tmp_path / "empty"), "check"]) == 3
    assert moie("status", "--bogus").code == 2
    capsys.readouterr()
    assert main(["check", "--help"]) == 0
    assert "3  UNKNOWN" in capsys.readouterr().out


def test_the_watchdog_knows_since_when_what_files_do_not_tell(beating: Root, moie: Moie) -> None:
    (beating.folder / "config.yaml").write_text(HOOK + "jobs: {'5.1': {schedule: every teusday}}\n")
    assert ", for at least " in moie("check").out
    moie("check", "--notify")
    (row,) = moie("alerts", "--json").json["alerts"]
    (beating.folder / "cyclic_job_health.json").write_text("{}")
    assert moie("check", "--json").json["conditions"][0]["since"] == row["since"]


def test_looking_tells_nobody_and_leaves_no_trace(root: Root, moie: Moie) -> None:
    before = sorted(path.name for path in root.folder.rglob("*"))
    assert moie("check").code == 2
    assert sorted(path.name for path in root.folder.rglob("*")) == before


def test_notify_tells_people_once_and_of_the_end(beating: Root, moie: Moie) -> None:
    with_failures(beating)
    for _ in range(2):
        assert moie("check", "--notify").code == 1
    (beating.folder / "cyclic_job_health.json").write_text("{}")
    assert moie("check", "--notify").code == 0
    assert [(one["state"], one["subject"]) for one in told(beating)] == [
        ("firing", "5.1"),
        ("recovered", "5.1"),
    ]


def test_for_cron_it_says_only_what_kept_people_from_being_told_and_that_once(
    beating: Root, moie: Moie
) -> None:
    with_failures(beating)
    (beating.folder / "config.yaml").write_text("alerts: {desktop: false, command: 'echo no; exit 1'}\n")
    first, second = (moie("check", "--notify", "--scheduled") for _ in range(2))
    assert first.out == second.out == second.err == ""
    assert first.err.startswith("moie: 1 not delivered to hook, to be tried again: ")
    assert first.err.endswith("no\n")


def test_a_watchdog_that_can_tell_nobody_says_so_and_cron_s_mail_once(beating: Root, moie: Moie) -> None:
    (beating.folder / "config.yaml").write_text("alerts: {desktop: false, comand: 'cat >> told.jsonl'}\n")
    for _ in range(2):
        said = moie("check", "--notify")
        assert said.err.startswith("moie: nobody is told: no channel is configured")
        assert len(said.err.splitlines()) == 1
    errors = [moie("check", "--notify", "--scheduled").err for _ in range(2)]
    assert ("no channel" in errors[0], errors[1]) == (True, "")
    assert moie("check", "--notify", "--json").json["notified"]["no_channel"] is True
    assert moie("check").err == ""


def test_read_only_refuses_to_tell_but_looks(beating: Root, moie: Moie) -> None:
    assert moie("check", "--read-only").code == 0
    said = moie("check", "--read-only", "--notify")
    assert (said.code, said.out) == (3, "")
    assert "read-only" in said.err


def test_json_says_what_was_told(beating: Root, moie: Moie) -> None:
    with_failures(beating)
    found = moie("check", "--notify", "--json").json
    assert (found["status"], found["exit_code"]) == ("warning", 1)
    assert found["notified"]["notices"] == [{"state": "firing", "key": "job:5.1"}]
    assert found["notified"]["delivered"] == 1
    assert moie("check", "--json").json["notified"] is None


def test_the_watchdog_tells_the_log_once_what_a_new_config_changed(beating: Root, moie: Moie) -> None:
    (beating.folder / "config.yaml").write_text(HOOK + "heartbeat: {max_age_minutes: 20}\n")
    for _ in range(2):
        assert moie("check", "--notify").code == 0
    changes = [one.message for one in beating.workspace.view().events if one.category == "config"]
    assert changes == ["heartbeat.max_age_minutes 15 → 20"]
