"""Who beats, and whether that one lives."""

from __future__ import annotations

from collections.abc import Iterator

from moie_tui.domain.amounts import ago
from moie_tui.domain.put_back import put_back
from moie_tui.domain.silence.finding import CAUSE, CLEAR, PART, WRITER, Case, Finding, origin_of
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
    """The heart beat, and a state from before that is here again."""
    found = put_back(case.view.events, case.beat_at)
    if found is None:
        return
    stamp = f"the stamp is of {case.time(found.stamp)}" if found.stamp else "the state has no stamp"
    evidence = [f"the last pulse was at {case.time(found.beat_at)}, {stamp}"]
    if found.act is not None:
        identity = found.act.metadata.get("operation")
        named = f"operation {identity}, " if isinstance(identity, str) and identity else ""
        evidence.insert(0, f"{named}{case.time(found.act.timestamp)}: {plain(found.act.message)}")
    level = CAUSE if found.explains(case.now, case.judgement.limit) else PART
    step = "wait for it, or beat now: `moie pulse`"
    yield Finding(WRITER, level, found.words(case.now), tuple(evidence), step)


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
