from __future__ import annotations

from tests.builders import a_job, a_phase, a_state
from tests.cli.conftest import Moie
from tests.roots import Root

ROW = {
    "job",
    "task",
    "phase",
    "status",
    "result",
    "why",
    "command",
    "exit_code",
    "duration_ms",
    "output",
    "drift",
}


def test_drift_is_said_first_and_leaves_with_one(moie: Moie, root: Root) -> None:
    said = "printf 'on the way\\n\\033[31mgone\\n'; exit 3"
    jobs = a_job("1.1", "completed"), a_job("1.2", "completed", verification_cmd=said)
    root.write(a_state(a_phase(1, *jobs), a_phase(2, a_job("1.1", verification_cmd="exit 1"))))
    root.trust()
    shown = moie("verify")
    assert shown.code == 1
    first, second, third, last = shown.out.splitlines()
    assert first.startswith("✗  1.2")
    assert first.endswith("exit 3 · gone")
    assert second.startswith("○  1.1 in 2  not proven")
    assert third.startswith("●  1.1 in 1  proven")
    assert last == "✗ 1 drift, 1 not proven, 1 proven"


def test_it_answers_in_json_and_by_exit_code(moie: Moie, root: Root) -> None:
    refused = moie("verify", "--json")
    assert (refused.code, refused.json["outcome"], refused.json["results"]) == (6, "refused", [])
    root.trust()
    everything = moie("verify", "--json")
    assert (everything.code, everything.json["outcome"]) == (0, "done")
    assert [one["result"] for one in everything.json["results"]] == ["proven", "not-proven", "not-proven"]
    assert set(everything.json["results"][0]) == ROW
    assert moie("verify", "--job", "1.2").code == 1
    assert moie("verify", "--job", "1.1").code == 0
    assert moie("verify", "--job", "9").code == 2
    assert moie("verify", "--phase", "1", "--parallel", "0").code == 2


def test_a_dry_run_shows_the_commands_and_runs_none(moie: Moie, root: Root) -> None:
    root.write(a_state(a_phase(1, a_job("1.1", verification_cmd="touch ran"))))
    shown = moie("verify", "--dry-run")
    assert shown.code == 0
    assert "touch ran" in shown.out
    assert "nothing would change" in shown.out
    assert not (root.folder / "ran").exists()
