"""A silent heart: what may be the matter is told apart, each with its evidence and the next step."""

from __future__ import annotations

from datetime import timedelta

import pytest

from moie_tui.domain.beaters import beat_itself, is_by_hand
from moie_tui.domain.diagnosis import NOTHING, Silence
from moie_tui.domain.event import Event
from moie_tui.domain.hold import Hold
from moie_tui.domain.judge import judge
from moie_tui.domain.neighbours import Neighbour, pulsed_root
from moie_tui.domain.plan import OperationRecord
from moie_tui.domain.silent import is_silent
from moie_tui.domain.snapshot import Snapshot
from moie_tui.domain.surroundings import Holding
from moie_tui.domain.timer import Astray, Installed
from moie_tui.domain.view import Problem
from moie_tui.values import replace
from tests.builders import a_job, a_phase, a_state
from tests.domain.silent import (  # fmt: skip
    CRON,
    NINE,
    NOON,
    TEN,
    UP,
    a_beat,
    a_view,
    beats,
    found,
    of,
    timers,
)

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def first(silence: Silence) -> tuple[str, str, str]:
    """Kind and level of what leads, and its sentence."""
    one = silence.findings[0]
    return one.kind, one.level, one.what


def test_a_timer_that_nobody_installed_is_the_cause_and_its_installation_the_step() -> None:
    silence = found(timers=timers())
    assert first(silence)[:2] == ("timer", "cause")
    assert silence.lead == "nothing starts pulses by itself: no timer is installed"
    assert silence.step == "`moie timers install` has pulses run every 10m"
    assert of(silence, "writer").level == of(silence, "machine").level == "clear"


def test_a_timer_that_is_there_and_not_active_is_another_cause() -> None:
    idle = timers(Installed("pulse", "*/10 * * * *", "crontab", False), notes=("no cron daemon runs here",))
    silence = found(timers=idle)
    assert first(silence) == ("timer", "cause", "the cron timer is installed, but not active")
    assert silence.findings[0].evidence == ("cron: crontab", "no cron daemon runs here")


def test_a_timer_of_a_folder_of_the_same_name_that_is_gone_tells_that_this_one_was_moved() -> None:
    line = "*/10 * * * * moie --root /old/root pulse --scheduled"
    astray = replace(timers(), astray=(Astray("crontab", line, "/old/root"), Astray("x", "y", "/tmp/other")))
    silence = found(timers=astray)
    assert silence.lead == "a timer pulses /old/root, which is gone: was this folder moved? (and 1 more)"
    assert silence.findings[0].evidence == (f"crontab: {line}",)
    assert [one.level for one in silence.findings if "/tmp/other" in one.what] == ["part"]


@pytest.mark.parametrize(
    ("words", "root"),
    [
        ("*/10 * * * * /usr/bin/env A=b /x/moie --root '/my root' pulse --scheduled", "/my root"),
        ("0 * * * * moie --root=/a\\%b pulse", "/a%b"),
        ("0 * * * * moie --root /a check", ""),
        ("0 * * * * moie pulse", ""),
        ("0 * * * * moie --root '/a pulse", ""),
    ],
)
def test_the_folder_a_line_pulses_is_read_from_its_words(words: str, root: str) -> None:
    assert pulsed_root(words) == root


def test_a_timer_that_should_have_come_and_did_not_is_named_with_what_beats_besides() -> None:
    silence = found()
    assert first(silence)[:2] == ("timer", "part")
    assert silence.lead == "the cron timer is installed and active, and no beat came of it"
    other = replace(timers(), neighbours=(Neighbour("crontab", "0 * * * * heartbeat.py", "", False, True),))
    assert found(timers=other).lead == "another program should beat this heart by the clock, and does not"


