"""What a metric is, and that people can read what it counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from moie_tui.domain.metric_kinds import KINDS
from moie_tui.domain.metric_window import DAY, HOUR, SLOT, window
from moie_tui.domain.metrics import GROUPS, Metrics
from tests.house.checkout import ROOT

NOW = datetime(2026, 11, 22, 12, 3, 4, tzinfo=UTC)


def test_every_metric_is_described_with_its_definition() -> None:
    text = " ".join((ROOT / "docs/metrics.md").read_text(encoding="utf-8").split())
    said = [f"**{one.name}** (`{one.key}`, {one.unit}): {one.definition}" for one in KINDS]
    assert [one for one in said if one not in text] == []


def test_keys_are_unique_and_groups_known() -> None:
    assert len({one.key for one in KINDS}) == len(KINDS)
    assert {one.group for one in KINDS} == set(GROUPS)


def test_a_window_of_any_span_has_at_most_32_equal_buckets_and_holds_its_end() -> None:
    for minutes in (1, 5, 61, 7 * 60, 24 * 60, 40 * 24 * 60, 3650 * 24 * 60):
        found = window(timedelta(minutes=minutes), NOW)
        assert 1 <= found.count <= 32
        assert found.start + found.step * found.count == found.end
        assert found.end - found.grain < NOW.timestamp() <= found.end
        assert found.step * found.count >= minutes * 60


def test_a_window_of_the_past_ends_at_the_moment_and_one_of_weeks_with_the_last_hour_that_was_over() -> None:
    moment = datetime(2026, 11, 22, 14, 7, 30, tzinfo=UTC)
    found = window(timedelta(hours=24), moment, past=True)
    assert found.asked == moment
    assert found.whole == moment.replace(minute=5, second=0).timestamp()
    assert found.step * found.count == DAY
    found = window(timedelta(days=30), moment, past=True)
    assert found.end == found.whole == found.now == moment.replace(minute=0, second=0).timestamp()


def test_days_are_counted_by_the_hour_and_less_by_five_minutes() -> None:
    assert [window(timedelta(days=days), NOW).grain for days in (1, 7, 30)] == [SLOT, SLOT, HOUR]


def test_json_has_the_keys_of_the_contract() -> None:
    metric = KINDS[0].metric(0.5, (None, 0.5), (1, 2))
    raw = Metrics(NOW - timedelta(hours=1), NOW, timedelta(minutes=5), (metric,), 9, 1, 7).as_json()
    assert raw["bucket_seconds"] == 300
    assert raw["log"] == {"lines": 9, "unreadable": 1, "behind_bytes": 7}
    assert raw["metrics"] == [
        {
            "key": metric.key,
            "name": metric.name,
            "value": 0.5,
            "unit": "ratio",
            "definition": metric.definition,
            "of": [1, 2],
            "trend": [None, 0.5],
        }
    ]
