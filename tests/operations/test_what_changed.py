"""What changed between the last good run and a failed one."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from moie_tui.domain.describe import describe
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root


@pytest.fixture
def root(tmp_path: Path) -> Root:
    job = a_job("5.1", "cyclic", command="./scan --since yesterday")
    found = Root(tmp_path, a_state(a_phase(5, job), current=5), config="jobs: {'5.1': {grace_minutes: 5}}\n")
    touched(found)
    return found.trust()


def touched(root: Root) -> None:
    os.utime(root.folder / "config.yaml", (root.clock.now.timestamp(),) * 2)


def edited(root: Root, **change: object) -> None:
    document = root.document
    document["phases"][0]["jobs"][0] |= change
    root.write(document)


def told(root: Root, good: timedelta, bad: timedelta) -> tuple[list[str], list[str]]:
    now = root.clock.now
    changes = root.workspace.changes_between(now - good, now - bad)
    return [describe(one) for one in changes.state], [describe(one) for one in changes.config]


MINUTE = timedelta(minutes=1)


def test_an_edit_just_before_the_failure_is_told_before_and_after_the_next_pulse(root: Root) -> None:
    root.do("pulse")
    root.clock.advance(minutes=2)  # the good run
    root.clock.advance(minutes=2)
    edited(root, command="./scan")
    root.clock.advance(minutes=2)  # the failed one
    expected = ["command of 5.1 changes: ./scan --since yesterday → ./scan"]
    assert told(root, 4 * MINUTE, 0 * MINUTE) == (expected, [])
    root.clock.advance(minutes=4)
    root.do("pulse")
    root.clock.advance(minutes=10)
    edited(root, command="./scan --later")
    root.do("pulse")
    root.clock.advance(minutes=1)
    assert told(root, 20 * MINUTE, 16 * MINUTE) == (expected, [])


def test_the_heartbeat_alone_is_no_change(root: Root) -> None:
    root.do("pulse")
    root.clock.advance(minutes=20)
    root.do("pulse")
    changes = root.workspace.changes_between(root.clock.now - 10 * MINUTE, root.clock.now)
    assert changes.state == ()
    assert changes.state_between.startswith("snapshot ")
    assert changes.state_between.endswith("the state as it is now")


def test_the_config_is_compared_key_by_key_as_it_was_at_both_moments(root: Root) -> None:
    root.do("pulse")
    root.clock.advance(minutes=10)
    (root.folder / "config.yaml").write_text("jobs: {'5.1': {grace_minutes: 9}}\nalerts: {urls: [secret]}\n")
    touched(root)
    root.clock.advance(minutes=10)
    root.do("pulse")
    lines = ["jobs.5.1.grace_minutes: 5 → 9", "alerts.urls added: (not shown)"]
    assert told(root, 15 * MINUTE, 1 * MINUTE)[1] == lines
    assert told(root, 15 * MINUTE, 12 * MINUTE)[1] == []


def test_what_was_done_by_hand_in_between_is_named(root: Root) -> None:
    root.do("pulse")
    first = root.workspace.snapshots()[0].id
    root.clock.advance(minutes=5)
    edited(root, command="./scan")
    root.do("rollback", snapshot=first)
    root.clock.advance(minutes=5)
    changes = root.workspace.changes_between(root.clock.now - 9 * MINUTE, root.clock.now)
    assert [one.split()[0] for one in changes.acts] == ["rollback"]


def test_without_a_copy_as_old_as_the_good_run_it_says_so(root: Root) -> None:
    changes = root.workspace.changes_between(root.clock.now - 99 * MINUTE, root.clock.now)
    assert "no readable snapshot" in changes.state_unknown
    assert "nobody had noted it" in changes.config_unknown


def test_a_damaged_snapshot_is_passed_over_for_the_one_next_to_it(root: Root) -> None:
    root.do("pulse")
    root.clock.advance(minutes=10)
    edited(root, command="./scan")
    root.do("pulse")
    newest = root.workspace.snapshots()[0]
    (root.folder / "backups" / newest.name).write_bytes(b"{}")
    changes = root.workspace.changes_between(root.clock.now + MINUTE, root.clock.now + 2 * MINUTE)
    assert [describe(one) for one in changes.state] == [
        "command of 5.1 changes: ./scan --since yesterday → ./scan"
    ]
    assert "(11m 2s before the good run)" in changes.state_between


def backed_up_in_one_second(root: Root, *commands: str) -> None:
    for command in commands:
        edited(root, command=command)
        root.do("backup")
        root.clock.advance(seconds=-1)


def test_of_copies_of_one_second_the_newest_is_the_state_that_a_run_met(root: Root) -> None:
    backed_up_in_one_second(root, "./scan", "./scan --twice", "./scan --thrice")
    good = root.clock.now
    root.clock.advance(minutes=5)
    assert root.workspace.changes_between(good, root.clock.now).state == ()
    backed_up_in_one_second(root, "./scan", "./scan --again", "./scan --more")
    root.clock.advance(minutes=5)
    changes = root.workspace.changes_between(good, good + 5 * MINUTE)
    assert [describe(one) for one in changes.state] == [
        "command of 5.1 changes: ./scan --thrice → ./scan --more"
    ]
    assert changes.state_between.count("(of the same second)") == 2
