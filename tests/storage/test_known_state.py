"""A state read again and again: what was read before never shows in what is read now."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.errors import InvalidDocument
from moie_tui.domain.state import State, parse_state
from moie_tui.storage.known_state import KnownState
from moie_tui.storage.state_file import StateFile
from tests.builders import a_job, a_phase, a_state

NAME = "sovereign_state_v2.json"
INDENTS = st.sampled_from([None, 0, 2])
ODD = st.sampled_from(["", "ü", "completed", "every 5m", 7, True, None, {"a": [1]}, "\ud800"])
JOBS = st.builds(
    a_job, st.sampled_from([1, "1.1", "1.2", "ü"]), st.sampled_from(["pending", "cyclic"]), **{"x-a": ODD}
)
PHASES = st.builds(
    lambda key, jobs: a_phase(key, *jobs), st.sampled_from([1, 2, "2", 3]), st.lists(JOBS, max_size=3)
)
DOCUMENTS = st.lists(PHASES, max_size=4).map(lambda phases: a_state(*phases))
FRAGMENTS = st.sampled_from(
    ["{", "}", "[", "]", ",", ":", " ", '"', "0", "1", "x", "\n", "NaN", "null", "\\"]
)


def edited(draw: st.DrawFn, document: dict[str, Any]) -> dict[str, Any]:
    """The document after somebody was at it: phases and jobs changed, gone, added, twice, or elsewhere."""
    phases = [dict(one) for one in document["phases"]]
    if phases and draw(st.booleans()):
        at = draw(st.integers(0, len(phases) - 1))
        jobs = [dict(one) for one in phases[at]["jobs"]]
        key = draw(st.sampled_from(["task", "status", "id", "x-unknown", "paused", "schedule"]))
        for job in jobs[:1]:
            job[key] = draw(ODD)
        if draw(st.booleans()):
            jobs = draw(st.permutations(jobs + jobs[:1]))
        phases[at] |= {"jobs": jobs, "name": draw(st.sampled_from([phases[at]["name"], "renamed"]))}
    shaken = draw(st.permutations(phases + phases[:1]))
    phases = draw(st.sampled_from([phases, phases[1:], [*phases, *phases[:1]], shaken]))
    return document | {"phases": phases} | draw(st.sampled_from([{}, {"x-new": [1]}, {"meta": {}}]))


@st.composite
def histories(draw: st.DrawFn) -> list[bytes]:
    """What the bytes of a state file are, one time after another."""
    document, indent = draw(DOCUMENTS), draw(INDENTS)
    found = []
    for _ in range(draw(st.integers(2, 4))):
        text = json.dumps(document, indent=indent, ensure_ascii=draw(st.booleans()))
        if draw(st.integers(0, 4)) == 0:
            at = draw(st.integers(0, len(text)))
            text = text[:at] + draw(FRAGMENTS) + text[at + draw(st.integers(0, 2)) :]
        found.append(text.encode("utf-8", "surrogatepass"))
        document, indent = edited(draw, document), draw(st.sampled_from([indent, 2]))
    return found


def read_anew(data: bytes) -> State | str:
    from moie_tui.storage.state_file import parsed

    try:
        return parsed(data, NAME, 2)[1]
    except InvalidDocument as error:
        return str(error)


@given(histories())
def test_whatever_was_read_before_the_document_comes_to_the_same(history: list[bytes]) -> None:
    known = KnownState()
    for data in history:
        found, anew = known.read(data, 2), read_anew(data)
        assert found == (anew if isinstance(anew, State) else None)


def test_phases_whose_text_is_the_same_are_the_same(tmp_path: Path) -> None:
    phases = [a_phase(at, a_job(f"{at}.1"), a_job(f"{at}.2")) for at in range(1, 5)]
    known = KnownState()
    before = known.read(json.dumps(a_state(*phases), indent=2).encode(), 2)
    changed = a_phase(2, a_job("2.1", "completed"), a_job("2.2"))
    moved = [a_phase(9), phases[3], phases[0], changed, phases[2]]
    after = known.read(json.dumps(a_state(*moved, meta={"last_heartbeat": "now"}), indent=2).encode(), 2)
    assert before is not None
    assert after is not None
    assert after == parse_state(a_state(*moved, meta={"last_heartbeat": "now"}), 2)
    assert [after.phases[at] is before.phases[was] for at, was in ((1, 3), (2, 0), (4, 2))] == [True] * 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"meta": {}, "phases": [}',
        '{"meta": {}, "phases": [{}]}',
        '{"meta": {}, "phases": 5}',
        '{"phases": [], "phases": []}',
        "\ufeff{}",
        "{}x",
    ],
)
def test_what_is_not_sound_is_told_as_ever(tmp_path: Path, text: str) -> None:
    known, file = KnownState(), StateFile(tmp_path)
    (tmp_path / NAME).write_text(json.dumps(a_state(a_phase(1, a_job()))))
    assert known.look(file).state == file.read().state
    (tmp_path / NAME).write_text(text)
    with pytest.raises(InvalidDocument) as again:
        known.look(file)
    with pytest.raises(InvalidDocument) as plainly:
        file.read()
    assert str(again.value) == str(plainly.value)


def test_a_version_that_is_too_new_is_read_as_ever(tmp_path: Path) -> None:
    document = {**a_state(a_phase(1)), "schema_version": "later"}
    (tmp_path / "sovereign_state_v9.json").write_text(json.dumps(document))
    file = StateFile(tmp_path)
    assert KnownState().look(file).state == file.read().state
