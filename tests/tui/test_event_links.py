from __future__ import annotations

from datetime import timedelta

import pytest

from moie_tui.domain.event import INFO, WARNING, Event
from moie_tui.domain.state import parse_state
from moie_tui.tui.event_links import links_of
from moie_tui.tui.evidence import Evidence
from moie_tui.tui.messages import RunOpened
from moie_tui.values import replace
from tests.builders import a_job, a_phase, a_state
from tests.tui.fake_source import FakeSource
from tests.tui.sample_views import NOW, rich_view


@pytest.mark.parametrize(
    ("outcome", "level", "words"),
    [
        ("verified", INFO, "the proof that held"),
        ("action-required", WARNING, "the proof that failed, with what changed before it"),
    ],
)
def test_a_proof_leads_to_the_verification_that_ran_and_not_to_the_command(
    outcome: str, level: str, words: str
) -> None:
    job = a_job("2.1", command="sleep 5", verification_cmd="test -e feed")
    view = replace(rich_view(), state=parse_state(a_state(a_phase(2, job), current=2), 2))
    facts = {"job": "2.1", "outcome": outcome, "exit_code": 0, "duration_ms": 2}
    link = links_of(Event(NOW, level, "heartbeat", "pulse", facts), view, Evidence(FakeSource()))[0]
    assert link.words == words
    assert link.opening is not None
    opened = link.opening()
    assert isinstance(opened, RunOpened)
    assert opened.review.command == "test -e feed"


@pytest.mark.parametrize(
    ("running", "after", "words"),
    [
        ("pulse (pid 7)", 1, "under way"),
        ("", 1, "no longer there"),
        ("pulse (pid 7)", -9999, "no longer there"),
    ],
)
def test_an_operation_that_is_not_kept_is_told_from_one_that_runs_right_now(
    running: str, after: int, words: str
) -> None:
    view = rich_view(running=running)
    event = Event(NOW + timedelta(minutes=after), INFO, "heartbeat", "pulse", {"operation": "new"})
    (link,) = links_of(event, view, Evidence(FakeSource()))
    assert (link.words, link.opening) == (f"operation new  ({words})", None)
