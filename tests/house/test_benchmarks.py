"""The benches measure what they say: in turns, by the median, and the page shows it."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.benchmarks.compare import against, verdict
from tests.benchmarks.growth import tenfold
from tests.benchmarks.page import write
from tests.benchmarks.pair import Paired, paired
from tests.benchmarks.peers import installed
from tests.benchmarks.plots import curves
from tests.benchmarks.results import Results
from tests.benchmarks.row import Row

PAGE = "".join(
    f"<!-- {name}: written by `make bench` -->\n<!-- end of {name} -->\n"
    for name in ("rows", "growth", "peers")
)


def _row(ours: float, theirs: float, **more: bool) -> Row:
    return Row("a row", lambda: ours, 1.0, lambda: theirs, "a script", turns=3, **more)


def test_both_sides_take_turns_and_the_first_of_each_does_not_count() -> None:
    said: list[str] = []

    def turn(who: str) -> float:
        said.append(who)
        return float(len(said))

    found = paired(Row("a row", lambda: turn("ours"), 1.0, lambda: turn("theirs"), turns=2))
    assert said == ["ours", "theirs", "ours", "theirs", "theirs", "ours"]
    assert (found.ours, found.theirs) == ([3.0, 6.0], [4.0, 5.0])


def test_a_row_without_a_baseline_is_held_against_its_figure() -> None:
    row = Row("a row", lambda: [1.0, 2.0, 3.0], 2.0, turns=1)
    assert paired(row).meets(2.0)
    assert not paired(row).meets(1.9)


def test_of_a_tail_the_95th_percentile_counts() -> None:
    assert paired(Row("a row", lambda: list(map(float, range(101))), 95, turns=1, tail=True)).figure == 95.0


@pytest.mark.parametrize(
    ("now", "then", "more", "said"),
    [(12.0, 10.0, False, "slower"), (10.5, 10.0, False, "same"), (8.0, 10.0, False, "faster"),
     (8.0, 10.0, True, "slower"), (12.0, 10.0, True, "faster")],
)  # fmt: skip
def test_a_comparison_says_what_got_slower(now: float, then: float, more: bool, said: str) -> None:
    row = against(_row(now, 1.0, more=more), _row(then, 1.0, more=more), "HEAD~1")
    assert verdict(paired(row)) == said


def test_growth_is_told_as_for_ten_times_as_much() -> None:
    assert tenfold((10, 100, 200), (1.0, 2.0, 4.0)) == pytest.approx(10.0)


def test_the_page_shows_each_row_with_its_ratio_and_a_picture(tmp_path: Path) -> None:
    page, results = tmp_path / "performance.md", tmp_path / "bench.json"
    page.write_text(PAGE)
    found = [paired(_row(2.0, 4.0)), paired(Row("`quit` <now>", lambda: 3.0, 2.0, turns=2))]
    Results.of(found, (0.0, 0.0)).write(results)
    write(page, results, tmp_path / "no growth", tmp_path / "no peers")
    assert "| a row | 2 ms | a script, 4 ms | **0.50** (0.5–0.5) | ≤ 1 | ✓ |" in page.read_text()
    assert "| `quit` <now> | 3 ms | — | (3–3) | ≤ 2 ms | ✗ |" in page.read_text()
    ElementTree.fromstring((tmp_path / "pictures" / "rows.svg").read_text())


def test_rows_measured_again_take_the_place_of_older_ones(tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    for ours in (5.0, 2.0):
        Results.of([paired(_row(ours, 4.0))], (0.0, 0.0)).write(path)
    assert [row["figure"] for row in Results.read(path).rows] == [2.0]


def test_a_curve_of_growth_is_drawn() -> None:
    curve = {"name": "`moie status`, jobs", "sizes": [10, 100], "spans": [20.0, 30.0]}
    assert "moie status, jobs (ms)" in ElementTree.tostring(
        ElementTree.fromstring(curves([curve])), "unicode"
    )


def test_the_spread_is_the_middle_half_of_the_ratios_of_pairs() -> None:
    found = Paired(_row(1, 1), [1.0, 2.0, 3.0, 4.0, 5.0], [1.0] * 5)
    assert found.spread == (2.0, 4.0)


def test_the_page_shows_other_programs_beside_ours(tmp_path: Path) -> None:
    page, peers = tmp_path / "performance.md", tmp_path / "peers.json"
    page.write_text(PAGE)
    Results.of([paired(_row(30.0, 10.0))], (0.0, 0.0)).write(peers)
    write(page, tmp_path / "no rows", tmp_path / "no growth", peers)
    assert "| a row | 30 ms | **3.00** (3–3) |" in page.read_text()


def test_a_quick_row_takes_a_quarter_of_its_turns_and_never_one_alone() -> None:
    def turns(of: int) -> int:
        return len(paired(Row("a row", lambda: 1.0, 1.0, turns=of), quick=True).ours)

    assert [turns(of) for of in (25, 8, 3)] == [7, 2, 2]


def test_of_a_peer_that_is_not_installed_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert list(installed()) == []
    assert "harlequin: not installed: no `harlequin` on PATH" in capsys.readouterr().out
