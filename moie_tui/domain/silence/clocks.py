"""The clock: whether the stamp is false rather than the heart silent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from moie_tui.domain.amounts import ago
from moie_tui.domain.health import CLOCK_SKEW, SKEW
from moie_tui.domain.silence.finding import CAUSE, CLEAR, CLOCK, PART, Case, Finding
from moie_tui.domain.silence.machines import waking

LEAP = timedelta(minutes=2)
"""Clocks that differ by less are the same."""
_HALF_HOUR = 1800.0
_SET = "set the clock (`timedatectl` shows whether it follows a time service); the next pulse stamps right"
_ZONE = "name the writer's zone as `system.timezone` in config.yaml, or have it write its offset"


def clock(case: Case) -> Iterator[Finding]:
    """A stamp of the future, a clock that jumped, and a writer with another clock or zone."""
    found = [*_future(case), *_jump(case), *_writer(case), *_backwards(case)]
    yield from found
    if not found:
        known = waking(case) is not None
        what = "this machine's clock went evenly since the last beat" if known else "nothing is of the future"
        yield Finding(CLOCK, CLEAR, what)


def _future(case: Case) -> Iterator[Finding]:
    beat = case.beat_at
    if case.judgement.heartbeat.status != CLOCK_SKEW or beat is None:
        return
    ahead = beat - case.now
    evidence = [f"stamped {case.time(beat)}, and it is {case.time(case.now)}"]
    written = case.view.written.get("state")
    later = sum(one.timestamp > case.now + SKEW for one in case.view.events)
    if later:
        evidence.append(f"{later} events of the log are of the future too")
    if written is not None and written - case.now > SKEW:
        evidence.append(f"its file was written at {case.time(written)}, which is still to come too")
        what = f"this machine's clock was set back, by about {ago(ahead)} or more"
        yield Finding(CLOCK, CAUSE, what, tuple(evidence), _SET)
        return
    if written is not None:
        evidence.append(f"its file was written {ago(case.now - written)} ago by this machine's clock")
    is_zone = written is not None and _is_zone(beat - written)
    what = f"the writer's {'time zone' if is_zone else 'clock'} is not this machine's: {ago(ahead)} ahead"
    yield Finding(CLOCK, CAUSE, what, tuple(evidence), _ZONE if is_zone else _SET)


def _jump(case: Case) -> Iterator[Finding]:
    """The wall clock against the machine's own counter, since the last pulse."""
    found = waking(case)
    if found is None:
        return
    said = f"{ago(found.wall)} passed by the clock since the last beat, {ago(found.awake)} by the machine"
    if found.lost < -LEAP:
        what = f"the clock was set back by {ago(-found.lost)} since the last beat: it is older than it looks"
        yield Finding(CLOCK, PART, what, (said,), _SET)
    elif found.unslept is not None and found.unslept > LEAP:
        evidence = (said, f"it slept {ago(found.lost - found.unslept)} at most in that time")
        what = f"the clock jumped ahead by {ago(found.unslept)}, or this virtual machine was paused as long"
        alone = found.awake <= case.judgement.limit
        step = "see whether the clock is right now; the next pulse sets the age right"
        yield Finding(CLOCK, CAUSE if alone else PART, what, evidence, step)


def _writer(case: Case) -> Iterator[Finding]:
    """The file's own time against the stamp in it."""
    beat, written = case.beat_at, case.view.written.get("state")
    limit = case.judgement.limit
    if beat is None or written is None or not timedelta() <= case.now - written <= limit:
        return
    behind = written - beat
    if behind <= limit:
        return
    evidence = (f"written {ago(case.now - written)} ago, stamped {case.time(beat)}",)
    # A pulse of ours that logged its end at that time shows that the stamp was right.
    if _is_zone(behind) and case.last_beat is None:
        what = f"the state was just written, with a stamp {ago(behind)} old: its writer has another time zone"
        yield Finding(CLOCK, CAUSE, what, evidence, _ZONE)
    else:
        what = "something writes the state without a heartbeat"
        yield Finding(CLOCK, PART, what, evidence, "see who writes it: `moie events --since 1h`")


def _backwards(case: Case) -> Iterator[Finding]:
    """Snapshots are numbered in the order they were taken, whatever the clock said."""
    ordered = sorted(case.view.snapshots, key=lambda one: one.sequence)[-50:]
    steps = [(one, other) for one, other in pairwise(ordered) if one.taken_at - other.taken_at > LEAP]
    if steps:
        before, after = steps[-1]
        said = (
            f"snapshot {after.id} came after {before.id}, and says {case.time(after.taken_at)} "
            f"instead of a time after {case.time(before.taken_at)}"
        )
        back = ago(before.taken_at - after.taken_at)
        what = f"the clock of whoever takes snapshots went back once, by {back} at least"
        yield Finding(CLOCK, PART, what, (said,), "set the clock of every machine that beats this root")


def _is_zone(difference: timedelta) -> bool:
    """Whether two clocks differ as zones do: by half hours."""
    seconds = abs(difference.total_seconds())
    near = round(seconds / _HALF_HOUR) * _HALF_HOUR
    return _HALF_HOUR <= near <= 14 * 3600 and abs(seconds - near) <= LEAP.total_seconds()
