"""The machine: whether it slept, was off, or is not the one that beat."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from moie_tui.domain.amounts import ago
from moie_tui.domain.silence.finding import (
    CAUSE,
    CLEAR,
    MACHINE,
    PART,
    UNKNOWN,
    Case,
    Finding,
    awake_at,
    origin_of,
)
from moie_tui.domain.text import plain
from moie_tui.values import dataclass

_SLEPT = timedelta(minutes=2)
_WAIT = "wait for the timer: it beats within {} of waking; or beat now: `moie pulse`"


@dataclass(frozen=True, slots=True)
class Waking:
    """The time since the last pulse by the clock and by the machine's own counter, which sleep stops.

    `unslept` is what is missing and can't have been sleep; None where the machine does not tell."""

    wall: timedelta
    awake: timedelta
    slept: timedelta | None

    @property
    def lost(self) -> timedelta:
        """What the clock counted and the machine did not: sleep, or a clock that was set."""
        return self.wall - self.awake

    @property
    def unslept(self) -> timedelta | None:
        """How much of it can't have been sleep."""
        return None if self.slept is None else self.lost - min(self.lost, self.slept)


def waking(case: Case) -> Waking | None:
    """None when the last pulse does not tell, or was before the machine started, or on another."""
    last, awake = case.last_beat, case.around.awake
    then = awake_at(last)
    if last is None or then is None or awake is None or _elsewhere(case) or awake < then:
        return None
    return Waking(case.around.at - last.timestamp, awake - then, case.around.slept)


def machine(case: Case) -> Iterator[Finding]:
    """Off, asleep, awake, or another one."""
    if case.beat_at is None:
        return
    if _elsewhere(case):
        host = origin_of(case.last_beat, "host")
        what = f"the last beat came from another machine, {host}"
        yield Finding(MACHINE, PART, what, (f"this one is {plain(case.around.host)}",), f"look at {host}")
        return
    found = _off(case) or _slept(case)
    if found is not None:
        yield found
    elif waking(case) is not None:
        yield Finding(MACHINE, CLEAR, "this machine was awake all the time since the last beat")
    elif case.around.started_at is not None:
        said = f"it started {case.time(case.around.started_at)}"
        yield Finding(MACHINE, CLEAR, "this machine was not off since the last beat", (said,))
    else:
        what = "whether this machine slept since the last beat can't be told"
        yield Finding(MACHINE, UNKNOWN, what, tuple(_quiet(case)))


def _elsewhere(case: Case) -> bool:
    host = origin_of(case.last_beat, "host")
    return bool(host and case.around.host and host != plain(case.around.host))


def _off(case: Case) -> Finding | None:
    around, beat = case.around, case.beat_at
    then = awake_at(case.last_beat)
    started = around.started_at
    restarted = then is not None and around.awake is not None and around.awake < then
    if started is None and restarted and around.awake is not None:
        started = around.at - around.awake
    if started is None or beat is None or not (restarted or started > beat):
        return None
    up = case.around.at - started
    evidence = (f"it started {case.time(started)}, {ago(up)} ago", *_quiet(case))
    if up <= case.judgement.limit:
        what = f"this machine was off after {case.time(beat)}, and came back only {ago(up)} ago"
        return Finding(MACHINE, CAUSE, what, evidence, _waiting(case))
    what = f"this machine was off after {case.time(beat)}, and since it is back nothing has beaten"
    return Finding(MACHINE, PART, what, evidence, "see that the timer comes back with it: `moie timers show`")


def _slept(case: Case) -> Finding | None:
    found = waking(case)
    if found is None or found.lost <= _SLEPT:
        return None
    slept = found.lost - (found.unslept or timedelta())
    if slept <= _SLEPT:
        return None
    said = f"of {ago(found.wall)} since the last beat it was awake for {ago(found.awake)}"
    if found.awake <= case.judgement.limit:
        what = f"this machine slept for {ago(slept)}"
        return Finding(MACHINE, CAUSE, what, (said, *_quiet(case)), _waiting(case))
    what = f"this machine slept for {ago(slept)}, but has been awake without a beat for longer than allowed"
    return Finding(MACHINE, PART, what, (said,), "")


def _waiting(case: Case) -> str:
    return _WAIT.format(ago(case.judgement.interval))


def _quiet(case: Case) -> Iterator[str]:
    """The gap that all writers of the log left, if there is one over the limit."""
    moments = [one.timestamp for one in case.view.events if one.timestamp <= case.now] + [case.now]
    gaps = [(after - before, before, after) for before, after in pairwise(moments)]
    widest = max((one for one in gaps if case.beat_at is None or one[2] > case.beat_at), default=None)
    if widest is not None and widest[0] > case.judgement.limit:
        until = "until now" if widest[2] == case.now else f"to {case.time(widest[2])}"
        yield f"nobody wrote to the log from {case.time(widest[1])} {until}"
