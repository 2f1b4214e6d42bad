"""What one changed in a copy goes over by id to what the document is by now."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings

from moie_tui.domain.addresses import same
from moie_tui.domain.diff import diff
from moie_tui.domain.merging import merge
from tests.builders import a_job, a_phase, a_state
from tests.strategies import state_documents

BASE = a_state(
    a_phase(1, a_job("1.1"), a_job("1.2")), a_phase(2, a_job("2.1")), meta={"last_heartbeat": "09:00"}
)


def _changed(**changes: Any) -> dict[str, Any]:
    """The base with keys of its jobs set, by `phase_index__job_index__key`."""
    document = deepcopy(BASE)
    for where, value in changes.items():
        _, phase, job, key = where.split("_", 3)
        document["phases"][int(phase)]["jobs"][int(job)][key] = value
    return document


def test_both_changes_are_there_when_they_are_of_other_values() -> None:
    found = merge(BASE, _changed(at_0_0_status="completed"), _changed(at_0_1_task="another"))
    assert found.document == _changed(at_0_0_status="completed", at_0_1_task="another")
    assert [one.target for one in found.effects] == ["1.1"]
    assert not found.clashes


def test_another_change_of_the_same_value_clashes_and_the_same_one_is_done() -> None:
    mine, theirs = _changed(at_0_0_task="mine"), _changed(at_0_0_task="theirs")
    assert [one.target for one in merge(BASE, mine, theirs).clashes] == ["1.1 task"]
    done = merge(BASE, mine, mine)
    assert (done.effects, done.clashes, done.document) == ((), (), mine)


def test_a_job_for_a_phase_that_is_gone_clashes_instead_of_being_lost() -> None:
    mine = deepcopy(BASE)
    mine["phases"][1]["jobs"].append(a_job("2.2"))
    theirs = {**BASE, "phases": BASE["phases"][:1]}
    assert [one.path for one in merge(BASE, mine, theirs).clashes] == [("phases", "2", "jobs", "2.2")]


def test_a_newer_heartbeat_stays_and_one_that_was_edited_alone_is_set() -> None:
    mine, theirs = deepcopy(BASE), deepcopy(BASE)
    mine["meta"]["last_heartbeat"], theirs["meta"]["last_heartbeat"] = "08:00", "10:00"
    found = merge(BASE, mine, theirs)
    assert (found.document, found.effects, found.kept_beat) == (theirs, (), True)
    assert merge(BASE, mine, BASE).document == mine


@pytest.mark.long
@settings(max_examples=40)
@given(state_documents(2), state_documents(2))
def test_without_others_the_merge_is_what_was_written(base: dict[str, Any], wanted: dict[str, Any]) -> None:
    found = merge(base, wanted, base)
    assert not found.clashes
    assert not diff(found.document, wanted)
    assert same(merge(base, base, wanted).document, wanted)
