"""`moie history JOB --failures`: the failures of a job and the evidence of the newest."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

from tests.cli.conftest import Moie
from tests.roots import Root


def move_last_run(health: Path, by: timedelta) -> None:
    """The document keeps whole seconds, and what happens within one can't be told apart."""
    raw = json.loads(health.read_text())
    run = raw["5.1"]["executions"][-1]
    run["timestamp"] = (datetime.fromisoformat(run["timestamp"]) + by).isoformat()
    health.write_text(json.dumps(raw))


def test_it_says_what_failed_how_often_and_what_changed_before(moie: Moie, root: Root) -> None:
    moie("backup")
    moie("record", "5.1", "success")
    move_last_run(root.folder / "cyclic_job_health.json", timedelta(minutes=-2))
    document = root.document
    document["phases"][1]["jobs"][0]["verification_cmd"] = "test -e other"
    root.write(document)
    moie("record", "5.1", "failure", "--error", "row 503\x1b[31m from feed")
    move_last_run(root.folder / "cyclic_job_health.json", timedelta(seconds=30))
    said = moie("history", "5.1", "--failures")
    assert said.code == 0
    assert "1×" in said.out
    assert "row N from feed" in said.out
    assert "verification command of 5.1 changes: false → test -e other" in said.out
    assert "\x1b" not in said.out
    failure = moie("history", "5.1", "--failures", "--json").json["failure"]
    assert failure["changes"]["state"][0]["after"] == "test -e other"
    assert failure["last_good"]["status"] == "success"


def test_a_job_that_never_failed_says_so_and_an_unknown_one_is_refused(moie: Moie) -> None:
    moie("record", "5.1", "success")
    assert "None of the 1 kept runs" in moie("history", "5.1", "--failures").out
    assert moie("history", "5.1", "--failures", "--json").json["failure"] is None
    assert moie("history", "9.9", "--failures").code == 2