def test_a_machine_that_slept_is_told_by_its_own_counter_and_one_only_has_to_wait() -> None:
    silence = found(a_view(events=beats(awake=UP - 5 * MINUTE)), slept=3 * HOUR)
    assert first(silence) == ("machine", "cause", "this machine slept for 2h 55m")
    assert silence.findings[0].evidence[0] == "of 3h since the last beat it was awake for 5m"
    assert "nobody wrote to the log from 09:00:00 until now" in silence.findings[0].evidence
    assert silence.step.startswith("wait for the timer: it beats within 10m of waking")
    assert of(silence, "clock").level == "clear"


def test_a_sleep_that_ended_long_ago_has_only_a_part_in_it() -> None:
    silence = found(a_view(events=beats(awake=UP - HOUR)), slept=2 * HOUR)
    assert of(silence, "machine").level == "part"
    assert "awake without a beat for longer than allowed" in of(silence, "machine").what


def test_a_machine_that_was_off_is_told_from_one_that_slept() -> None:
    silence = found(awake=4 * MINUTE)
    kind, level, what = first(silence)
    assert (kind, level) == ("machine", "cause")
    assert what == "this machine was off after 09:00:00, and came back only 4m ago"
    assert silence.findings[0].evidence[0] == "it started 11:56:00, 4m ago"
    long_up = of(found(awake=2 * HOUR), "machine")
    assert (long_up.level, "since it is back nothing has beaten" in long_up.what) == ("part", True)


def test_a_clock_that_jumped_while_the_machine_was_awake_is_no_sleep() -> None:
    silence = found(a_view(events=beats(awake=UP - 5 * MINUTE)))
    assert first(silence)[:2] == ("clock", "cause")
    assert "jumped ahead by 2h 55m" in silence.lead
    assert of(silence, "machine").level == "clear"


def test_without_a_clock_that_counts_sleep_nobody_says_which_of_both_it_was() -> None:
    silence = found(a_view(events=beats(awake=UP - 5 * MINUTE)), slept=None)
    assert first(silence)[0] == "machine"
    assert not [one for one in silence.suspects if one.kind == "clock"]


def test_a_stamp_of_the_future_is_a_clock_set_back_or_another_zone() -> None:
    ahead = NOON + 2 * HOUR
    back = found(a_view(ahead, events=beats(ahead)))
    assert first(back) == ("clock", "cause", "this machine's clock was set back, by about 2h or more")
    assert "3 events of the log are of the future too" in back.findings[0].evidence
    zone = found(a_view(ahead, written={"state": NOON - MINUTE / 2}, events=()))
    assert "the writer's time zone is not this machine's: 2h ahead" in zone.lead
    assert "system.timezone" in zone.step
    assert "system.timezone" not in found(a_view(NOON + 7 * MINUTE, written={"state": NOON})).step
    assert all(one.level != "cause" for one in found(a_view(ahead), timers=timers()).findings[1:])


def test_a_stamp_that_was_old_when_it_was_written_tells_of_the_writer() -> None:
    zone = found(a_view(NOON - 5 * HOUR - MINUTE, written={"state": NOON - MINUTE}, events=()))
    assert "written, with a stamp 5h old: its writer has another time zone" in zone.lead
    other = of(found(a_view(written={"state": NOON - MINUTE})), "clock")
    assert (other.level, other.what) == ("part", "something writes the state without a heartbeat")


def test_snapshots_numbered_against_their_times_tell_that_the_clock_went_back() -> None:
    taken = [Snapshot(f"k{at}", "n", at, NINE - HOUR * (at == 3)) for at in (1, 2, 3)]
    clock = of(found(a_view(snapshots=tuple(reversed(taken)))), "clock")
    assert (clock.level, "went back once, by 1h at least" in clock.what) == ("part", True)
    assert "snapshot k3 came after k2" in clock.evidence[0]


