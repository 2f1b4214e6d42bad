"""What the next heartbeats will do, when, and what they won't do and why; what rests on a proof says so."""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import datetime, timedelta
from statistics import median

from moie_tui.domain.alarm import alarm
from moie_tui.domain.coming.beat import (
    BLOCKED,
    CYCLIC,
    HAND,
    HELD,
    PROMOTE,
    REFUSED,
    REST,
    START,
    VERIFY,
    Beat,
    Forecast,
    Wait,
)
from moie_tui.domain.coming.proofs import Proofs
from moie_tui.domain.coming.starts import Starts
from moie_tui.domain.event import Event
from moie_tui.domain.health import SKEW
from moie_tui.domain.hold import held_by
from moie_tui.domain.late_events import newest_of
from moie_tui.domain.pulse import Step, next_step, step_effects
from moie_tui.domain.rules import minutes
from moie_tui.domain.state import COMPLETED, PENDING, Job, Phase, State
from moie_tui.domain.state import CYCLIC as ENDLESS
from moie_tui.domain.timestamps import moment_of
from moie_tui.domain.view import SystemView
from moie_tui.values import replace

DAY = timedelta(hours=24)
MOST = 300
"""Beats at most: each of them is worked out from the one before."""
_SHORTEST, _BY_CRON = timedelta(seconds=1), timedelta(minutes=1)
"""No heart beats more often; and cron starts nothing more often, but always at a whole minute."""
REST_WORDS = "every later beat finds the same, until somebody acts"


def forecast(view: SystemView, now: datetime, *, most: int = MOST, span: timedelta = DAY) -> Forecast:
    """The beats of a span from `now` on, so many at most, if whoever beats goes on doing so in time."""
    interval = max(_SHORTEST, minutes(view.settings.heartbeat.interval_minutes))
    state = view.state
    if state is None or view.state_problem is not None:
        return Forecast(interval=interval, unable="no pulse can beat while the state can't be read")
    if view.config_problem is not None:
        return Forecast(interval=interval, unable="no pulse can beat while the config can't be read")
    first, overdue = _first(view, state, interval, now)
    coming = _Coming(view, state)
    beats: list[Beat] = []
    for number in range(most):
        at = first + number * interval
        if at > now + span and beats:
            break
        beats.append(coming.beat(at))
        if coming.rests(beats[-1]):
            return Forecast(tuple(beats), interval, overdue=overdue, rest=REST_WORDS)
    return Forecast(tuple(beats), interval, overdue=overdue)


def _first(view: SystemView, state: State, interval: timedelta, now: datetime) -> tuple[datetime, bool]:
    """When the next beat is due; when it could come when that is over, or when nobody ever beat."""
    last = _last(view, state)
    soon = now
    if interval >= _BY_CRON:
        soon = now.replace(second=0, microsecond=0) + _BY_CRON
    if last is None or last - now > SKEW:
        return soon, last is None
    return (last + interval, False) if last + interval >= now else (soon, True)


def _last(view: SystemView, state: State) -> datetime | None:
    """The last beat: its event tells the fraction of a second that its stamp may lack."""
    stamp = moment_of(state.last_heartbeat, view.zone)
    told = next(newest_of(view.events, "heartbeat"), None)
    if stamp is None or told is None or not timedelta() <= told.timestamp - stamp < timedelta(seconds=1):
        return stamp
    return told.timestamp


