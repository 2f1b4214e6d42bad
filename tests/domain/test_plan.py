"""Plans are the same when they do the same."""

from __future__ import annotations

import pytest

from moie_tui.domain.plan import ABSENT, HEARTBEAT, JOB, SNAPSHOT, Command, Effect, Outcome, Plan
from moie_tui.values import replace

STAMP = Effect(HEARTBEAT, "last_heartbeat", "10:00", "10:10", ("meta", "last_heartbeat"))
PROOF = Effect(
    JOB, "1.1", "pending", "completed", ("phases", "1", "jobs", "1.1", "status"), "`true` succeeds"
)
SHOT = Effect(SNAPSHOT, "a.json", ABSENT, "heartbeat")
PLAN = Plan("pulse", "Heartbeat", (STAMP, PROOF, SHOT), (Command("1.1", "true"),), rests_on={"s.json": "ab"})


@pytest.mark.parametrize(
    "other",
    [
        replace(STAMP, before="10:05", after="10:15"),
        replace(SHOT, target="b.json"),
    ],
)
def test_times_and_snapshot_names_do_not_make_two_plans_differ(other: Effect) -> None:
    effects = tuple(other if one.kind == other.kind else one for one in PLAN.effects)
    assert PLAN.same_effects(replace(PLAN, effects=effects, rests_on={}))


@pytest.mark.parametrize(
    "other",
    [
        replace(PLAN, effects=(STAMP, PROOF)),
        replace(PLAN, effects=(STAMP, replace(PROOF, target="1.2"), SHOT)),
        replace(PLAN, effects=(STAMP, replace(PROOF, before="odd"), SHOT)),
        replace(PLAN, effects=(STAMP, replace(PROOF, condition="`false` succeeds"), SHOT)),
        replace(PLAN, effects=(STAMP, PROOF, replace(SHOT, after="phase"))),
        replace(PLAN, commands=(Command("1.1", "rm -rf /"),)),
    ],
)
def test_anything_else_does(other: Plan) -> None:
    assert not PLAN.same_effects(other)


def test_true_and_one_are_different_effects() -> None:
    assert replace(PROOF, after=True).essence() != replace(PROOF, after=1).essence()


def test_a_plan_has_the_keys_of_the_contract() -> None:
    assert PLAN.as_json() == {
        "operation": "pulse",
        "effects": [
            {"kind": "heartbeat", "target": "last_heartbeat", "before": "10:00", "after": "10:10"},
            {
                "kind": "job",
                "target": "1.1",
                "before": "pending",
                "after": "completed",
                "if": "`true` succeeds",
            },
            {"kind": "snapshot", "target": "a.json", "before": None, "after": "heartbeat"},
        ],
        "commands": ["true"],
        "warnings": [],
        "rests_on": {"s.json": "ab"},
    }


def test_an_outcome_has_the_keys_of_the_contract_and_its_own() -> None:
    shown = Outcome("", "cyclic", "runs for ever", snapshot="a.json", detail={"phase": 5}).as_json()
    assert shown == {
        "operation": None,
        "outcome": "cyclic",
        "effects": [],
        "snapshot": "a.json",
        "message": "runs for ever",
        "phase": 5,
    }
