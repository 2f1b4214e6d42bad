"""Which effects are losses, which give back, and what each says."""

from __future__ import annotations

import pytest

from moie_tui.domain.plan import ABSENT, HEARTBEAT, JOB, META, PHASE, PIN, PRUNE, SNAPSHOT, Effect
from moie_tui.tui.effect_lines import CHANGE, GAIN, LOSS, bearing, grouped, line_of

STATUS = ("phases", "2", "jobs", "2.1", "status")
BEAT = ("meta", "last_heartbeat")
EARLY, LATE = "2026-11-22T12:00:00Z", "2026-11-22T14:00:00Z"


@pytest.mark.parametrize(
    ("effect", "kind"),
    [
        (Effect(JOB, "2.1", "completed", "pending", STATUS), LOSS),
        (Effect(JOB, "2.1", "pending", "completed", STATUS), GAIN),
        (Effect(JOB, "2.1", "pending", "completed", STATUS, "`true` succeeds"), CHANGE),
        (Effect(JOB, "2.1", "pending", "cyclic", STATUS), CHANGE),
        (Effect(PHASE, "2", {"name": "x"}, ABSENT, ("phases", "2")), LOSS),
        (Effect(PHASE, "2", ABSENT, {"name": "x"}, ("phases", "2")), GAIN),
        (Effect(META, "current_phase", 10, 9, ("meta", "current_phase")), LOSS),
        (Effect(META, "current_phase", 9, 10, ("meta", "current_phase")), CHANGE),
        (Effect(HEARTBEAT, "last_heartbeat", LATE, EARLY, BEAT), LOSS),
        (Effect(HEARTBEAT, "last_heartbeat", EARLY, LATE, BEAT), CHANGE),
        (Effect(HEARTBEAT, "last_heartbeat", EARLY, ABSENT, BEAT), LOSS),
        (Effect(HEARTBEAT, "last_heartbeat", "yesterday", LATE, BEAT), CHANGE),
        (Effect(SNAPSHOT, "", ABSENT, "heartbeat"), CHANGE),
        (Effect(PRUNE, "x.json", "heartbeat", ABSENT), CHANGE),
        (Effect(PIN, "x.json", False, True), CHANGE),
    ],
)
def test_an_effect_takes_gives_back_or_just_changes(effect: Effect, kind: str) -> None:
    assert bearing(effect) == kind


def test_losses_stand_first_and_groups_without_a_line_are_left_out() -> None:
    effects = [Effect(SNAPSHOT, "", ABSENT, "rollback"), Effect(JOB, "2.1", "completed", "pending", STATUS)]
    found = grouped(effects, ("lose", "back", "will"))
    assert [(group.heading, len(group.lines)) for group in found] == [("lose", 1), ("will", 1)]


def test_a_condition_is_said_once() -> None:
    line = line_of(Effect(JOB, "2.1", "pending", "completed", STATUS, "`test -w x` succeeds"))
    assert line.text == "if `test -w x` succeeds: job 2.1  pending → completed"
    assert line.glyph == "○"


def test_routine_pruning_is_no_warning_but_another_removal_is() -> None:
    assert line_of(Effect(PRUNE, "x.json", "heartbeat", ABSENT)).colour == "$faint"
    assert line_of(Effect(PRUNE, "x.json", "manual", ABSENT)).glyph == "▲"


def test_changed_shell_code_is_a_warning() -> None:
    path = ("phases", "1", "jobs", "1.3", "verification_cmd")
    assert line_of(Effect(JOB, "1.3 verification_cmd", "a", "b", path)).glyph == "▲"
