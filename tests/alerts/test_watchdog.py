"""What is decided is written down before it is told, and told at least once whatever happens."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any
from unittest.mock import patch

import pytest

from moie_tui.alerts.channels.channel import Channel
from moie_tui.alerts.check import check
from moie_tui.domain.checking import Checked, Watched
from moie_tui.domain.errors import OperationFailed
from moie_tui.storage.alert_file import AlertFile
from tests.alerts.conftest import Listener, told
from tests.faults.dying import Killed, dies_at
from tests.roots import Root
from tests.waiting import PATIENCE


class Pigeon:
    """A channel that keeps what it carried, and fails while it is told to."""

    def __init__(self, name: str = "pigeon") -> None:
        self.name, self.carried, self.why = name, list[Mapping[str, Any]](), ""

    def send(self, event: Mapping[str, object]) -> None:
        if self.why:
            raise OperationFailed(self.why)
        self.carried.append(event)

    @property
    def words(self) -> list[str]:
        return [f"{one['state']} {one['kind']}" for one in self.carried]


def watch(root: Root, *channels: Channel, patience: float = 5.0) -> Checked:
    with patch("moie_tui.alerts.configured.channels", lambda stores: channels):
        return check(root.workspace.stores, root.clock, lambda *_: None, patience)


def watched(root: Root, *channels: Channel) -> Watched:
    found = watch(root, *channels).watched
    assert found is not None
    return found


def alerts_in_the_log(root: Root) -> list[dict[str, Any]]:
    lines = [
        json.loads(line) for path in root.folder.glob("logs/*") for line in path.read_text().splitlines()
    ]
    return [line for line in lines if line["category"] == "alert"]


def test_each_channel_and_the_log_are_told_once_of_the_start_and_of_the_end(root: Root) -> None:
    one, other = Pigeon("one"), Pigeon("other")
    for _ in range(2):
        watch(root, one, other)
    assert one.words == other.words == ["firing heartbeat"]
    root.do("pulse")
    watch(root, one, other)
    assert one.words == other.words == ["firing heartbeat", "recovered heartbeat"]
    levels = [(line["level"], line["metadata"]["state"]) for line in alerts_in_the_log(root)]
    # Not critical: enough of those put pulses on hold.
    assert levels == [("error", "firing"), ("info", "recovered")]


def test_a_channel_that_fails_stops_no_other_and_is_tried_again_later_each_time(root: Root) -> None:
    lame, sound = Pigeon("lame"), Pigeon("sound")
    lame.why = "a broken wing"
    found = watched(root, lame, sound)
    assert sound.words == ["firing heartbeat"]
    assert [(one.channel, one.error) for one in found.waiting] == [("lame", "a broken wing")]
    assert [one.channel for one in found.failed_first] == ["lame"]
    root.clock.advance(seconds=30)
    assert watched(root, lame, sound).failed_first == ()
    root.clock.advance(minutes=1)
    lame.why = ""
    watch(root, lame, sound)
    assert lame.words == sound.words == ["firing heartbeat"]
    assert watched(root, lame, sound).waiting == ()


def test_after_a_day_of_failures_it_is_given_up_with_an_event(root: Root) -> None:
    lame = Pigeon()
    lame.why = "lost"
    for _ in range(25):
        watch(root, lame)
        root.clock.advance(hours=1)
    assert [one["message"] for one in alerts_in_the_log(root) if "given up" in one["message"]] == [
        "given up telling pigeon: the heartbeat is stale, late by 45m 1s: lost"
    ]


def test_no_recovery_arrives_before_its_alarm(root: Root) -> None:
    lame = Pigeon()
    lame.why = "lost"
    watch(root, lame)
    root.do("pulse")
    lame.why = ""
    watch(root, lame)
    assert lame.words == []
    root.clock.advance(minutes=2)
    watch(root, lame)
    assert lame.words == ["firing heartbeat", "recovered heartbeat"]


def test_killed_at_any_step_it_is_told_at_least_once_with_one_id(root: Root) -> None:
    """Dies at each change of the disk in turn; the next check comes to a root as the dead one left it."""
    ids: set[object] = set()
    for step in range(1, 200):
        (root.folder / ".moie" / "alerts.json").unlink(missing_ok=True)
        pigeon, died = Pigeon(), False
        try:
            with dies_at(step):
                watch(root, pigeon)
        except Killed:
            died = True
        watch(root, pigeon)
        assert pigeon.words, f"nothing was told after dying at step {step}"
        ids |= {one["id"] for one in pigeon.carried}
        if not died:
            break
    assert 10 < step < 199
    assert len(ids) == 1


def test_killed_while_it_sends_it_sends_again_with_the_same_id(root: Root) -> None:
    pigeon = Pigeon()

    def send(event: Mapping[str, object]) -> None:
        pigeon.carried.append(event)
        raise Killed

    deadly = Pigeon()
    with patch.object(deadly, "send", send), pytest.raises(Killed):
        watch(root, deadly)
    watch(root, pigeon)
    assert pigeon.words == ["firing heartbeat"] * 2
    assert len({one["id"] for one in pigeon.carried}) == 1


def test_of_two_watchdogs_at_once_one_tells(root: Root) -> None:
    pigeon, sends, go_on = Pigeon(), Event(), Event()

    def slow(event: Mapping[str, object]) -> None:
        pigeon.carried.append(event)
        sends.set()
        assert go_on.wait(PATIENCE)

    dove = Pigeon()
    with patch.object(dove, "send", slow):
        first = Thread(target=watch, args=(root, dove))
        first.start()
        assert sends.wait(PATIENCE)
        second = watch(root, pigeon, patience=0.01)
        go_on.set()
        first.join()
    assert second.code == 2
    assert second.watched is not None
    assert second.watched.busy.startswith("check")
    watch(root, pigeon)
    assert pigeon.words == ["firing heartbeat"]


def test_on_a_full_disk_people_are_told_all_the_same(root: Root) -> None:
    pigeon = Pigeon()
    with patch.object(AlertFile, "write", side_effect=OperationFailed("no space left")):
        assert watched(root, pigeon).unkept == "no space left"
    assert pigeon.words == ["firing heartbeat"]


def test_on_a_disk_that_became_read_only_people_are_told_all_the_same(root: Root) -> None:
    watch(root)
    root.do("pulse")
    root.clock.advance(hours=2)
    pigeon, refused = Pigeon(), OperationFailed("read-only file system")
    with (
        patch.object(AlertFile, "mine", side_effect=refused),
        patch.object(AlertFile, "write", side_effect=refused),
        patch("moie_tui.storage.event_log.EventLog.append", side_effect=refused),
        patch("moie_tui.alerts.configured.channels", lambda stores: (pigeon,)),
    ):
        found = check(root.workspace.stores, root.clock, lambda *_: _raise(refused)).watched
    assert pigeon.words == ["firing heartbeat"]
    assert found is not None
    assert found.unkept == found.unswept == "read-only file system"


def _raise(error: Exception) -> None:
    raise error


def test_a_spoilt_file_is_said_and_everything_is_told_again(root: Root) -> None:
    pigeon = Pigeon()
    watch(root, pigeon)
    for spoilt in ("{", '{"root": 1}', json.dumps({"root": str(root.folder.resolve()), "open": [1]})):
        (root.folder / ".moie" / "alerts.json").write_text(spoilt)
        watch(root, pigeon)
    assert len(pigeon.carried) in (3, 4)
    assert len({one["id"] for one in pigeon.carried}) == 1
    assert any("begins anew" in one["message"] for one in alerts_in_the_log(root))


def test_a_copy_of_a_root_sends_nothing_that_its_original_has_to_send(root: Root, tmp_path: Path) -> None:
    from shutil import copytree

    lame = Pigeon()
    lame.why = "lost"
    watch(root, lame)
    copytree(root.folder, tmp_path / "copy" / "root")
    copy = Root(tmp_path / "copy", root.document)
    copy.clock = root.clock
    root.clock.advance(minutes=5)
    pigeon = Pigeon("pigeon")
    watch(copy, pigeon)
    assert [one["root"] for one in pigeon.carried] == [str(copy.folder.resolve())]


def test_while_the_config_cannot_be_read_people_are_told_by_the_last_one_that_could(root: Root) -> None:
    for _ in range(2):
        check(root.workspace.stores, root.clock, lambda *_: None)
    (root.folder / "config.yaml").write_text("alerts: [")
    check(root.workspace.stores, root.clock, lambda *_: None)
    assert [one["kind"] for one in told(root)] == ["heartbeat", "document"]


def test_the_hook_of_a_root_nobody_trusts_is_not_run_and_that_is_said(root: Root) -> None:
    root.workspace.stores.trust.forget(root.folder)
    found = check(root.workspace.stores, root.clock, lambda *_: None).watched
    assert found is not None
    assert "nobody trusted this root" in found.waiting[0].error
    assert told(root) == []
    root.trust()
    root.clock.advance(minutes=2)
    check(root.workspace.stores, root.clock, lambda *_: None)
    assert [one["state"] for one in told(root)] == ["firing"]


def test_somebody_outside_hears_only_while_all_is_well(root: Root, listener: Listener) -> None:
    (root.folder / "config.yaml").write_text(f"alerts: {{desktop: false, ping_url: '{listener.url}'}}\n")
    watch(root)
    assert listener.asked == []
    root.do("pulse")
    watch(root)
    assert listener.asked == [("GET", "/ping", None)]


def test_a_ping_that_fails_is_said_once_and_its_return_too(root: Root, listener: Listener) -> None:
    (root.folder / "config.yaml").write_text(f"alerts: {{desktop: false, ping_url: '{listener.url}'}}\n")
    root.do("pulse")
    listener.status = 500
    news = [watched(root).ping_is_news for _ in range(2)]
    listener.status = 200
    news.append(watched(root).ping_is_news)
    assert news == [True, False, True]
    messages = [one["message"] for one in alerts_in_the_log(root)]
    assert [message.partition(":")[0] for message in messages] == [
        "the ping did not get through",
        "the ping gets through again",
    ]


def test_the_clock_of_a_check_is_the_one_it_is_given(root: Root) -> None:
    root.clock.advance(days=1)
    (one,) = watch(root, Pigeon()).conditions
    assert root.clock() - one.since == timedelta(days=1, minutes=45, seconds=1)
