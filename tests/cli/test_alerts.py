"""`moie alerts`: what is open, mute and acknowledge, and a test of every channel."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Moie
from tests.roots import Root

HOOK = "alerts: {desktop: false, command: 'cat >> told.jsonl'}\n"


@pytest.fixture
def stale(root: Root) -> Root:
    """Its heart stopped long ago, and its hook writes down what it gets."""
    (root.folder / "config.yaml").write_text(HOOK)
    return root.trust()


def states(root: Root) -> list[str]:
    path = root.folder / "told.jsonl"
    return [json.loads(line)["state"] for line in path.read_text().splitlines()] if path.exists() else []


def test_the_list_has_a_key_an_id_and_what_people_have_to_do_with_it(stale: Root, moie: Moie) -> None:
    assert "(not told: no watchdog has run here)" in moie("alerts").out
    assert moie("alerts", "--json").json["watchdog_at"] is None
    moie("check", "--notify")
    ((row),) = moie("alerts", "list", "--json").json["alerts"]
    assert (row["key"], row["level"], row["acknowledged"], row["muted"]) == (
        "heartbeat",
        "critical",
        None,
        False,
    )
    assert row["told_at"] is not None
    assert row["id"][:8] in moie("alerts").out
    told = json.loads((stale.folder / "told.jsonl").read_text())
    assert told["id"] == row["id"]


def test_an_alert_is_acknowledged_by_its_key_or_the_start_of_its_id(stale: Root, moie: Moie) -> None:
    identity = moie("alerts", "list", "--json").json["alerts"][0]["id"]
    for named in ("heartbeat", identity[:8]):
        assert moie("alerts", "ack", named, "--note", "on it").code == 0
    assert "on it" in moie("alerts").out
    said = moie("alerts", "ack", "job:7")
    assert (said.code, said.out) == (2, "")
    assert "moie alerts list" in said.err


def test_a_muted_heart_is_told_to_nobody_until_it_is_unmuted(stale: Root, moie: Moie) -> None:
    assert moie("alerts", "mute", "heartbeat", "--for", "2h", "--why", "disks").code == 0
    assert moie("check", "--notify").code == 2
    assert states(stale) == []
    assert "muted" in moie("alerts").out
    assert moie("alerts", "unmute", "heartbeat").code == 0
    moie("check", "--notify")
    assert states(stale) == ["firing"]


def test_the_list_has_the_mutes_too(stale: Root, moie: Moie) -> None:
    (stale.folder / "config.yaml").write_text("alerts: {mute: [mirror]}\n")
    moie("alerts", "mute", "1.1", "--for", "2h", "--why", "disks")
    config, by_hand = moie("alerts", "--json").json["mutes"]
    assert (config["what"], config["until"]) == ("mirror", None)
    assert (by_hand["what"], by_hand["why"]) == ("1.1", "disks")
    shown = moie("alerts").out
    assert "muted  mirror until it is unmuted (by alerts.mute of the config)" in shown
    assert "muted  1.1 for 1h 59m more: disks" in shown


def test_a_dry_run_of_the_test_sends_nothing(stale: Root, moie: Moie) -> None:
    said = moie("alerts", "test", "--dry-run")
    assert (said.code, said.out) == (0, "○ hook: would be sent\n")
    assert moie("alerts", "test", "--dry-run", "--json").json == {"channels": ["hook"]}
    assert states(stale) == []


def test_a_dry_run_mutes_nothing_and_an_odd_span_is_told(stale: Root, moie: Moie) -> None:
    assert "for 30m" in moie("alerts", "mute", "all", "--for", "30m", "--dry-run").out
    assert not (stale.folder / ".moie" / "quiet.json").exists()
    said = moie("alerts", "mute", "all", "--for", "soon")
    assert said.code == 2
    assert '"30m"' in said.err
    assert moie("alerts", "mute").code == 2


def test_the_test_says_of_each_channel_what_came_of_it(stale: Root, moie: Moie) -> None:
    said = moie("alerts", "test")
    assert said.code == 0
    assert "hook: sent" in said.out
    assert "--as-cron" in said.out
    assert states(stale) == ["test"]
    (stale.folder / "config.yaml").write_text("alerts: {desktop: false, command: 'echo broken; exit 7'}\n")
    said = moie("alerts", "test", "--json")
    assert said.code == 1
    ((channel),) = said.json["channels"]
    assert not channel["arrived"]
    assert channel["failure"].endswith("broken")


def test_no_channel_at_all_is_a_failure_that_says_what_to_do(stale: Root, moie: Moie) -> None:
    (stale.folder / "config.yaml").write_text("alerts: {desktop: false}\n")
    said = moie("alerts", "test")
    assert said.code == 1
    assert "alerts.command" in said.out


def test_as_cron_the_hook_gets_no_more_than_cron_gives(
    stale: Root, moie: Moie, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOT_FOR_CRON", "1")
    hook = "env > env; tty > tty; cat >> told.jsonl"
    (stale.folder / "config.yaml").write_text(f"alerts: {{desktop: false, command: '{hook}'}}\n")
    assert moie("alerts", "test", "--as-cron").code == 0
    names = {line.partition("=")[0] for line in (stale.folder / "env").read_text().splitlines()}
    assert {"HOME", "PATH", "SHELL"} <= names
    assert not names & {"NOT_FOR_CRON", "DISPLAY", "TERM", "DBUS_SESSION_BUS_ADDRESS"}
    told = json.loads((stale.folder / "told.jsonl").read_text())
    assert "sent from cron" in told["message"]


def test_the_hook_of_an_untrusted_root_is_not_tested_either(root: Root, moie: Moie, tmp_path: Path) -> None:
    (root.folder / "config.yaml").write_text(HOOK)
    said = moie("alerts", "test")
    assert said.code == 1
    assert "moie trust" in said.out
    assert states(root) == []
