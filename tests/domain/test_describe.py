"""Effects as lines for people."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.describe import describe
from moie_tui.domain.diff import diff
from moie_tui.domain.plan import ABSENT, JOB, Effect
from moie_tui.domain.pulse import beat_effect, next_step, step_effects
from moie_tui.domain.state import parse_state
from tests.builders import a_job, a_phase, a_state
from tests.strategies import JSON_VALUES, malformed_documents, state_documents


def line(before: dict[str, Any], after: dict[str, Any]) -> str:
    (change,) = diff(before, after)
    return describe(change)


def of_job(**more: Any) -> dict[str, Any]:
    return a_state(a_phase(1, a_job("1.3", **more)))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (of_job(), of_job(status="completed"), "job 1.3  pending → completed"),
        (of_job(task="a"), of_job(task="b"), "task of job 1.3: a → b"),
        (
            of_job(verification_cmd="a"),
            of_job(verification_cmd="b"),
            "verification command of 1.3 changes: a → b",
        ),
        (of_job(), of_job(command="b"), "command of 1.3 changes: none → b"),
        (of_job(), of_job(paused=True), "job 1.3 is paused"),
        (of_job(), a_state(a_phase(1)), "job 1.3 removed: Task 1.3 (pending)"),
        (a_state(a_phase(1)), of_job(), "job 1.3 added: Task 1.3 (pending)"),
        (a_state(a_phase(1)), a_state(a_phase(1, status="completed")), "phase 1  active → completed"),
        (a_state(a_phase(1), a_phase(5)), a_state(a_phase(1)), "phase 5 removed: Phase 5 (active)"),
        (a_state(current=2), a_state(current=5), "phase 2 → 5"),
        (a_state(current=2), a_state(current=None), "phase 2 → none"),
        (a_state(), a_state(notes=[1, {}]), "notes added: [1, {}]"),
        (a_state(x=""), a_state(x=None), 'x: "" → none'),
        (a_state(meta={"mode": "a"}), a_state(meta={"mode": "b"}), "meta.mode: a → b"),
        (
            a_state(a_phase(1), a_phase(2)),
            a_state(a_phase(2), a_phase(1)),
            "order of the phases: 1, 2 → 2, 1",
        ),
        (
            a_state(a_phase(7, a_job("a"), a_job("b"))),
            a_state(a_phase(7, a_job("b"), a_job("a"))),
            "order of the jobs of phase 7: a, b → b, a",
        ),
    ],
)  # fmt: skip
def test_a_change_of_the_state_is_one_plain_line(
    before: dict[str, Any], after: dict[str, Any], expected: str
) -> None:
    assert line(before, after) == expected


@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        (Effect("snapshot", "a.json", ABSENT, "heartbeat"), "snapshot taken (heartbeat)"),
        (Effect("snapshot", "a.json", "heartbeat"), "snapshot a.json removed"),
        (Effect("pin", "a.json", False, True), "snapshot a.json pinned"),
        (Effect("pin", "a.json", True, False), "snapshot a.json unpinned"),
        (Effect("prune", "a.json", "heartbeat"), "snapshot a.json removed (heartbeat)"),
        (Effect("retention", "old", "3 too many", "removed"), "old: 3 too many → removed"),
        (Effect("snapshot", "a.json", "pruned", "manual"), "snapshot a.json comes back (manual)"),
        (Effect("trust", "1.1", ABSENT, "true"), "trust 1.1: true"),
        (Effect("trust", "1.1", "true", "false"), "trust 1.1: true → false"),
        (Effect("trust", "1.1", "true"), "no longer trusted: 1.1"),
        (Effect("execution", "job 5.1", ABSENT, {"status": "success"}), "run of job 5.1 recorded (success)"),
        (Effect("execution", "job 5.1", {"status": "failure"}), "run of job 5.1 removed (failure)"),
        (Effect("file", "x.json", ABSENT, "restored"), "x.json added: restored"),
        (Effect("run", "job 5.1", ABSENT, "./fetch"), "job 5.1 is started"),
        (Effect("run", "job 2.1", ABSENT, "x", (), "`false` fails"), "if `false` fails: job 2.1 is started"),
        (Effect("hold", ".moie/hold.json", ABSENT, "for 2h: why"), "pulses are on hold for 2h: why"),
        (Effect("hold", "h", "for 1h", "for 2h"), "pulses are on hold for 2h, not for 1h"),
        (Effect("hold", "h", "for 1h"), "pulses go on again (they were on hold for 1h)"),
        (Effect("job", "attempts of job 2.1", 3, 0), "attempts of job 2.1: 3 → 0"),
    ],
)  # fmt: skip
def test_a_change_outside_the_state_is_one_too(effect: Effect, expected: str) -> None:
    assert describe(effect) == expected


def test_a_proof_says_on_what_it_depends() -> None:
    state = parse_state(of_job(verification_cmd="test -w x"), 2)
    (effect,) = step_effects(state, next_step(state))
    assert describe(effect) == "if `test -w x` succeeds: job 1.3  pending → completed"


def test_a_heartbeat_says_both_times() -> None:
    assert describe(beat_effect("10:00", "10:10")) == "heartbeat 10:00 → 10:10"
    assert describe(beat_effect(None, "10:10")) == "heartbeat none → 10:10"
    back = describe(beat_effect("2026-11-22T14:10:02", "2026-11-22T12:00:02"))
    assert back == "heartbeat goes back by 2h 10m, to 2026-11-22T12:00:02"
    on = describe(beat_effect("2026-11-22T14:10:02+00:00", "2026-11-22T14:20:02Z"))
    assert on == "heartbeat moves on by 10m, to 2026-11-22T14:20:02Z"
    mixed = describe(beat_effect("2026-11-22T14:10:02", "2026-11-22T14:20:02Z"))
    assert mixed == "heartbeat 2026-11-22T14:10:02 → 2026-11-22T14:20:02Z"


def test_hostile_text_from_a_file_is_plain_and_short() -> None:
    shown = line(of_job(), of_job(command="a\x1b[2J\nb" + "x" * 500))
    assert shown.startswith("command of 1.3 changes: none → a bxxx")
    assert shown.endswith("…")
    assert len(shown) < 200


def test_a_value_of_any_depth_has_a_line() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    assert describe(Effect("document", "x", ABSENT, deep, ("x",))).startswith("x added: ")


@given(st.integers(1, 3).flatmap(state_documents) | malformed_documents(), malformed_documents())
def test_every_difference_has_a_printable_line(before: dict[str, Any], after: dict[str, Any]) -> None:
    for change in (*diff(before, after), *diff(after, before)):
        shown = describe(change)
        assert shown.isprintable()
        assert shown.strip()


@given(
    st.sampled_from(["snapshot", "pin", "prune", "trust", "execution", "file", "odd"]),
    st.text(max_size=5),
    JSON_VALUES | st.just(ABSENT),
    JSON_VALUES | st.just(ABSENT),
    st.lists(st.text(max_size=3) | st.sampled_from(["phases", "jobs", "@order"]), max_size=6),
)
def test_any_effect_has_a_printable_line(
    kind: str, target: str, before: object, after: object, path: list[str]
) -> None:
    assert describe(Effect(kind, target, before, after, tuple(path))).isprintable()


def test_a_pause_that_is_gone_is_told_like_one_that_was_lifted() -> None:
    path = ("phases", "5", "jobs", "5.2", "paused")
    for after in (ABSENT, False):
        assert describe(Effect(JOB, "5.2 paused", True, after, path)) == "job 5.2 is no longer paused"
    assert describe(Effect(JOB, "5.2 paused", ABSENT, True, path)) == "job 5.2 is paused"
