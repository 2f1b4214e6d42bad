"""Two moments of a root side by side."""

from __future__ import annotations

from datetime import timedelta

from moie_tui.domain.as_of import Then, as_of
from moie_tui.domain.compared import Compared, facts
from moie_tui.domain.hold import Hold
from moie_tui.domain.past import AsOf
from moie_tui.domain.view import SystemView
from moie_tui.values import replace
from tests.tui.sample_views import NOW, rich_view

HOUR = timedelta(hours=1)


def an_hour_ago(live: SystemView) -> SystemView:
    return as_of(live, Then(AsOf(NOW - HOUR), state=live.state, settings=live.settings))


def test_facts_that_differ_are_told_from_those_that_do_not() -> None:
    live = rich_view()
    known = {one.label: one for one in facts(Compared(an_hour_ago(live), live), NOW)}
    assert (known["snapshots"].before, known["snapshots"].after) == ("25 still kept", "31")
    assert known["job 5.1"].differs
    assert known["phase"].after == "5 ETERNAL MONITORING"
    assert not known["phase"].differs
    assert known["heartbeat"].before.startswith("healthy") is False


def test_as_many_snapshots_still_kept_are_no_difference() -> None:
    live = rich_view()
    live = replace(live, snapshots=tuple(one for one in live.snapshots if one.taken_at <= NOW - HOUR))
    known = {one.label: one for one in facts(Compared(an_hour_ago(live), live), NOW)}
    assert (known["snapshots"].before, known["snapshots"].after) == ("25 still kept", "25")
    assert not known["snapshots"].differs


def test_a_hold_and_a_state_that_nobody_knows_are_named() -> None:
    live = rich_view(hold=Hold(NOW - HOUR / 2, None, "moving"))
    before = replace(an_hour_ago(live), state=None)
    known = {one.label: one for one in facts(Compared(before, live), NOW)}
    assert (known["pulses"].before, known["pulses"].after) == ("on", "on hold until `moie resume`: moving")
    assert (known["phase"].before, known["schema"].before) == ("not known", "not known")
