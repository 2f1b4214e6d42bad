"""Clocks that jump, zones that change, and times in every spelling: never healthy by mistake."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from moie_tui.cli.picture import picture
from moie_tui.domain.executions import parse_health
from moie_tui.domain.health import HEALTHY
from moie_tui.domain.judge import judge
from moie_tui.domain.schedule import parse_schedule
from moie_tui.domain.state import parse_state
from moie_tui.domain.summary import summary
from moie_tui.domain.view import SystemView
from tests.builders import a_health, a_job, a_phase, a_state, an_execution
from tests.domain.zones import machine_in
from tests.faults.command import moie
from tests.faults.conftest import Figure
from tests.faults.cron_by_hand import due_times
from tests.faults.scale import times
from tests.roots import NOON, Root

pytestmark = pytest.mark.faults

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
EPOCH, END = datetime(1970, 1, 1, tzinfo=UTC), datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
JUMPS = {
    "an hour back": -HOUR,
    "an hour on": HOUR,
    "a day back": -DAY,
    "a day on": DAY,
    "1970": EPOCH - NOON,
    "2038": END - NOON,
}
LIMIT, SKEW = timedelta(minutes=15), timedelta(seconds=60)
AGES = [
    timedelta(seconds=one) for one in (-90_000, -3600, -1801, -61, -59, 0, 600, 899, 901, 1800, 3600, 5400)
]
AGES += [timedelta(days=one) for one in (1, 400)]


def changes(name: str) -> list[datetime]:
    """The moments (aware UTC) of 2026 at which this zone changes its clock."""
    zone, moment = ZoneInfo(name), datetime(2026, 1, 1, tzinfo=UTC)
    found = []
    while moment.year == 2026:
        later = moment + timedelta(minutes=30)
        if moment.astimezone(zone).utcoffset() != later.astimezone(zone).utcoffset():
            found.append(later)
        moment = later
    assert len(found) == 2
    return found


def spellings(moment: datetime, zone: ZoneInfo) -> Iterator[tuple[str, bool]]:
    """The moment in every form a document may have, and whether it may as well mean an earlier one."""
    local = moment.astimezone(zone)
    naive = local.replace(tzinfo=None, fold=0)
    for text in (naive.isoformat(), naive.isoformat(" "), f"{naive.isoformat()}.000"):
        yield text, bool(local.fold)
    utc = moment.astimezone(UTC).replace(tzinfo=None).isoformat()
    yield from ((one, False) for one in (f"{utc}Z", f"{utc}.123Z", f"{utc}+00:00"))
    for hours in (5.5, -8):
        there = timezone(timedelta(hours=hours))
        yield moment.astimezone(there).isoformat(), False


def view_of(text: str, zone: ZoneInfo | None, schedule: str | None) -> SystemView:
    """A root whose heartbeat and whose job's last run were at `text`."""
    job = a_job("5.1", "cyclic", **({"schedule": schedule} if schedule else {}))
    document = a_state(a_phase(5, job), current=5, meta={"last_heartbeat": text})
    health = {"5.1": a_health(an_execution(text))}
    return SystemView(
        root="r", read_at=NOON, state=parse_state(document, 2), health=parse_health(health, zone), zone=zone
    )


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize("of_the_machine", [False, True])
def test_a_verdict_is_never_healthy_by_mistake(name: str, of_the_machine: bool, figure: Figure) -> None:
    zone, judged, ambiguous = ZoneInfo(name), 0, 0
    span, step = timedelta(hours=3), timedelta(minutes=times(45, 3))
    moments = [EPOCH, END, NOON]
    for change in changes(name):
        moments += [change - span + number * step for number in range(int(2 * span / step))]
    with machine_in(name):
        for moment, age in itertools.product(moments, AGES):
            for text, may_be_earlier in spellings(moment, zone):
                if may_be_earlier and age < timedelta():
                    # A naive time in the hour that is lived twice, from the future: nobody can tell.
                    ambiguous += 1
                    continue
                view = view_of(text, None if of_the_machine else zone, "every 10m")
                now = moment + age
                found = judge(view, now)
                fine = -SKEW <= age <= LIMIT
                healthy = found.heartbeat.status == HEALTHY, found.jobs[0].verdict.status == HEALTHY
                assert not any(healthy) or fine, (text, now, found)
                assert all(healthy) or not fine or may_be_earlier, (text, now, found)
                judged += 1
                if judged % 20 == 0:
                    assert summary(view, found)
                    assert list(picture(view, found, now))
    figure("clocks", verdicts=judged, healthy_by_mistake=0, TypeErrors=0)


CRON = ("30 2 * * *", "0 3 * * *", "0,30 1-3 * * *", "15 0-5/2 * * *", "59 23 * * *", "45 1 * * 0",
        "*/15 * * * *", "0 * * * *", "30 * * * *", "*/7 2 * * *", "5 */2 * * *", "* 1-3 * * *")  # fmt: skip


