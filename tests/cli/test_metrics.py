"""`moie metrics`: the same figures for people, scripts and Prometheus."""

from __future__ import annotations

import sys

import pytest
from prometheus_client.parser import text_string_to_metric_families

from moie_tui.domain.metric_kinds import KINDS
from tests.cli.conftest import Moie


def test_people_scripts_and_prometheus_get_the_same_figures(moie: Moie) -> None:
    moie("trust", "--yes")
    moie("pulse")
    moie("run", "5.1", "--", "true")
    raw = moie("metrics", "--json").json
    assert [one["key"] for one in raw["metrics"]] == [one.key for one in KINDS]
    values = {one["key"]: one["value"] for one in raw["metrics"]}
    assert (values["heartbeat_success"], values["runs_success"]) == (1, 1)
    assert values["run_memory"] > 1_000_000
    assert raw["log"]["behind_bytes"] == 0
    shown = moie("metrics", "--span", "7d", "--explain").out
    assert "heartbeats that succeeded" in shown
    assert "1 of 1" in shown
    assert "Of the heartbeats that ran" in shown
    scraped = list(text_string_to_metric_families(moie("metrics", "--prometheus").out))
    found = {one.name: one.samples[0] for one in scraped if one.samples}
    assert found["moie_recent_heartbeat_success_ratio"].value == 1


def test_a_span_nobody_can_read_is_a_wrong_call(moie: Moie) -> None:
    said = moie("metrics", "--span", "soon")
    assert (said.code, "--span" in said.err) == (2, True)


def test_without_the_extra_one_line_says_what_to_install(moie: Moie, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [one for one in sys.modules if one.startswith(("moie_tui.server.", "prometheus_client"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    said = moie("metrics", "--prometheus")
    assert said.code == 2
    assert "moie-tui[serve]" in said.err
    assert said.err.count("\n") == 1
