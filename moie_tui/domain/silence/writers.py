"""Who beats, and whether that one lives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from moie_tui.domain.amounts import ago
from moie_tui.domain.silence.finding import CAUSE, CLEAR, ONE_BEAT, PART, WRITER, Case, Finding, origin_of
from moie_tui.domain.text import plain

BY_CLOCK = "cron"
_BY_HAND = 5
"""The newest so many pulses are looked at for who started them."""


def writer(case: Case) -> Iterator[Finding]:
    """A pulse that hangs or was killed, another program that stopped, a heart beaten by hand."""
    put_back = list(_put_back(case))
    found = [*_hanging(case), *_killed(case), *(put_back or _foreign(case)), *_by_hand(case)]
    yield from found
    if not any(one.level == CAUSE for one in found):
        yield Finding(WRITER, CLEAR, "no pulse hangs, none was killed")


def _hanging(case: Case) -> Iterator[Finding]:
    holder = case.around.holder
    if holder is None:
        return
    since = holder.since
    evidence = (plain(holder.what),)
    if since is not None and case.now - since > case.judgement.limit:
        what = f"a pulse has been running for {ago(case.now - since)} and keeps all others out"
        step = "see what it waits for (`moie doctor` names its commands); ending its process frees the lock"
        yield Finding(WRITER, CAUSE, what, evidence, step)
    else:
        yield Finding(WRITER, PART, "a pulse is running right now", evidence, "wait for its end")


def _killed(case: Case) -> Iterator[Finding]:
    died = case.around.died
    if died is None or case.around.holder is not None:
        return
    if died.since is not None and case.beat_at is not None and died.since < case.beat_at:
        return
    strays = [one.what for one in case.view.problems if one.where == "pulse"]
    evidence = (plain(died.what), *map(plain, strays))
    what = "the last pulse was killed before it could stamp: its process is gone"
    yield Finding(WRITER, CAUSE, what, evidence, "`moie pulse` beats at once, and clears up after it")


def _put_back(case: Case) -> Iterator[Finding]:
    """A pulse later than the stamp: the heart beat, and a state from before that is here again."""
    newest, beat = case.beats[-1:], case.beat_at
    if not newest or beat is None or newest[0].timestamp <= beat + ONE_BEAT:
        return
    at = newest[0].timestamp
    evidence = (f"the last pulse was at {case.time(at)}, the stamp is of {case.time(beat)}",)
    what = "an older state was put back, and with it the stamp of its last beat"
    lately = timedelta() <= case.now - at <= case.judgement.limit
    yield Finding(
        WRITER, CAUSE if lately else PART, what, evidence, "the next beat sets it right: `moie pulse`"
    )


def _foreign(case: Case) -> Iterator[Finding]:
    """Stamps that no pulse of ours set. Another program's silence is all that is known of it."""
    if case.beat_at is None or case.last_beat is not None or not _log_reaches(case):
        return
    evidence = [f"stamped {case.time(case.beat_at)}, and no pulse of moie ended then"]
    if case.view.state is not None and case.view.state.mode:
        evidence.append(f"the state's mode is {plain(case.view.state.mode)}")
    what = f"another program beat this heart until {case.time(case.beat_at)}, and it has stopped"
    step = "start it again, or let moie beat: `moie timers install`"
    yield Finding(WRITER, CAUSE, what, tuple(evidence), step)


def _log_reaches(case: Case) -> bool:
    """Whether the log tells of that time at all: an empty one is no evidence."""
    return any(case.beat_at is not None and one.timestamp <= case.beat_at for one in case.view.events)


def _by_hand(case: Case) -> Iterator[Finding]:
    newest = case.beats[-_BY_HAND:]
    ways = [origin_of(one, "via") for one in newest]
    if newest and case.last_beat is not None and all(way and way != BY_CLOCK for way in ways):
        way = ways[-1]
        said = f"the last {len(newest)} pulses came from {way}" if len(newest) > 1 else f"it came from {way}"
        yield Finding(WRITER, PART, "the heart was beaten by hand, not by a timer", (said,))
