"""A failure with its evidence, in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from moie_tui.domain.changes import Changes
from moie_tui.domain.config_changes import config_changes
from moie_tui.domain.describe import describe
from moie_tui.domain.executions import FAILURE, SUCCESS, Execution
from moie_tui.domain.plan import JOB, Effect
from moie_tui.domain.review import last_good_before, review_of, run_before
from moie_tui.domain.review_text import as_markdown, as_text, blocks

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOSTILE = "\x1b[31m``` # x\n<script>|"


def a_run(minute: int, error: str | None = None, **more: object) -> Execution:
    status = FAILURE if error is not None else SUCCESS
    return Execution(NOON + timedelta(minutes=minute), status, 1200, error, **more)  # type: ignore[arg-type]


RUNS = (
    a_run(0),
    a_run(20, "row 503"),
    a_run(40),
    a_run(60, "row 502"),
    a_run(80, "disk full", exit_code=3),
)
EDIT = Effect(JOB, "5.1 command", "a", "b", ("phases", "5", "jobs", "5.1", "command"))
OTHER = Effect(JOB, "1.1 task", "a", "b", ("phases", "1", "jobs", "1.1", "task"))


def test_the_last_good_run_is_the_newest_before_the_failure() -> None:
    assert last_good_before(RUNS, RUNS[1]) is RUNS[0]
    assert last_good_before(RUNS, RUNS[4]) is RUNS[2]
    assert last_good_before(RUNS[1:2], RUNS[1]) is None
    assert last_good_before(RUNS, Execution(None, FAILURE, 1)) is None


def test_it_compares_from_the_start_of_the_good_run_to_the_end_of_the_failed_one() -> None:
    hour = timedelta(hours=1)
    good = Execution(NOON, SUCCESS, 600_000)
    failed = Execution(NOON + hour, FAILURE, 600_000, "row 503")
    started = NOON - timedelta(minutes=10) + timedelta(seconds=1)
    assert review_of("5.1", "", "", (good, failed), failed).between == (started, NOON + hour)
    assert review_of("5.1", "", "", (failed,), failed).between is None
    lost = Execution(None, FAILURE, 1)
    assert review_of("5.1", "", "", (good, lost), lost).between is None
    assert (run_before(RUNS, RUNS[4]), run_before(RUNS, RUNS[0])) == (RUNS[3], None)


def test_a_failure_is_told_with_its_kind_its_last_good_run_and_its_changes_its_own_job_first() -> None:
    changes = Changes(state=(OTHER, EDIT), state_between="then and now", config_between="the same content")
    review = review_of("5.1", "Scan", "./scan", RUNS, RUNS[3])
    said = as_text(type(review)(**{**vars(review), "changes": changes}), UTC)
    assert "Job 5.1 · Scan" in said
    assert "failed     2026-11-22 13:00:00 · took 1.2s" in said
    assert "kind       2× since 2026-11-22 12:20:00: row N" in said
    assert "last good  2026-11-22 12:40:00, 20m before" in said
    assert "Changed in the state, between then and now" in said
    assert said.index("command of 5.1 changes: a → b") < said.index("task of job 1.1: a → b")
    assert "Changed in the config\n  Nothing." in said


def test_a_proof_is_told_with_the_verification_and_not_as_a_run_of_the_command() -> None:
    held, failed = a_run(0, proof=True), a_run(1, "no file", proof=True, exit_code=1)
    runs = (held, failed)
    said = as_text(review_of("1.1", "Scan", "test -e feed", runs, held), UTC)
    assert "proven     2026-11-22 12:00:00 · took 1.2s" in said
    assert "verify     test -e feed  (as it is now)" in said
    said = as_text(review_of("1.1", "Scan", "test -e feed", runs, failed), UTC)
    assert "not proven 2026-11-22 12:01:00 · exit 1" in said


def test_the_end_of_the_output_is_not_told_twice() -> None:
    review = review_of("5.1", "", "", RUNS, RUNS[4])
    assert [heading for heading, _ in blocks(review)] == ["Error"]
    with_tail = type(review)(**{**vars(review), "tail": ("disk full",)})
    assert [heading for heading, _ in blocks(with_tail)] == ["Error"]
    with_more = type(review)(**{**vars(review), "tail": ("reading", "disk full")})
    assert [heading for heading, _ in blocks(with_more)] == ["Error", "End of its output"]


def test_hostile_text_neither_leaves_its_fence_nor_reaches_the_terminal() -> None:
    run = a_run(90, HOSTILE)
    review = review_of("5.1", HOSTILE, HOSTILE, (*RUNS, run), run)
    document = as_markdown(review, UTC, NOON)
    assert "\x1b" not in document + as_text(review, UTC)
    assert "````text\n``` # x\n<script>|\n````" in document
    assert "<script>" not in document.replace("\n<script>|\n````", "").replace("\\<script\\>", "")


def test_a_config_is_told_apart_key_by_key_and_keeps_its_secrets() -> None:
    before = {"heartbeat": {"interval_minutes": 10}, "jobs": None, "alerts": {"ping_url": "a"}, "same": [1]}
    after = {
        "heartbeat": {"interval_minutes": 20},
        "jobs": {"5.1": {"schedule": "every 20m"}},
        "alerts": {"ping_url": "b"},
        "same": [1],
    }
    assert [describe(one) for one in config_changes(before, after)] == [
        "heartbeat.interval_minutes: 10 → 20",
        "jobs.5.1.schedule added: every 20m",
        "alerts.ping_url: (not shown) → (not shown)",
    ]
    assert config_changes(after, after) == ()
