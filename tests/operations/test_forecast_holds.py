"""The forecast against the pulses that then came: what was said is what was done."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from moie_tui.domain.forecast import forecast
from moie_tui.domain.plan import RUN
from tests.builders import a_job, a_phase, a_state
from tests.roots import NOON, Root

WORDS = {
    "verify": {"verified", "action-required"}, "promote": {"promoted"}, "cyclic": {"cyclic"},
    "hand": {"action-required"}, "rest": {"sovereign"}, "blocked": {"blocked"}, "held": {"held"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("jobs", "outcomes"),
    [
        ([a_job("1.1"), a_job("1.2")], ["verified", "verified", "promoted", "cyclic"]),
        ([a_job("1.1", verification_cmd=None)], ["action-required"]),
        ([a_job("1.1", paused=True)], ["blocked"]),
        ([], ["promoted", "cyclic"]),
    ],
)
def test_each_beat_does_what_was_forecast(tmp_path: Path, jobs: list[object], outcomes: list[str]) -> None:
    document = a_state(
        a_phase(1, *jobs), a_phase(5, a_job("5.1", "cyclic"), status="pending"),
        meta={"last_heartbeat": NOON.isoformat()},
    )  # fmt: skip
    root = Root(tmp_path, document, config="system: {timezone: UTC}\n").trust()
    beats = forecast(root.workspace.view(), root.clock(), most=4).beats
    for beat, outcome in zip(beats, outcomes, strict=False):
        root.clock.now = beat.at
        assert root.do("pulse").outcome == outcome
        assert outcome in WORDS[beat.kind]


def test_what_is_due_is_what_the_pulse_of_that_time_would_start(tmp_path: Path) -> None:
    jobs = [
        a_job("5.1", "cyclic", schedule="every 20m", command="true"),
        a_job("5.2", "cyclic", schedule="25 12 * * *", command="true"),
        a_job("5.3", "cyclic", schedule="every 5m"),
        a_job("5.4", "cyclic", schedule="every 1h", command="true", paused=True),
    ]
    document = a_state(a_phase(5, *jobs), current=5, meta={"last_heartbeat": NOON.isoformat()})
    root = Root(tmp_path, document, config="system: {timezone: UTC}\n").trust()
    for job in ("5.1", "5.2"):
        root.do("record", job=job, status="success", duration_ms=1000)
    view = root.workspace.view()
    beats = forecast(view, root.clock(), most=4).beats
    for beat in beats[:2]:
        root.clock.now = beat.at
        plan = root.workspace.plan(root.workspace.operation("pulse"))
        starts = {one.target.removeprefix("job ") for one in plan.effects if one.kind == RUN}
        assert starts == {one.job for one in beat.starts}
    assert [[one.job for one in beat.starts] for beat in beats] == [[], ["5.1"], ["5.2"], ["5.1"]]


@pytest.mark.long
def test_a_heart_that_beats_four_times_a_minute_starts_what_was_forecast(
    tmp_path: Path, begun: list[str]
) -> None:
    jobs = [
        a_job("5.1", "cyclic", schedule="every 15s", command="true"),
        a_job("5.2", "cyclic", schedule="every 45s", command="true"),
        a_job("5.3", "cyclic", schedule="every 30s", command="true"),
        a_job("5.4", "cyclic", command="true"),
        a_job("5.4", "cyclic", schedule="every 30s", command="true"),
    ]
    root = Root(tmp_path, a_state(a_phase(5, *jobs), current=5), config="heartbeat: {interval_minutes: 0.25}")
    root.trust()
    root.clock.advance(seconds=0.9)
    root.do("pulse")
    told: list[list[str]] = []
    for late in (0, 0.04, 0.2, 0, 0.4, 0.1):
        before = forecast(root.workspace.view(), root.clock(), most=1).beats[0]
        root.clock.now = before.at + timedelta(seconds=late)
        if late:
            [before] = forecast(root.workspace.view(), root.clock(), most=1).beats
            assert before.at == root.clock.now
        begun.clear()
        root.do("pulse")
        told.append([one.job for one in before.starts])
        assert begun == told[-1]
    assert {1, 4} <= {len(one) for one in told}


def test_while_nobody_knows_what_ran_when_no_job_is_started_and_none_is_forecast(tmp_path: Path) -> None:
    job = a_job("5.1", "cyclic", schedule="every 5m", command="true")
    root = Root(tmp_path, a_state(a_phase(5, job), current=5)).trust()
    assert forecast(root.workspace.view(), root.clock(), most=1).beats[0].starts
    (root.folder / "cyclic_job_health.json").write_text("{")
    [beat] = forecast(root.workspace.view(), root.clock(), most=1).beats
    plan = root.workspace.plan(root.workspace.operation("pulse"))
    assert beat.starts == ()
    assert not [one for one in plan.effects if one.kind == RUN]
    assert beat.waits[0].why.startswith("nobody knows what ran when: cyclic_job_health.json")
    assert any("nobody knows what ran when" in one for one in plan.warnings)


def test_a_proof_that_failed_is_expected_to_fail_again(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(a_phase(1, a_job("1.1", verification_cmd="false")))).trust()
    assert root.do("pulse").outcome == "action-required"
    (first, second) = forecast(root.workspace.view(), root.clock(), most=2).beats
    assert first.what == second.what == "verifies job 1.1, which was not proven the last time"
    assert first.takes is not None
