"""Cron mails whatever is printed: what somebody must do, once, and again when it comes back."""

from __future__ import annotations

from pathlib import Path

from tests.builders import a_job, a_phase, a_state
from tests.cli.conftest import Moie
from tests.roots import Root


def test_a_dead_mirror_is_told_once_and_again_after_it_was_back(
    moie: Moie, root: Root, tmp_path: Path
) -> None:
    root.write(a_state(a_phase(1, a_job("1.1", "cyclic"))))
    disk = tmp_path / "disk"
    (root.folder / "config.yaml").write_text(f"backups: {{mirror: {disk}}}\n")
    moie("trust", "--yes")
    first = moie("pulse", "--scheduled")
    assert ("mirror failed" in first.out, first.code) == (True, 0)
    assert moie("pulse", "--scheduled").out == ""
    disk.mkdir()
    assert moie("pulse", "--scheduled").out == ""
    disk.rename(tmp_path / "away")
    assert "mirror failed" in moie("pulse", "--scheduled").out


def test_a_broken_state_is_told_once_and_again_after_it_was_whole(moie: Moie, root: Root) -> None:
    moie("trust", "--yes")
    good, path = root.bytes, root.folder / root.name
    path.write_bytes(b"{")
    first = moie("pulse", "--scheduled")
    assert (first.code, first.err.count("\n")) == (3, 1)
    again = moie("pulse", "--scheduled")
    assert (again.code, again.out, again.err) == (3, "", "")
    assert moie("pulse").err, "who asks by hand is always answered"
    assert moie("pulse", "--scheduled", "--json").json["outcome"] == "invalid"
    path.write_bytes(good)
    moie("pulse", "--scheduled")
    path.write_bytes(b"{")
    assert moie("pulse", "--scheduled").err


def test_a_root_nobody_trusted_and_a_broken_config_are_told_once_too(moie: Moie, root: Root) -> None:
    root.write(a_state(a_phase(1, a_job("1.1", verification_cmd="true"))))
    assert "never trusted" in moie("pulse", "--scheduled").err
    assert moie("pulse", "--scheduled").err == ""
    (root.folder / "config.yaml").write_text("backups: 7\n")
    assert "config.yaml" in moie("pulse", "--scheduled").err
    assert (moie("pulse", "--scheduled").err, moie("pulse", "--scheduled").code) == ("", 3)


def test_executions_that_have_to_wait_are_told_once(moie: Moie, root: Root) -> None:
    (root.folder / "cyclic_job_health.json").write_text("{")
    said = moie("record", "5.1", "success", "--scheduled")
    assert (said.code, "kept in .moie/executions.jsonl" in said.out) == (0, True)
    assert moie("record", "5.1", "success", "--scheduled").out == ""
    assert moie("record", "5.1", "success", "--json").json["outcome"] == "kept"
    (root.folder / "cyclic_job_health.json").unlink()
    assert moie("record", "5.1", "success", "--scheduled").out == ""
    assert len(moie("history", "5.1", "--json").json["executions"]) == 4
