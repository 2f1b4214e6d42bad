"""What a new config changed is told to the log: once, discreetly, and against the last valid one."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from moie_tui.domain.event import Event
from moie_tui.operations.config_note import note_config
from moie_tui.storage.event_log import EventLog
from moie_tui.storage.stores import open_stores
from tests.builders import a_state
from tests.roots import NOON, Root


@pytest.fixture
def root(tmp_path: Path) -> Root:
    found = Root(tmp_path, a_state(), config="backups: {keep: 7}\n")
    note(found)
    return found


def note(root: Root, text: str | None = None) -> None:
    if text is not None:
        (root.folder / "config.yaml").write_text(text)
        os.utime(root.folder / "config.yaml", (NOON.timestamp(),) * 2)
    note_config(open_stores(root.folder, root.home, "tests"), NOON)


def told(root: Root) -> list[Event]:
    return [one for one in EventLog(root.folder).tail(100) if one.category == "config"]


def test_the_first_config_anybody_sees_is_no_change(root: Root) -> None:
    assert told(root) == []


def test_a_change_is_told_with_the_defaults_of_what_was_not_set(root: Root) -> None:
    note(root, "heartbeat: {interval_minutes: 5}\nbackups: {keep: 7, hourly: 24}\n")
    (event,) = told(root)
    assert (event.level, event.message) == ("info", "heartbeat.interval_minutes 10 → 5")
    changes = [{"key": "heartbeat.interval_minutes", "before": 10, "after": 5}]
    assert event.metadata["changes"] == changes
    note(root, "# only a remark\nheartbeat: {interval_minutes: 5}\nbackups: {keep: 7}\n")
    assert len(told(root)) == 1


def test_secrets_and_commands_are_not_told(root: Root) -> None:
    alerts = "{urls: ['tgram://hush/1'], ping_url: 'https://x/hush', command: 'notify hush'}"
    mine = "{password: hush, list: [{api_key: hush}], proxy: 'http://me:hush@host/'}"
    note(root, f"backups: {{keep: 7}}\nalerts: {alerts}\nmine: {mine}\n")
    (event,) = told(root)
    assert "hush" not in repr(event)
    assert event.message == "alerts.command set, alerts.urls changed, alerts.ping_url set and 3 more"


def test_an_invalid_config_is_told_with_its_place_and_the_next_valid_one_against_the_last(root: Root) -> None:
    note(root, "backups:\n  keep: many\n")
    note(root, "backups: [\n")
    note(root, "backups: {keep: 9}\n")
    refused, broken, valid = told(root)
    assert refused.level == broken.level == "warning"
    assert refused.message.startswith("refused, the last valid one stays in force: config.yaml:2:9 (backups")
    assert {"file": "config.yaml", "line": 2, "key": "backups.keep"}.items() <= refused.metadata.items()
    assert valid.message == "backups.keep 7 → 9"
    note(root, "backups: [\n")
    note(root, "backups: {keep: 9}\n")
    assert told(root)[-1].message == "valid again, and as it was before"


def test_a_log_that_takes_nothing_stops_no_pulse_before_its_work(root: Root) -> None:
    (root.folder / "logs").write_text("a file where the folder belongs")
    note(root, "backups: {keep: 8}\n")
    assert len(list((root.folder / ".moie" / "configs").iterdir())) == 2


def test_many_faces_tell_one_change_once(root: Root) -> None:
    (root.folder / "config.yaml").write_text("backups: {keep: 8}\n")
    faces = [threading.Thread(target=note, args=(root,)) for _ in range(8)]
    for face in faces:
        face.start()
    for face in faces:
        face.join()
    assert [one.message for one in told(root)] == ["backups.keep 7 → 8"]