class _Coming:
    """The root from beat to beat, as it would become."""

    def __init__(self, view: SystemView, state: State) -> None:
        self._view, self._state = view, state
        self._paused = {key for key, one in view.settings.jobs.items() if one.paused}
        self._starts, self._proofs = Starts(view), Proofs(view)
        self._hinges: tuple[str, ...] = ()
        self._alarm = ""
        self._own = _own_time(view)

    def beat(self, at: datetime) -> Beat:
        """What the beat at that time does, and what becomes of the root by it."""
        view = self._view
        self._alarm = self._alarm or alarm(view.settings.safety, view.events, view.operations, at)
        if why := held_by(view.settings, view.hold, at, view.zone) or self._alarm:
            return Beat(at, HELD, f"only stamps: {why}", takes=self._own)
        step = next_step(self._state, self._paused)
        starts, waits = self._starts.take(step.phase, at)
        plain = Beat(at, REST, step.why, hinges=self._hinges, starts=starts, waits=waits, takes=self._own)
        beat = self._stepped(plain, step)
        runs = beat.kind in (VERIFY, START) or bool(starts)
        if runs and not view.trusted:
            what = "is refused before it stamps: nobody trusted this root's commands"
            return replace(beat, kind=REFUSED, what=what, otherwise="", starts=(), takes=None)
        return beat

    def rests(self, beat: Beat) -> bool:
        """Whether nothing changes any more by itself."""
        hold, enabled = self._view.hold, self._view.settings.heartbeat.enabled
        if beat.kind == REFUSED:
            return True
        if beat.kind == HELD:
            return bool(self._alarm) or not enabled or (hold is not None and hold.until is None)
        phase = next_step(self._state, self._paused).phase
        endless = any(job.status == ENDLESS for job in phase.jobs) if phase else False
        return beat.kind in (HAND, BLOCKED, REST) and not endless

    def _stepped(self, beat: Beat, step: Step) -> Beat:
        if step.kind == "verify" and step.job is not None and step.phase is not None:
            return self._proven(beat, step, step.phase, step.job)
        if step.kind == "promoted":
            following = step.next_phase
            what = f"phase {following.key} becomes current" if following else "the last phase is done"
            self._state = _promoted(self._state, step)
            return replace(beat, kind=PROMOTE, what=what)
        if step.kind == "cyclic":
            return replace(beat, kind=CYCLIC, what="" if beat.starts else "nothing is due")
        if step.kind == "sovereign":
            return replace(beat, kind=REST, what="nothing is left to do: all phases are done")
        return replace(beat, kind=BLOCKED, what=f"is blocked: {step.why}")

    def _proven(self, beat: Beat, step: Step, phase: Phase, job: Job) -> Beat:
        alive = self._starts.is_busy(job.key, beat.at)
        proof = self._proofs.take(job, step.command, beat.at, alive=alive)
        if proof.kind == START:
            self._starts.begin(job.key, beat.at)
        if proof.hopeful:
            self._state = _completed(self._state, phase, job)
            self._hinges = (*self._hinges, job.key)
        takes = None if step.command and proof.takes is None and proof.commands else self._own
        if takes is not None and proof.takes is not None:
            takes += proof.takes
        waits = (*_behind(phase, job, self._paused), *beat.waits)
        return replace(
            beat, kind=proof.kind, what=proof.what, otherwise=proof.otherwise, waits=waits, takes=takes
        )


def _behind(phase: Phase, job: Job, paused: Container[str]) -> Iterator[Wait]:
    """The other pending jobs of the phase: one beat looks at one of them."""
    for one in phase.jobs:
        if one.status == PENDING and one is not job:
            left = one.paused or one.key in paused
            yield Wait(one.key, one.task, "paused" if left else f"waits for job {job.key}")


def _completed(state: State, phase: Phase, job: Job) -> State:
    jobs = tuple(replace(one, status=COMPLETED) if one is job else one for one in phase.jobs)
    return replace(
        state, phases=tuple(replace(one, jobs=jobs) if one is phase else one for one in state.phases)
    )


def _promoted(state: State, step: Step) -> State:
    current = next(one.after for one in step_effects(state, step) if one.path == ("meta", "current_phase"))
    assert current is None or isinstance(current, int | str)
    return replace(state, current_phase=current)


def _own_time(view: SystemView) -> timedelta | None:
    """What a beat takes without a verification: the median of those in the view's part of the log."""
    told = [took for one in view.events if one.category == "heartbeat" and (took := _own_ms(one)) is not None]
    return timedelta(milliseconds=median(told)) if told else None


def _own_ms(event: Event) -> float | None:
    whole, proof = event.metadata.get("beat_ms"), event.metadata.get("duration_ms", 0)
    if not isinstance(whole, int | float) or not isinstance(proof, int | float) or not 0 <= whole < 1e9:
        return None
    return max(0.0, whole - proof)
