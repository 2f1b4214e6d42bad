from __future__ import annotations

from datetime import timedelta

from moie_tui.cli.picture import picture
from moie_tui.domain.blocked import blocked
from moie_tui.domain.event import Event
from moie_tui.domain.judge import judge
from moie_tui.domain.own_work import Tried
from moie_tui.domain.past import AsOf
from moie_tui.domain.run import Run
from moie_tui.domain.state import parse_state
from moie_tui.domain.view import SystemView
from moie_tui.tui import details, more_details, trouble
from moie_tui.tui.alerts import NO_ALERTS
from moie_tui.tui.pieces import width_of, words_of
from moie_tui.tui.screens.job_figures import figures_of
from moie_tui.tui.screens.job_text import job_rows
from moie_tui.tui.status import status_line
from moie_tui.tui.tree import branches, cells, rows_if_all_open
from moie_tui.values import replace
from tests.builders import a_job, a_phase, a_state
from tests.tui import sample_views as sample
from tests.tui.sample_metrics import metrics_of
from tests.tui.sample_views import NOW, rich_view


def about(view: SystemView, kind: str, key: str, width: int = 60) -> list[str]:
    lines = details.lines_about(view, judge(view, NOW), NOW, kind, key, width)
    return [words_of(line) for line in lines]


def test_a_job_says_its_verdict_its_commands_and_when_it_is_due() -> None:
    assert about(rich_view(), "job", "5.2") == [
        "job 5.2  Scan research feed",
        "✗ unhealthy · 6 of the last 20 runs failed",
        "verify   test -w research_logs/feed.jsonl",
        "command  ./scan-feed --since yesterday",
        "schedule every 20m · grace 15m · next in 17m 57s",
        "about    Reads the feed and files what is new.",
    ]


def test_a_job_that_only_the_health_document_knows_is_told_apart() -> None:
    view = rich_view(health={"gone": sample.health()["5.1"]})
    assert about(view, "job", "gone")[0] == "job gone  only in the health document"


def test_a_phase_says_what_is_left() -> None:
    assert about(rich_view(), "phase", "1")[-1] == "jobs     3 of 3 completed"
    assert about(rich_view(), "phase", "5")[1:] == ["◐ current, active", "jobs     3 run for ever"]
    assert about(rich_view(), "phase", "77") == []


def test_a_job_with_a_history_says_its_last_success_and_last_error() -> None:
    view = rich_view()
    judged = judge(view, NOW).jobs[1]
    text = "\n".join(words_of(line) for line in details.health_lines(view, judged, NOW, 60))
    assert "success  13:32:12, 42m ago" in text
    assert "error    HTTP 503 from feed" in text


def test_no_line_is_wider_than_asked() -> None:
    for view in (rich_view(), sample.hostile_view()):
        judgement = judge(view, NOW)
        for width in (24, 40):
            lines = [
                *more_details.snapshot_lines(view, view.snapshots[0], NOW, width),
                *more_details.event_lines(view, view.events[0], NOW, width),
                *trouble.problem_lines(view, width, 3),
                *trouble.trouble_lines(sample.broken_view(), NOW, width),
                *trouble.trouble_lines(sample.cold_view(), NOW, width),
                *details.health_lines(view, judgement.jobs[0], NOW, width),
            ]
            assert [words_of(line) for line in lines[2:] if width_of(line) > width] == []


def test_a_heartbeat_says_age_limit_share_and_when_the_next_is_due() -> None:
    view = rich_view()
    day = metrics_of(timedelta(days=1), NOW)
    lines = [words_of(line) for line in more_details.heart_lines(view, judge(view, NOW), NOW, 30, day)]
    assert lines == [
        "♥ 4m 12s ago   limit 15m",
        "▕███████░░░░░░░░░░░░░░░░░▏ 28%",
        "● within its limit",
        "due   14:20  in 5m 48s",
        "does  nothing is due",
        "last  14:10:00",
        "24h   143 of 144 in time",
    ]
    late = NOW + timedelta(hours=1)
    lines = [words_of(line) for line in more_details.heart_lines(view, judge(view, late), late, 30)]
    assert lines[2:4] == ["▲ stale · late by 49m 12s", "next  overdue by 54m 12s"]
    beat = {"last_heartbeat": (NOW - timedelta(minutes=5)).isoformat()}
    idle = rich_view(state=parse_state(a_state(a_phase(1, a_job("1.1", "cyclic")), meta=beat), 2))
    lines = [words_of(line) for line in more_details.heart_lines(idle, judge(idle, late), late, 30)]
    assert lines[3:5] == ["next  overdue by 55m", "does  starts no job"]


def test_a_heart_beaten_by_hand_promises_no_next_beat() -> None:
    pulse = {"outcome": "cyclic", "origin": {"via": "dashboard"}}
    view = rich_view(events=(Event(NOW - timedelta(minutes=4), "info", "heartbeat", "pulse", pulse),))
    lines = [words_of(line) for line in more_details.heart_lines(view, judge(view, NOW), NOW, 50)]
    assert lines[3:5] == [
        "next  not expected: the last beat was by hand",
        "do    `moie timers show` tells if one comes",
    ]
    shown = words_of(status_line(view, judge(view, NOW), NO_ALERTS, NOW, 160))
    assert "ago (by hand)" in shown


