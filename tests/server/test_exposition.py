"""The scrape, by the official parsers."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse_openmetrics
from prometheus_client.parser import text_string_to_metric_families as parse_text

from moie_tui.domain.judge import judge
from moie_tui.domain.metrics import Metric, Metrics
from moie_tui.server.exposition import exposition
from moie_tui.server.job_families import LISTED_JOBS, LISTED_PHASES
from tests.builders import a_health, a_job, a_phase, a_state, an_execution
from tests.operators_root import operators_root
from tests.roots import NOON, Root

OPENMETRICS = "application/openmetrics-text; version=1.0.0"
HOSTILE = '5.1\n"}\\ x\x1b[31m\u202e\ud800'
Samples = dict[tuple[str, str], float]


def _scrape(root: Root, metrics: Metrics | None = None) -> Samples:
    view, now = root.workspace.view(), root.clock()
    text, strict = (
        exposition(view, judge(view, now), now, metrics, accept).body.decode() for accept in ("", OPENMETRICS)
    )
    samples = [one for family in parse_text(text) for one in family.samples]
    again = [one for family in parse_openmetrics(strict) for one in family.samples]
    keys = [(one.name, json.dumps(one.labels)) for one in samples]
    assert len(set(keys)) == len(keys) == len(again)
    assert all(name.startswith("moie_") for name, _ in keys)
    return {
        (one.name, ",".join(f"{key}={value}" for key, value in sorted(one.labels.items()))): one.value
        for one in samples
    }


def _health(root: Root, key: str, **more: object) -> None:
    runs = [an_execution("2026-11-22T11:00:00Z"), an_execution("2026-11-22T11:30:00Z", "failure")]
    (root.folder / "cyclic_job_health.json").write_text(json.dumps({key: a_health(*runs, **more)}))


def test_facts_and_verdicts_are_there_in_base_units(tmp_path: Path) -> None:
    root = operators_root(tmp_path)
    _health(root, "5.1")
    found = _scrape(root)
    assert found["moie_healthy", ""] == 0
    assert found["moie_heartbeat_status", "status=stale"] == 1
    assert found["moie_heartbeat_timestamp_seconds", ""] == 1765497600
    assert found["moie_heartbeat_max_age_seconds", ""] == 900
    assert found["moie_phase_jobs", "phase=1,status=completed"] == 3
    assert found["moie_job_runs_total", "job=5.1"] == 2
    assert found["moie_job_failures_total", "job=5.1"] == 1
    assert found["moie_job_recent_duration_seconds", "job=5.1"] == 0.1
    assert found["moie_job_recent_success_ratio", "job=5.1"] == 0.5
    assert found["moie_document_readable", "document=state"] == 1


def test_hostile_ids_and_endless_numbers_stay_valid(tmp_path: Path) -> None:
    twins = [a_job(f"7{odd}", "cyclic") for odd in ("", "\x01", "\u200b")]
    root = Root(tmp_path, a_state(a_phase(HOSTILE[:-1], a_job(HOSTILE[:-1], "cyclic"), *twins)))
    _health(root, HOSTILE[:-1], total_runs=10**40, total_failures=10**39)
    found = _scrape(root)
    assert found["moie_jobs_unlisted", ""] == 2
    assert any(name == "moie_job_runs_total" and value > 1e18 for (name, _), value in found.items())


def test_labels_are_bounded_however_long_the_documents_are(tmp_path: Path) -> None:
    jobs = [a_job(f"1.{at}", "cyclic") for at in range(LISTED_JOBS + 50)]
    phases = [a_phase(at + 2) for at in range(LISTED_PHASES + 10)]
    found = _scrape(Root(tmp_path, a_state(a_phase(1, *jobs), *phases)))
    assert sum(name == "moie_job_runs_total" for name, _ in found) == LISTED_JOBS
    assert sum(name == "moie_phase_current" for name, _ in found) == LISTED_PHASES
    assert (found["moie_jobs_unlisted", ""], found["moie_phases", ""]) == (50, LISTED_PHASES + 11)


def test_a_broken_root_is_scraped_too(tmp_path: Path) -> None:
    root = operators_root(tmp_path)
    (root.folder / root.name).write_text("{")
    found = _scrape(root)
    assert (found["moie_document_readable", "document=state"], found["moie_healthy", ""]) == (0, 0)
    assert ("moie_heartbeat_timestamp_seconds", "") not in found


@pytest.mark.parametrize(
    ("key", "unit", "value", "name", "exposed"),
    [
        ("heartbeat_reliability", "ratio", 0.5, "moie_recent_heartbeat_reliability_ratio", 0.5),
        ("run_cpu_seconds", "seconds", 2, "moie_recent_run_cpu_seconds", 2),
        ("machine_cpu_percent", "percent", 50, "moie_recent_machine_cpu_ratio", 0.5),
        ("errors_total", "count", 3, "moie_recent_errors", 3),
    ],
)
def test_metrics_of_the_log_have_names_and_units_of_the_trade(
    tmp_path: Path, key: str, unit: str, value: float, name: str, exposed: float
) -> None:
    metric = Metric(key, "Name", value, unit, "What it is.", None, (), "jobs")
    metrics = Metrics(NOON - timedelta(hours=24), NOON, timedelta(hours=1), (metric,), 10, 1, 2)
    found = _scrape(operators_root(tmp_path), metrics)
    assert found[name, "window=24h"] == exposed
    assert (found["moie_log_lines", ""], found["moie_log_behind_bytes", ""]) == (10, 2)
