"""Figures of several tests become one line of the table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faults.conftest import Figure
from tests.faults.figures import as_text, together
from tests.faults.rows import ROWS
from tests.faults.scale import times
from tests.faults.table import BEGIN, DOCUMENT, END, UNMEASURED, inserted, table


def test_counts_add_up_the_longest_time_counts_and_texts_are_listed_once() -> None:
    whole = together(
        [
            {"kills": 40, "slowest_s": 0.5, "by": "strace"},
            {"kills": 2, "slowest_s": 1.25, "by": "strace", "lost": 0},
        ]
    )
    assert whole == {"kills": 42, "slowest_s": 1.25, "by": "strace", "lost": 0}
    assert (
        as_text({"kills": 2400, "slowest_s": 1.25, "by": "strace"})
        == "2,400 kills, 1.25 slowest s, by: strace"
    )


def test_a_row_without_a_figure_is_said_to_be_unmeasured(tmp_path: Path) -> None:
    figures = tmp_path / "figures.jsonl"
    figures.write_text(json.dumps({"row": "random kills", "measured": {"kills": 7, "lost": 0}}) + "\n")
    lines = table(figures).splitlines()
    assert len(lines) == 2 + len(ROWS)
    assert sum(line.endswith("| 7 kills, 0 lost |") for line in lines) == 1
    assert sum(line.endswith(f"| {UNMEASURED} |") for line in lines) == len(ROWS) - 1


def test_only_what_stands_between_the_markers_is_replaced() -> None:
    assert inserted(f"a {BEGIN} old {END} b", "new") == f"a {BEGIN}\n\nnew\n\n{END} b"
    with pytest.raises(ValueError, match="has no"):
        inserted("nothing", "new")
    assert inserted(DOCUMENT.read_text(encoding="utf-8"), "new")


def test_a_figure_of_an_unknown_row_is_a_mistake(figure: Figure, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FAULTS_FIGURES", raising=False)
    with pytest.raises(KeyError):
        figure("random kill", kills=1)


def test_the_scale_is_short_unless_it_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAULTS", "full")
    assert times(1, 2) == 2
    monkeypatch.setenv("FAULTS", "huge")
    with pytest.raises(ValueError, match="huge"):
        times(1, 2)
    monkeypatch.delenv("FAULTS")
    assert times(1, 2) == 1
