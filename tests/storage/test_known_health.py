from __future__ import annotations

import json
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.errors import InvalidDocument
from moie_tui.domain.executions import parse_health
from moie_tui.storage.health_file import HEALTH_NAME, HealthFile
from moie_tui.storage.known_health import KnownHealth
from tests.builders import a_health, an_execution

TIMES = st.sampled_from(["2026-11-22T12:00:00", "2026-11-22T12:00:00+02:00", "never", ""])
RUNS = st.builds(an_execution, TIMES, st.sampled_from(["success", "failure"]))
DOCUMENTS = st.dictionaries(
    st.sampled_from(["1.1", "5.1", 'a"b', "ü"]), st.lists(RUNS, max_size=3).map(lambda runs: a_health(*runs))
)


@given(st.lists(st.tuples(DOCUMENTS, st.sampled_from([None, 0, 2])), min_size=2, max_size=4))
def test_whatever_was_read_before_the_document_comes_to_the_same(
    documents: list[tuple[dict[str, object], int | None]],
) -> None:
    known = KnownHealth()
    for document, indent in documents:
        data = json.dumps(document, indent=indent).encode()
        assert known.read(data, UTC) == parse_health(document, UTC)


def test_a_job_whose_text_is_the_same_is_the_same() -> None:
    known = KnownHealth()
    runs = [an_execution("2026-11-22T12:00:00"), an_execution("2026-11-22T13:00:00")]
    document = {"1": a_health(*runs), "2": a_health(*runs), "3": a_health()}
    before = known.read(json.dumps(document).encode(), UTC)
    after = known.read(json.dumps({"0": a_health(), **document, "2": a_health(runs[0])}).encode(), UTC)
    assert before is not None
    assert after is not None
    assert after["1"] is before["1"]
    assert after["3"] is before["3"]
    assert len(after["2"].executions) == 1


def test_another_zone_makes_other_moments() -> None:
    known, data = KnownHealth(), json.dumps({"1": a_health(an_execution("2026-11-22T12:00:00"))}).encode()
    here, there = known.read(data, UTC), known.read(data, ZoneInfo("Asia/Tokyo"))
    assert here is not None
    assert there is not None
    assert here["1"].executions[0].at != there["1"].executions[0].at


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"1": 5}',
        '{"1": {}, "1": {}}',
        '{"1": {"executions": [{}]}}',
        '\ufeff{"1": {}}',
        "{}x",
    ],
)
def test_what_is_not_sound_is_told_as_ever(tmp_path: Path, text: str) -> None:
    known, file = KnownHealth(), HealthFile(tmp_path)
    (tmp_path / HEALTH_NAME).write_text(json.dumps({"1": a_health()}))
    file.read(UTC)
    (tmp_path / HEALTH_NAME).write_text(text)
    assert known.read(text.encode(), UTC) is None
    with pytest.raises(InvalidDocument) as again:
        file.read(UTC)
    with pytest.raises(InvalidDocument) as plainly:
        HealthFile(tmp_path).read(UTC)
    assert str(again.value) == str(plainly.value)
