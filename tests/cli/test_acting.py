from __future__ import annotations

import io
import sys

import pytest

from moie_tui.domain.errors import PlanOutdated
from moie_tui.workspace import Workspace
from tests.cli.conftest import Moie
from tests.roots import Root

ACTING = ["operation", "outcome", "effects", "snapshot", "message"]
PULSE = {"outcome", "phase", "job", "snapshot", "started", "message", "operation"}


class Keyboard(io.StringIO):
    """A terminal at which somebody types."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    def type_in(words: str) -> None:
        monkeypatch.setattr(sys, "stdin", Keyboard(words))
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)

    return type_in


def test_a_dry_run_prints_the_plan_and_changes_nothing(moie: Moie, root: Root) -> None:
    before = root.bytes
    said = moie("pulse", "--dry-run", "--json")
    assert list(said.json) == ["operation", "effects", "commands", "warnings", "rests_on"]
    assert said.json["commands"] == ["test -e proof"]
    assert list(said.json["rests_on"]) == [root.name]
    conditional = next(effect for effect in said.json["effects"] if effect["kind"] == "job")
    assert "test -e proof" in conditional["if"]
    shown = moie("pulse", "--dry-run").out
    assert shown.startswith("Heartbeat · verify job 1.2\n")
    assert "if `test -e proof` succeeds: job 1.2  pending → completed" in shown
    assert "moie trust" in shown
    assert root.bytes == before
    assert not (root.folder / "backups").exists()


def test_a_pulse_of_an_untrusted_root_is_refused_and_runs_nothing(moie: Moie, root: Root) -> None:
    before = root.bytes
    said = moie("pulse", "--json")
    assert said.code == 6
    assert said.json["outcome"] == "refused"
    assert set(said.json) >= PULSE
    assert "moie trust" in said.err
    assert root.bytes == before


def test_a_trusted_pulse_answers_with_the_keys_of_the_contract(moie: Moie, root: Root) -> None:
    assert moie("trust", "--yes").code == 0
    waiting = moie("pulse", "--json")
    assert (waiting.code, waiting.json["outcome"]) == (0, "action-required")
    (root.folder / "proof").touch()
    said = moie("pulse", "--json")
    assert set(said.json) >= PULSE
    assert (said.json["outcome"], said.json["phase"], said.json["job"]) == ("verified", 1, "1.2")
    assert said.json["snapshot"].startswith("sovereign_state_v2_")
    assert root.document["phases"][0]["jobs"][1]["status"] == "completed"


def test_all_goes_on_while_steps_succeed(moie: Moie, root: Root) -> None:
    moie("trust", "--yes")
    (root.folder / "proof").touch()
    said = moie("pulse", "--all")
    assert said.code == 0
    assert "cyclic" in said.out
    assert root.document["meta"]["current_phase"] == 5


def test_a_pulse_of_cron_speaks_only_when_somebody_must_act(moie: Moie, root: Root) -> None:
    moie("trust", "--yes")
    assert "action required" in moie("pulse", "--scheduled").out
    (root.folder / "proof").touch()
    said = moie("pulse", "--scheduled")
    assert (said.code, said.out, said.err) == (0, "", "")


@pytest.mark.parametrize("words", [["rollback"], ["undo"], ["migrate"], ["trust"], ["prune"]])
def test_what_asks_is_refused_without_a_terminal_and_without_yes(
    words: list[str], moie: Moie, root: Root, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        moie("backup", "--no-pin")
    (root.folder / "config.yaml").write_text("backups: {keep: 1, hourly: 0, daily: 0}\n")
    document = root.document
    document["meta"]["operator"] = "Somebody"
    root.write(document)
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    before = root.bytes
    said = moie(*words)
    assert said.code == 6, said
    assert "--yes" in said.err
    assert root.bytes == before


@pytest.mark.parametrize("answer", ["", "\n", "n\n", "yess\n"])
def test_only_a_yes_is_a_yes(answer: str, moie: Moie, root: Root, typing) -> None:  # type: ignore[no-untyped-def]
    typing(answer)
    said = moie("trust")
    assert said.code == 6
    assert "test -e proof" in said.err
    assert "not confirmed" in said.err


def test_a_yes_on_a_terminal_runs_just_what_was_shown(moie: Moie, root: Root, typing) -> None:  # type: ignore[no-untyped-def]
    typing("y\n")
    said = moie("trust")
    assert said.code == 0
    assert "commands may run" in said.out
    assert moie("pulse").code == 0


def test_rollback_and_undo_give_back_every_byte(moie: Moie, root: Root) -> None:
    moie("backup")
    document = root.document
    document["phases"][0]["jobs"][0]["status"] = "pending"
    root.write(document)
    changed = root.bytes
    done = moie("rollback", "--yes", "--json")
    assert done.code == 0
    assert list(done.json)[:5] == ACTING
    assert root.bytes != changed
    assert moie("undo", "--yes").code == 0
    assert root.bytes == changed


def test_a_busy_root_is_exit_4_and_names_the_holder(moie: Moie, root: Root) -> None:
    with root.workspace.stores.pulse_lock.hold(holder="pulse somebody@host tty1"):
        said = moie("pulse", "--json")
        assert (said.code, said.json["outcome"]) == (4, "busy")
        assert "somebody@host" in said.err
        assert moie("pulse").out == ""


def test_an_invalid_state_is_exit_3_with_its_place(moie: Moie, root: Root) -> None:
    (root.folder / root.name).write_text("{]")
    said = moie("pulse", "--json")
    assert (said.code, said.json["outcome"]) == (3, "invalid")
    assert f"{root.name}:1:2" in said.err


def test_read_only_refuses_every_act_but_shows_its_plan(moie: Moie, root: Root) -> None:
    assert moie("--read-only", "backup").code == 6
    assert moie("backup", "--read-only").code == 6
    assert moie("backup", "--read-only", "--dry-run").code == 0
    assert not (root.folder / "backups").exists()


@pytest.mark.parametrize(("word", "plans"), [("pulse", 4), ("backup", 4), ("pin", 1)])
def test_pulse_and_backup_are_planned_again_three_times_and_nothing_else_is(
    word: str, plans: int, moie: Moie, monkeypatch: pytest.MonkeyPatch
) -> None:
    moie("backup", "--no-pin")
    seen: list[str] = []

    def outdated(*_: object) -> None:
        seen.append(word)
        raise PlanOutdated("changed")

    monkeypatch.setattr(Workspace, "run", outdated)
    said = moie(word, "--json")
    assert (said.code, said.json["outcome"], len(seen)) == (5, "outdated", plans)


def test_pin_and_unpin_say_what_they_did(moie: Moie) -> None:
    moie("backup", "--no-pin")
    identity = moie("backups", "--json").json[0]["id"]
    assert moie("pin", identity).code == 0
    assert moie("backups", "--json").json[0]["pinned"] is True
    assert moie("pin", "--json").json["outcome"] == "unchanged"
    assert moie("unpin").code == 0
    assert moie("backups", "--json").json[0]["pinned"] is False


def test_record_writes_an_execution_down(moie: Moie) -> None:
    assert moie("record", "5.1", "failure", "--duration-ms", "12.5", "--error", "HTTP 503").code == 0
    (run,) = moie("history", "5.1", "--json").json["executions"]
    assert (run["status"], run["duration_ms"], run["error"]) == ("failure", 12.5, "HTTP 503")
    assert moie("record", "5.1", "perhaps").code == 2


def test_migrate_up_and_down_leads_back(moie: Moie, root: Root) -> None:
    before = root.bytes
    assert moie("migrate", "--yes", "--json").code == 0
    assert moie("status", "--json").json["schema_version"] == 3
    assert moie("migrate", "--to", "2", "--yes", "--replace").code == 0
    assert moie("status", "--json").json["schema_version"] == 2
    assert root.document == __import__("json").loads(before)
