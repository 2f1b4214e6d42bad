from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.builders import a_job
from tests.cli.conftest import Moie
from tests.operations.checkup.examining import lay
from tests.roots import Root

TEMP = ".sovereign_state_v2.json.moie-0123abcd.tmp"


@pytest.fixture
def untidy(root: Root, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Root:
    monkeypatch.setenv("HOME", str(tmp_path))
    os.utime(lay(root.folder / TEMP, "half"), (0, 0))
    return root


def test_findings_are_said_and_nothing_is_changed(moie: Moie, untidy: Root) -> None:
    said = moie("doctor", "--json")
    assert (said.code, said.json["healthy"], said.json["mends"]) == (0, True, 1)
    (found,) = (one for one in said.json["findings"] if one["mends"])
    assert set(found) == {"level", "where", "what", "fix", "mends", "slip"}
    assert found["where"] == TEMP
    shown = moie("doctor").out
    assert "nothing is wrong" in shown
    assert "`moie doctor --fix` would mend 1" in shown
    assert (untidy.folder / TEMP).exists()


def test_it_leaves_with_one_while_problems_remain(moie: Moie, untidy: Root) -> None:
    path = untidy.folder / "cyclic_job_health.json"
    path.write_text("{")
    assert moie("doctor").code == 1
    said = moie("doctor", "--fix", "--yes", "--json")
    assert (said.code, said.json["outcome"], said.json["healthy"]) == (1, "done", False)
    path.unlink()
    assert moie("doctor").code == 0


def test_mending_shows_its_plan_and_asks(moie: Moie, untidy: Root) -> None:
    assert TEMP in moie("doctor", "--fix", "--dry-run").out
    assert moie("doctor", "--fix").code == 6
    assert moie("--read-only", "doctor", "--fix", "--yes").code == 6
    assert (untidy.folder / TEMP).exists()
    assert moie("doctor", "--fix", "--yes").code == 0
    assert not (untidy.folder / TEMP).exists()
    assert moie("undo", "--yes").code == 0
    assert (untidy.folder / TEMP).read_text() == "half"


def test_a_misspelt_setting_is_no_problem_and_yet_not_all_well(moie: Moie, untidy: Root) -> None:
    (untidy.folder / "config.yaml").write_text("alerts: {comand: 'wall'}\n")
    said = moie("doctor")
    assert said.code == 0
    assert "▲ config.yaml (alerts.comand)" in said.out
    assert "▲ nothing is broken, but 1 note is probably a slip" in said.out
    assert "nothing is wrong" not in said.out


def test_a_job_that_can_never_start_is_told_by_doctor_check_and_jobs(moie: Moie, untidy: Root) -> None:
    document = untidy.document
    document["meta"]["current_phase"] = document["phases"][-1]["id"]
    document["phases"][-1]["jobs"] = [a_job("5.1", "cyclic"), a_job("5.2", "cyclic")]
    untidy.write(document)
    jobs = "{'5.1': {command: 'true'}, '5.2': {schedule: hourly}}"
    (untidy.folder / "config.yaml").write_text(f"jobs: {jobs}\n")
    levels = {one["where"]: (one["level"], one["slip"]) for one in moie("doctor", "--json").json["findings"]}
    assert (levels["job 5.1"], levels["job 5.2"]) == (("note", True), ("note", False))
    told = {one["key"]: one["message"] for one in moie("check", "--json").json["conditions"]}
    assert told["job:5.1"].endswith("has a command but no schedule, so no pulse ever starts it")
    shown = moie("jobs").out
    assert "job 5.1 has a command but no schedule" in shown
    assert "job 5.2 has a schedule but no command" in shown


def test_a_yes_without_a_fix_is_a_mistake(moie: Moie, untidy: Root) -> None:
    assert moie("doctor", "--yes").code == 2
    assert moie("doctor", "--dry-run").code == 2


def test_a_folder_that_is_no_root_is_said_so(moie: Moie, root: Root) -> None:
    (root.folder / root.name).unlink()
    assert moie("doctor").code == 2