def test_a_killed_pulse_is_named_and_told_from_one_that_hangs() -> None:
    died = Holding("pulse (since 09:10:00, op@here cron pid 7)", NINE + TEN)
    killed = found(died=died)
    assert first(killed)[:2] == ("writer", "cause")
    assert "the last pulse was killed" in killed.lead
    assert killed.findings[0].evidence == (died.what,)
    assert of(found(died=Holding("pulse", NINE - HOUR)), "writer").level == "clear"
    hanging = found(holder=died)
    assert hanging.lead == "a pulse has been running for 2h 50m and keeps all others out"
    assert of(found(holder=Holding("pulse", NOON - MINUTE)), "writer").level == "part"


def test_another_program_that_stopped_beating_is_told_from_a_pulse_of_ours() -> None:
    silence = found(a_view(NINE + 30 * MINUTE), timers=timers())
    assert silence.lead.startswith("another program beat this heart until 09:30:00, and it has stopped")
    assert silence.findings[0].evidence[1] == "the state's mode is daemon"
    assert not [one for one in found(a_view(events=())).findings if one.level == "cause"]


def test_a_heart_beaten_by_hand_is_said_to_be_and_one_of_another_machine_too() -> None:
    by_hand = found(a_view(events=beats(via="dashboard")), timers=timers())
    assert "beaten by hand" in of(by_hand, "writer").what
    elsewhere = found(a_view(events=beats(host="other")))
    assert of(elsewhere, "machine").what == "the last beat came from another machine, other"


def test_a_state_that_was_put_back_explains_an_old_stamp_and_no_timer_is_missed_that_just_came() -> None:
    ours = (*beats(), a_beat(NOON - MINUTE, via="no tty"))
    silence = found(a_view(events=ours), timers=timers())
    assert first(silence)[:2] == ("writer", "cause")
    said = "an older state was put back, one whose last heartbeat is 3h old; the next beat mends it"
    assert silence.lead == said
    assert of(silence, "timer").level == "clear"
    assert of(silence, "timer").what.endswith("the last one that came by itself was at 11:59:00")
    long_ago = found(a_view(NINE - 30 * MINUTE), timers=timers())
    assert first(long_ago)[:2] == ("timer", "cause")
    assert of(long_ago, "writer").level == "part"


def test_a_pulse_by_hand_promises_none_and_one_that_came_by_itself_does() -> None:
    by_hand = a_view(NOON, events=(*beats(), a_beat(NOON, via="pts/3")))
    assert is_by_hand(by_hand, NOON, TEN)
    assert not is_by_hand(by_hand, NOON, 4 * HOUR)
    assert not is_by_hand(a_view(), NOON, TEN)
    assert not is_by_hand(a_view(events=()), NOON, TEN)
    scheduled = OperationRecord("op1", "pulse", NOON - MINUTE, "op", scheduled=True)
    assert not is_by_hand(replace(by_hand, operations=(scheduled,)), NOON, TEN)


def test_the_newest_pulse_that_came_by_itself_counts_up_to_the_moment_that_is_asked_about() -> None:
    view = a_view(NOON, events=(a_beat(NOON), a_beat(NOON - TEN), a_beat(NOON - MINUTE, via="pts/3")))
    assert beat_itself(view, NOON, TEN) == NOON
    assert beat_itself(view, NOON - MINUTE, TEN) == NOON - TEN
    assert beat_itself(view, NOON + TEN, MINUTE) is None
    assert beat_itself(view, NOON - HOUR, TEN) is None


def test_pulses_that_are_refused_or_fail_are_told_from_none_at_all() -> None:
    refused = found(complaint="this root is not trusted; `moie trust`", complained_at=NINE + TEN)
    assert first(refused) == ("refused", "cause", "scheduled pulses come, and are refused")
    assert "refused" not in [one.kind for one in found(complaint="x", complained_at=NINE - HOUR).suspects]
    failed = Event(NINE + TEN, "error", "operation", "pulse failed: disk full", {"kind": "pulse"})
    silence = found(a_view(events=(*beats(), failed)))
    assert silence.lead == "pulses come and fail: once since the last beat"
    assert silence.findings[0].evidence == ("09:10:00  pulse failed: disk full",)


