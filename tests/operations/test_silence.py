"""Why a real root's heart is silent: facts of its lock, its notes, its timers and its documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from moie_tui.cli.main import main
from moie_tui.domain.diagnosis import Silence
from moie_tui.domain.timer import KindOfTimer, Timers
from moie_tui.outside import Outside
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root

NO_TIMER = Timers("r", "cron", (KindOfTimer("cron", ""),), ())


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Root:
    """Beaten once by hand, then left alone for two hours."""
    monkeypatch.setattr(Outside, "timers", lambda self: NO_TIMER)
    root = Root(tmp_path, a_state(a_phase(1, a_job("1.1", "cyclic"))), config="system: {timezone: UTC}\n")
    root.trust().do("pulse")
    root.clock.advance(hours=2)
    return root


def silence(root: Root) -> Silence:
    found = root.workspace.silence()
    assert found is not None
    return found


def test_a_heart_that_beats_is_no_silence(root: Root) -> None:
    root.do("pulse")
    assert root.workspace.silence() is None


def test_a_root_without_a_timer_that_was_beaten_by_hand_says_both(root: Root) -> None:
    said = [one.what for one in silence(root).suspects]
    assert "nothing starts pulses by itself: no timer is installed" in said
    assert "the heart was beaten by hand, not by a timer" in said


def test_who_died_with_the_lock_is_found_by_its_own_words(root: Root) -> None:
    lock = root.workspace.stores.pulse_lock.path
    lock.write_text('{"what": "pulse", "pid": 7, "host": "h", "since": "2026-11-22T12:30:00+00:00"}')
    lead = silence(root).findings[0]
    assert (lead.kind, lead.level) == ("writer", "cause")
    assert lead.evidence[0].startswith("pulse (pid 7 on h, since ")


def test_what_cron_was_refused_is_remembered_and_said(root: Root, monkeypatch: pytest.MonkeyPatch) -> None:
    (root.folder / ".moie" / "told.json").write_text('{"pulse": "r: changed commands wait; `moie trust`"}')
    assert silence(root).lead.startswith("scheduled pulses come, and are refused")


def test_timers_that_fail_to_answer_stop_no_diagnosis(root: Root, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(self: Outside) -> Timers:
        raise OSError("no such program")

    monkeypatch.setattr(Outside, "timers", fails)
    timer = next(one for one in silence(root).findings if one.kind == "timer")
    assert (timer.level, timer.evidence) == ("unknown", ("no such program",))


def test_doctor_notes_why_it_is_silent_and_counts_it_as_no_damage(root: Root) -> None:
    checkup = root.workspace.examine()
    said = [one for one in checkup.findings if one.where == "heartbeat"]
    assert said[0].what.startswith("nothing starts pulses by itself")
    assert {one.level for one in said} == {"note"}


def test_check_says_why_below_the_stale_heart(root: Root, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(root.folder), "check"]) == 2
    printed = capsys.readouterr().out
    assert "why: nothing starts pulses by itself" in printed
    assert "next: `moie timers install`" in printed
