"""Which snapshots stay, move or go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.retention import Retention, retain
from moie_tui.domain.settings import BackupSettings
from moie_tui.domain.snapshot import REASONS, Snapshot
from moie_tui.values import replace

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 11, 1, tzinfo=UTC)
ONLY_NEWEST = BackupSettings(keep=3, hourly=0, daily=0)


def a_snapshot(sequence: int, taken_at: datetime | None = None, **more: object) -> Snapshot:
    at = taken_at or START + timedelta(minutes=10 * sequence)
    return Snapshot(id=f"S{sequence}", name=f"{sequence}.json", sequence=sequence, taken_at=at, **more)  # type: ignore[arg-type]


def numbers(snapshots: tuple[Snapshot, ...]) -> list[int]:
    return [one.sequence for one in snapshots]


SNAPSHOTS = st.lists(
    st.tuples(
        st.integers(0, 40 * 24 * 60),
        st.sampled_from(REASONS),
        st.booleans(),
        st.booleans(),
        st.booleans(),
    ),
    max_size=60,
).map(
    lambda rows: [
        a_snapshot(
            at, START + timedelta(minutes=minute), reason=reason, pinned=pinned, kept=kept, proven=proven
        )
        for at, (minute, reason, pinned, kept, proven) in enumerate(rows)
    ]
)
RULES = st.builds(
    BackupSettings,
    keep=st.integers(0, 8),
    hourly=st.integers(0, 4),
    daily=st.integers(0, 4),
    pinned_per_reason=st.integers(0, 3),
)


def test_the_newest_stay_and_the_rest_goes() -> None:
    found = retain([a_snapshot(n) for n in range(5)], ONLY_NEWEST, UTC)
    assert (numbers(found.stay), numbers(found.keep), numbers(found.remove)) == ([4, 3, 2], [], [1, 0])
    assert (found.why["S4"], found.why["S0"]) == ("newest", "beyond what is kept")


def test_newest_goes_by_sequence_not_by_time() -> None:
    snapshots = [a_snapshot(n, START - timedelta(hours=n)) for n in range(5)]
    assert numbers(retain(snapshots, ONLY_NEWEST, UTC).stay) == [4, 3, 2]


def test_a_pinned_one_leaves_the_reach_of_plain_scripts_at_once_and_is_counted_once() -> None:
    snapshots = [a_snapshot(n, pinned=n == 4, reason="manual") for n in range(5)]
    found = retain(snapshots, ONLY_NEWEST, UTC)
    assert (numbers(found.stay), numbers(found.keep), numbers(found.remove)) == ([3, 2, 1], [4], [0])
    assert found.why["S4"] == "pinned"


def test_a_pinned_one_that_was_moved_already_stays_there() -> None:
    found = retain([a_snapshot(0, pinned=True, kept=True)], BackupSettings(0, 0, 0), UTC)
    assert numbers(found.stay) == [0]


@pytest.mark.parametrize("reason", ["rollback", "migration", "phase"])
def test_reasons_that_pin_by_themselves_keep_only_their_newest(reason: str) -> None:
    snapshots = [a_snapshot(n, pinned=True, reason=reason, kept=n % 2 == 0) for n in range(5)]
    found = retain(snapshots, BackupSettings(0, 0, 0, pinned_per_reason=2), UTC)
    assert (numbers(found.stay), numbers(found.keep), numbers(found.remove)) == ([4], [3], [2, 1, 0])


@pytest.mark.parametrize("reason", ["manual", "heartbeat", "unknown"])
def test_what_a_person_pinned_is_never_removed(reason: str) -> None:
    snapshots = [a_snapshot(n, pinned=True, reason=reason) for n in range(50)]
    assert retain(snapshots, BackupSettings(0, 0, 0, pinned_per_reason=2), UTC).remove == ()


def test_a_manual_one_without_a_pin_is_like_any_other() -> None:
    found = retain([a_snapshot(0, reason="manual"), a_snapshot(1)], BackupSettings(1, 0, 0), UTC)
    assert numbers(found.remove) == [0]


def test_the_newest_of_each_of_the_last_hours_that_have_one_is_kept() -> None:
    hours = (0, 1, 1, 7, 30, 30)
    snapshots = [a_snapshot(n, START + timedelta(hours=hour, minutes=n)) for n, hour in enumerate(hours)]
    found = retain(snapshots, BackupSettings(keep=0, hourly=3, daily=0), UTC)
    assert numbers(found.keep) == [5, 3, 2]
    assert set(found.why.values()) == {"hourly", "beyond what is kept"}


def test_the_newest_of_each_local_day_is_kept() -> None:
    late, later = datetime(2026, 11, 1, 22, 30, tzinfo=UTC), datetime(2026, 11, 1, 23, 30, tzinfo=UTC)
    snapshots = [a_snapshot(0, late), a_snapshot(1, later)]
    rules = BackupSettings(keep=0, hourly=0, daily=14)
    assert numbers(retain(snapshots, rules, UTC).keep) == [1]
    assert numbers(retain(snapshots, rules, BERLIN).keep) == [1, 0]


def test_the_day_the_clock_goes_back_is_one_day_of_two_equal_hours() -> None:
    passes = [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)]
    snapshots = [a_snapshot(n, at) for n, at in enumerate(passes)]
    assert len(retain(snapshots, BackupSettings(keep=0, hourly=24, daily=0), BERLIN).keep) == 2
    assert len(retain(snapshots, BackupSettings(keep=0, hourly=0, daily=14), BERLIN).keep) == 1


def test_a_kept_one_no_tier_wants_any_more_is_removed() -> None:
    snapshots = [a_snapshot(0, kept=True), a_snapshot(1)]
    assert numbers(retain(snapshots, BackupSettings(1, 1, 1), UTC).remove) == [0]


def test_the_newest_valid_one_is_never_removed() -> None:
    snapshots = [a_snapshot(n, proven=n < 2) for n in range(4)]
    found = retain(snapshots, BackupSettings(1, 0, 0), UTC)
    assert (numbers(found.keep), found.why["S1"]) == ([1], "newest valid")


def test_a_damaged_one_takes_no_place_from_a_sound_one_and_waits_for_somebody() -> None:
    found = retain([a_snapshot(n, damaged=n == 3) for n in range(5)], ONLY_NEWEST, UTC)
    assert (numbers(found.stay), numbers(found.remove)) == ([4, 3, 2, 1], [0])
    assert "fills no place" in found.why["S3"]
    hourly = retain([a_snapshot(0), a_snapshot(1, damaged=True)], BackupSettings(0, hourly=1, daily=0), UTC)
    assert (numbers(hourly.keep), numbers(hourly.stay)) == ([0], [1])


def test_the_first_and_the_last_day_of_the_calendar_are_days_too() -> None:
    edges = [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]
    for zone in (BERLIN, ZoneInfo("America/New_York"), None):
        assert (
            len(retain([a_snapshot(n, at) for n, at in enumerate(edges)], BackupSettings(0), zone).keep) == 2
        )


def test_a_day_of_pulses_leaves_twenty_and_one_an_hour() -> None:
    found = retain([a_snapshot(n) for n in range(1, 300)], BackupSettings(), UTC)
    assert len(found.stay) == 20
    # Four of the 24 hours and two of the three days are among the twenty.
    assert sorted(found.why[one.id] for one in found.keep) == ["daily"] + ["hourly"] * 20
    assert {one.taken_at.minute for one in found.keep} == {50}


def after(found: Retention) -> list[Snapshot]:
    moved = {one.id for one in found.keep}
    return [replace(one, kept=one.kept or one.id in moved) for one in (*found.stay, *found.keep)]


@given(SNAPSHOTS, RULES)
def test_every_snapshot_gets_one_place_and_a_reason(snapshots: list[Snapshot], rules: BackupSettings) -> None:
    found = retain(snapshots, rules, BERLIN)
    placed = numbers(found.stay) + numbers(found.keep) + numbers(found.remove)
    assert sorted(placed) == sorted(one.sequence for one in snapshots)
    assert set(found.why) == {one.id for one in snapshots}
    assert not any(one.kept for one in found.keep)


@given(SNAPSHOTS, RULES)
def test_a_second_time_changes_nothing(snapshots: list[Snapshot], rules: BackupSettings) -> None:
    again = retain(after(retain(snapshots, rules, BERLIN)), rules, BERLIN)
    assert again.keep == again.remove == ()


@given(SNAPSHOTS, RULES)
def test_no_rule_removes_the_newest_the_newest_valid_or_a_hand_pinned_one(
    snapshots: list[Snapshot], rules: BackupSettings
) -> None:
    removed = {one.sequence for one in retain(snapshots, rules, BERLIN).remove}
    valid = [one.sequence for one in snapshots if one.proven]
    assert not removed & set(valid[-1:])
    assert not removed & {one.sequence for one in snapshots if one.pinned and one.reason == "manual"}
    assert not removed & {one.sequence for one in snapshots[len(snapshots) - rules.keep :]}


def test_a_day_that_comes_again_keeps_its_newest_snapshot() -> None:
    # Clocks there were put back from one minute past midnight to 23:01.
    zone = ZoneInfo("America/St_Johns")
    moments = [
        datetime(2008, 11, 2, hour, minute, 30, tzinfo=UTC) for hour, minute in ((1, 0), (2, 30), (2, 40))
    ]
    rows = [a_snapshot(at, moment) for at, moment in enumerate(moments)]
    assert [one.taken_at.astimezone(zone).day for one in rows] == [1, 2, 1]
    kept = retain(rows, BackupSettings(keep=0, hourly=0, daily=1), zone)
    assert numbers(kept.keep) == [1]