def test_an_untrusted_root_is_the_cause_only_where_the_next_pulse_would_run_something() -> None:
    pending = a_state(a_phase(1, a_job("1.1")), meta={"last_heartbeat": NINE.isoformat()})
    silence = found(a_view(document=pending, trusted=False))
    assert silence.lead.startswith("nobody trusted this root's commands")
    assert silence.findings[0].evidence == ("the next one would run a command of job 1.1",)
    assert "refused" not in [one.kind for one in found(a_view(trusted=False)).suspects]


def test_unreadable_documents_and_disks_that_take_nothing_stop_every_pulse() -> None:
    torn = Problem("sovereign_state_v2.json:12:5", "expecting ',' delimiter", "mend line 12")
    silence = found(a_view(state_problem=torn, way_out="k3f9"), timers=timers(), read_only=True)
    assert first(silence) == ("document", "cause", "the state can't be read, so no pulse can beat")
    assert silence.findings[0].evidence == ("sovereign_state_v2.json:12:5: expecting ',' delimiter",)
    assert silence.step == "mend line 12, or roll back to k3f9, the newest sound snapshot"
    assert "and 2 more" in silence.lead
    config = found(a_view(config_problem=Problem("config.yaml:3:1", "must be a number")))
    assert config.lead == "the config can't be read, so no pulse can beat"
    assert found(read_only=True).lead == "the disk is read-only, so no pulse can write"
    assert found(free_bytes=4096).findings[0].evidence == ("4.1 kB are free",)
    assert found(writable=False).lead == "this user may not write to the root"


def test_a_hold_is_no_excuse_because_held_pulses_stamp() -> None:
    silence = found(a_view(hold=Hold(NINE, why="deploy")), timers=timers())
    assert first(silence)[0] == "timer"
    assert "pulses are on hold until `moie resume`: deploy" in [one.what for one in silence.suspects]


def test_where_nothing_explains_it_a_pulse_by_hand_is_the_step() -> None:
    awake = a_view(NOON - 16 * MINUTE, events=(a_beat(NOON - 16 * MINUTE, awake=UP - 14 * MINUTE),))
    silence = found(awake)
    assert (silence.suspects, silence.lead) == ((), NOTHING)
    assert silence.step.startswith("`moie pulse` beats now")


def test_only_a_heart_that_is_late_false_or_never_beat_is_silent_and_the_past_is_past() -> None:
    late, fine, never = a_view(), a_view(NOON - MINUTE), a_view(None)
    assert [is_silent(one, judge(one, NOON)) for one in (late, fine, never)] == [True, False, True]
    assert not is_silent(late, None)
    assert found(never, timers=timers()).lead.startswith("nothing starts pulses by itself")


def test_timers_that_can_not_be_asked_are_not_taken_for_none() -> None:
    silence = found(timers=None, timers_problem="crontab: permission denied")
    timer = of(silence, "timer")
    assert (timer.level, timer.evidence) == ("unknown", ("crontab: permission denied",))
    assert not [one for one in silence.findings if one.level == "cause"]
    assert of(found(timers=CRON), "timer").level == "part"


def test_no_text_of_files_or_programs_reaches_a_terminal_as_it_is() -> None:
    evil = "\x1b]0;title\x07x\u202e"
    taken = tuple(Snapshot(evil, "n", at, NINE - HOUR * at) for at in (1, 2))
    view = a_view(
        events=beats(host=evil), snapshots=taken, state_problem=Problem(evil, evil, evil), way_out=evil
    )
    silence = found(view, holder=Holding(evil), complaint=evil, timers=None, timers_problem=evil)
    said = [text for one in silence.findings for text in (one.what, *one.evidence, one.step)]
    assert all(text.isprintable() for text in said)