def test_only_a_heart_that_beats_by_itself_is_said_to_beat_next() -> None:
    pulse = {"outcome": "cyclic", "origin": {"via": "cron"}}
    view = rich_view(events=(Event(NOW - timedelta(minutes=4), "info", "heartbeat", "pulse", pulse),))
    lines = [words_of(line) for line in more_details.heart_lines(view, judge(view, NOW), NOW, 30)]
    assert "next  14:20  in 5m 48s" in lines
    for seen, words in ((view, "(next in 5m 48s)"), (rich_view(), "(due in 5m 48s)")):
        assert words in words_of(status_line(seen, judge(seen, NOW), NO_ALERTS, NOW, 160))


def test_a_root_that_never_beat_is_told_how_to() -> None:
    state = parse_state(a_state(meta={"last_heartbeat": None}), 2)
    view = replace(rich_view(), state=state)
    text = " ".join(words_of(one) for one in more_details.heart_lines(view, judge(view, NOW), NOW, 40))
    assert "no heartbeat yet" in text
    assert "P runs one heartbeat" in text
    past = replace(view, as_of=AsOf(NOW))
    text = " ".join(words_of(one) for one in more_details.heart_lines(past, judge(past, NOW), NOW, 40))
    assert text.strip() == "♥ no heartbeat yet"


def test_only_the_current_phase_is_open_where_not_all_fit_and_the_operators_folding_wins() -> None:
    state = rich_view().state
    assert state is not None
    by_hand = {"phase 5": True, "phase 2": False}
    assert [row.key for row in branches(state, {})][2:4] == ["phase 5", "job 5.1"]
    folded = [row.key for row in branches(state, by_hand)]
    assert folded == ["phase 1", "phase 2", "job 2.1", "phase 5"]
    assert len(branches(state, {}, all_open=True)) == rows_if_all_open(state) == 10
    assert [row.key for row in branches(state, by_hand, all_open=True)][-1] == "phase 5"


def test_rows_have_unique_keys_even_where_ids_are_not() -> None:
    state = parse_state(a_state(a_phase(1, a_job(), a_job()), a_phase(1, a_job())), 2)
    keys = [row.key for row in branches(state, {})]
    assert len(set(keys)) == len(keys)


def test_only_the_current_phase_looks_under_way() -> None:
    done, idle = a_job(status="completed"), a_job("2.1")
    state = parse_state(a_state(a_phase(1, done), a_phase(2, idle), a_phase(3, a_job("3.1")), current=3), 2)
    marks = [words_of(cells(row, {})[0])[2] for row in branches(state, {"phase 3": True})]
    assert marks == ["●", "○", "◐"]


def test_a_failing_endless_job_shows_it_in_its_phase_too() -> None:
    state = rich_view().state
    assert state is not None
    rows = branches(state, {})
    shown = [words_of(cells(row, {"5.2": "unhealthy", "5.3": "stale"})[0]) for row in rows[3:]]
    assert shown == [
        "  ├ ∞ 5.1  Deep Research Scan",
        "  ├ ✗ 5.2  Scan research feed",
        "  └ ▲ 5.3  Nightly digest",
    ]
    assert words_of(cells(rows[2], {"5.2": "unhealthy"})[1]) == "✗ 1  ∞"


def a_blocked_view() -> SystemView:
    tried = a_job("1.1", command="false", max_attempts=1)
    state = parse_state(a_state(a_phase(1, tried, a_job("1.2"))), 2)
    beat = Event(NOW, "warning", "heartbeat", "", {"outcome": "blocked", "job": "1.1", "attempts": 1})
    return rich_view(state=state, events=(beat,), tried={"1.1": Tried("false", 1, NOW)}, health={})


def test_a_job_whose_attempts_are_used_up_is_blocked_wherever_it_is_shown() -> None:
    view = a_blocked_view()
    assert view.state is not None
    job = view.state.job("1.1")
    assert about(view, "job", "1.1")[1] == "✗ blocked · 1 attempt did not prove it"
    rows = [cells(one, {"1.1": "blocked"}) for one in branches(view.state, {})]
    assert [words_of(line) for line in rows[0]] == ["▾ ◐ 1  Phase 1", "✗ 1  0/2"]
    assert [words_of(line) for line in rows[1]] == ["  ├ ✗ 1.1  Task 1.1", "blocked"]
    sheet = job_rows(job, None, figures_of("1.1", job, (), view), NOW, None, short=False)
    assert (sheet[0][0].plain, sheet[0][1].plain) == ("✗ ", "blocked  1 attempt did not prove it")
    page = [words_of(line) for line in picture(view, judge(view, NOW), NOW)]
    assert "  ✗ job 1.1 Task 1.1: blocked, 1 attempt did not prove it" in page


def test_a_job_is_not_blocked_any_more_once_its_attempts_begin_anew() -> None:
    view = a_blocked_view()
    assert blocked(view) is not None
    assert blocked(replace(view, tried={})) is None
    assert blocked(replace(view, tried={"1.1": Tried("another", 1, NOW)})) is None
    assert blocked(replace(view, runs=(Run("20251212T000000Z-0001", "1.1", "false", NOW),))) is None
