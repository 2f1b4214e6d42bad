"""What should beat by itself: whether it is there, active, and means this root."""

from __future__ import annotations

from collections.abc import Iterator

from moie_tui.domain.amounts import ago
from moie_tui.domain.beaters import beat_itself
from moie_tui.domain.silence.finding import CAUSE, CLEAR, PART, TIMER, UNKNOWN, Case, Finding
from moie_tui.domain.silence.machines import waking
from moie_tui.domain.text import plain, shorten
from moie_tui.domain.timer import PULSE, Installed, KindOfTimer, Timers

_INSTALL = "`moie timers install` has pulses run every {}"
_LINE = 160


def timer(case: Case) -> Iterator[Finding]:
    """None installed, one that is not active, one of a folder that is gone, or one that should have come."""
    timers = case.around.timers
    if timers is None:
        why = plain(case.around.timers_problem)
        what = "whether a timer should beat can't be told"
        yield Finding(TIMER, UNKNOWN, what, (why,) if why else (), "`moie timers show` asks again")
        return
    ours = [(kind, one) for kind in timers.kinds for one in kind.entries if one.name == PULSE]
    yield from _astray(timers, is_alone=not ours)
    if not ours:
        yield from _nothing_of_ours(case, timers)
    elif all(one.active is False for _, one in ours):
        yield from (_idle(case, kind, one) for kind, one in ours)
    else:
        yield from (_there(case, kind, one) for kind, one in ours if one.active is not False)


def _nothing_of_ours(case: Case, timers: Timers) -> Iterator[Finding]:
    beating = [one for one in timers.neighbours if one.beats]
    install = _INSTALL.format(ago(case.judgement.interval))
    for one in beating:
        said = f"{plain(one.where)}: {shorten(plain(one.words), _LINE)}"
        what = "another program should beat this heart by the clock, and does not"
        yield Finding(TIMER, PART, what, (said,), "run it by hand: it says what is wrong")
    came = beat_itself(case.view, case.now, case.judgement.limit)
    if came is not None:
        what = f"something starts pulses: the last one that came by itself was at {case.time(came)}"
        yield Finding(TIMER, CLEAR, what)
    elif not beating:
        kinds = ", ".join(one.kind for one in timers.kinds)
        said = f"no entry of {kinds} pulses this root"
        what = "nothing starts pulses by itself: no timer is installed"
        yield Finding(TIMER, CAUSE, what, (said,), install)


def _idle(case: Case, kind: KindOfTimer, one: Installed) -> Finding:
    evidence = (f"{kind.kind}: {plain(one.where)}", *map(plain, kind.notes), *_why_not(kind))
    what = f"the {kind.kind} timer is installed, but not active"
    return Finding(TIMER, CAUSE, what, evidence, f"start {kind.kind}, or: `moie timers install`")


def _there(case: Case, kind: KindOfTimer, one: Installed) -> Finding:
    coming = f", next {case.time(one.next_at)}" if one.next_at is not None else ""
    evidence = (f"{kind.kind}: {plain(one.schedule)}{coming}", *map(plain, kind.notes), *_why_not(kind))
    awake = waking(case)
    if kind.notes or kind.why_not:
        what = f"the {kind.kind} timer is installed, with something to mind"
        return Finding(TIMER, PART, what, evidence, "`moie timers install` puts it right")
    if awake is None or awake.awake > case.judgement.limit:
        what = f"the {kind.kind} timer is installed and active, and no beat came of it"
        return Finding(TIMER, PART, what, evidence, "beat by hand, it says what is wrong: `moie pulse`")
    return Finding(TIMER, CLEAR, f"the {kind.kind} timer is installed", evidence)


def _why_not(kind: KindOfTimer) -> Iterator[str]:
    if kind.why_not:
        yield plain(kind.why_not)


def _astray(timers: Timers, *, is_alone: bool) -> Iterator[Finding]:
    """Entries of ours that name a folder which is not there: this one may have lain there once."""
    name = _name(timers.root)
    for one in timers.astray:
        said = f"{plain(one.where)}: {shorten(plain(one.words), _LINE)}"
        what = f"a timer pulses {plain(one.root)}, which is gone: was this folder moved?"
        step = "`moie timers install` here; and take the old entry out"
        was_here = is_alone and _name(one.root) == name
        yield Finding(TIMER, CAUSE if was_here else PART, what, (said,), step)


def _name(folder: str) -> str:
    return folder.rstrip("/").rpartition("/")[2]