@pytest.mark.parametrize("name", ZONES)
def test_no_schedule_is_missed_or_doubled_where_the_clock_changes(name: str, figure: Figure) -> None:
    zone, checked = ZoneInfo(name), 0
    for change, line in itertools.product(changes(name), CRON):
        start, end = change - 2 * DAY, change + 2 * DAY
        schedule = parse_schedule(line, zone)
        found, moment = [], start
        while (moment := schedule.next_after(moment) or end + DAY) <= end:
            found.append(moment)
        wanted = due_times(line, zone, start, end)
        assert found == wanted, (line, sorted(set(found) ^ set(wanted)))
        # Asked at any other moment it gives the same: a run that was late does not shift the next one.
        for minutes in range(0, 8 * 60, times(17, 1)):
            asked = change - 4 * HOUR + timedelta(minutes=minutes, seconds=7)
            following = schedule.next_after(asked)
            assert following == next((one for one in wanted if one > asked), following), (line, asked)
        checked += len(found)
    for change, minutes in itertools.product(changes(name), (1, 7, 20, 60, 1440)):
        schedule, moment = parse_schedule(f"every {minutes}m", zone), change - 2 * DAY
        for _ in range(times(200, 3000)):
            following = schedule.next_after(moment)
            assert following == moment + timedelta(minutes=minutes)
            moment = following
            checked += 1
    figure("clocks", runs_due=checked, missed_or_doubled=0)


@pytest.mark.parametrize("how", JUMPS)
def test_pulses_snapshots_and_undo_keep_their_order_when_the_clock_jumps(
    how: str, tmp_path: Path, figure: Figure
) -> None:
    jobs = [a_job(f"1.{number}") for number in range(1, 9)]
    root = Root(tmp_path, a_state(a_phase(1, *jobs), meta={"last_heartbeat": None})).trust()
    texts, taken, done = [], [], []
    for turn in range(8):
        if turn == 3:
            root.clock.now += JUMPS[how]
            verdict = judge(root.workspace.view(), root.clock.now).heartbeat.status
            assert verdict == ("clock-skew" if JUMPS[how] < timedelta() else "stale")
        if turn == 6:
            root.clock.now -= JUMPS[how]
        texts.append(root.bytes)
        outcome = root.do("pulse")
        assert outcome.outcome == "verified"
        done.append(outcome.operation)
        taken.append(outcome.snapshot)
        assert judge(root.workspace.view(), root.clock.now).heartbeat.status == HEALTHY
        view = root.workspace.view()
        assert [one.name for one in reversed(view.snapshots)] == taken
        assert [one.id for one in reversed(view.operations)] == done
        assert root.workspace.stores.snapshots.find("latest").name == taken[-1]
        assert moie(root.folder, root.home, ["status"]).code == 0
    for before in reversed(texts):
        root.do("undo")
        assert root.bytes == before
    figure("clocks", pulses_over_a_jump=8, out_of_order=0)


@pytest.mark.parametrize("how", JUMPS)
def test_latest_is_what_was_taken_last_whatever_the_clock_says(
    how: str, tmp_path: Path, figure: Figure
) -> None:
    root = Root(tmp_path, a_state(meta={"operator": "0"}), config="backups: {keep: 3, hourly: 2, daily: 2}\n")
    for turn in range(times(12, 60)):
        document = root.document
        document["meta"]["operator"] = str(turn)
        root.write(document)
        root.do("backup", pin=False)
        if turn % 3 == 2:
            root.clock.now += JUMPS[how] * (1 if turn % 2 else -1)
        latest = root.workspace.stores.snapshots.find("latest")
        assert root.workspace.stores.snapshots.read(latest) == root.bytes
    document["meta"]["operator"] = "ruined"
    root.write(document)
    root.do("prune")
    root.do("rollback")
    assert root.document["meta"]["operator"] == str(turn)
    figure("clocks", snapshots_over_a_jump=turn + 1, wrong_latest=0)


@pytest.mark.parametrize("name", ZONES)
def test_old_local_names_are_ordered_by_their_instant(name: str, tmp_path: Path, figure: Figure) -> None:
    """Where the clock goes on, names sort as they should; where it goes back, only the instant tells."""
    zone = ZoneInfo(name)
    root = Root(tmp_path, a_state(), config=f"system: {{timezone: {name}}}\n")
    (root.folder / "backups").mkdir()
    moments, written = [], {}
    for change in changes(name):
        for minutes in (-180, -100, -45, -10, 70, 130, 200):
            moment = change + timedelta(minutes=minutes)
            style = f"{moment:%Y%m%d_%H%M%S}Z" if minutes % 20 else f"{moment.astimezone(zone):%Y%m%d_%H%M%S}"
            written[moment] = f"sovereign_state_v2_{style}.json"
            (root.folder / "backups" / written[moment]).write_bytes(root.bytes)
            moments.append(moment)
    found = root.workspace.snapshots()
    assert [one.name for one in reversed(found)] == [written[moment] for moment in sorted(moments)]
    assert [one.taken_at for one in reversed(found)] == sorted(moments)
    root.clock.now = max(moments) + DAY
    newest = root.do("backup").snapshot
    assert root.workspace.snapshots()[0].name == newest
    figure("clocks", names_across_a_change=len(moments), out_of_order=0)
