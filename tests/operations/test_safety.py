"""Too many critical events put pulses on hold, when the config wants it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from moie_tui.domain.event import CRITICAL, ERROR, Event
from moie_tui.domain.plan import HOLD
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root

SAFE = "safety: {enabled: true, critical_error_threshold: 3}\n"


def _root(folder: Path, config: str = SAFE) -> Root:
    return Root(folder, a_state(a_phase(1, a_job("1.1", verification_cmd="true"))), config=config).trust()


def _events(root: Root, count: int, level: str = CRITICAL, minutes_ago: int = 5) -> None:
    at = root.clock.now - timedelta(minutes=minutes_ago)
    for number in range(count):
        root.workspace.stores.events.append(Event(at, level, "other", f"disk {number} is gone"))


def test_the_pulse_itself_puts_pulses_on_hold_and_says_why(tmp_path: Path) -> None:
    root = _root(tmp_path)
    _events(root, 3)
    outcome = root.do("pulse")
    why = "3 critical events within an hour: disk 2 is gone"
    assert (outcome.outcome, outcome.message) == ("held", f"held: {why}")
    assert [effect.kind for effect in outcome.effects] == [HOLD, "heartbeat"]
    hold = root.workspace.stores.hold.read()
    assert hold is not None
    assert (hold.until, hold.why) == (None, why)
    assert root.do("pulse").message == f"held: pulses are on hold until `moie resume`: {why}"


def test_its_own_event_is_no_critical_one_and_after_a_resume_counting_begins_anew(tmp_path: Path) -> None:
    root = _root(tmp_path)
    _events(root, 3)
    root.do("pulse")
    assert [event.level for event in root.workspace.view().events if event.category == "hold"] == ["warning"]
    root.do("resume")
    assert root.do("pulse").outcome == "verified"
    root.clock.advance(minutes=10)
    _events(root, 3, minutes_ago=1)
    assert root.do("pulse").outcome == "held"


def test_undo_of_that_pulse_takes_the_hold_back_and_counts_as_a_resume(tmp_path: Path) -> None:
    root = _root(tmp_path)
    _events(root, 3)
    root.do("undo", operation=root.do("pulse").operation)
    hold = root.workspace.stores.hold.read()
    assert hold is None
    assert root.do("pulse").outcome == "verified"


def test_fewer_older_or_lesser_events_hold_nothing(tmp_path: Path) -> None:
    root = _root(tmp_path)
    _events(root, 2)
    _events(root, 3, minutes_ago=61)
    _events(root, 9, level=ERROR)
    assert root.do("pulse").outcome == "verified"


def test_it_is_off_unless_the_config_says_so(tmp_path: Path) -> None:
    root = _root(tmp_path, "")
    _events(root, 9)
    assert root.do("pulse").outcome == "verified"
