"""Pulses that come and beat nothing: refused, failed, or on hold."""

from __future__ import annotations

from collections.abc import Iterator

from moie_tui.domain.event import CRITICAL, ERROR, Event
from moie_tui.domain.hold import held_by
from moie_tui.domain.pulse import next_step
from moie_tui.domain.rules import command_of
from moie_tui.domain.silence.finding import CAUSE, CLEAR, HOLD, PART, REFUSED, Case, Finding
from moie_tui.domain.text import plain, shorten

_SHOWN = 200


def refusals(case: Case) -> Iterator[Finding]:
    """What stands in the way of pulses that do come."""
    found = [*_complaint(case), *_failures(case), *_untrusted(case)]
    yield from found
    if not found:
        yield Finding(REFUSED, CLEAR, "no pulse was refused or failed since")


def _complaint(case: Case) -> Iterator[Finding]:
    said, at = plain(case.around.complaint), case.around.complained_at
    if at is not None and case.beat_at is not None and at < case.beat_at:
        return  # somebody has beaten since, by hand
    # What can't be read is found with the documents, where it is known whether it still is so.
    if said and case.view.state_problem is None and case.view.config_problem is None:
        yield Finding(
            REFUSED, CAUSE, "scheduled pulses come, and are refused", (shorten(said, _SHOWN),),
            "do what it says; then `moie pulse` beats at once",
        )  # fmt: skip


def _failures(case: Case) -> Iterator[Finding]:
    failed = [one for one in case.view.events if _is_failure(one) and _is_since(one, case)]
    if failed:
        last = failed[-1]
        times = f"{len(failed)} times" if len(failed) > 1 else "once"
        said = f"{case.time(last.timestamp)}  {shorten(plain(last.message), _SHOWN)}"
        yield Finding(
            REFUSED, CAUSE, f"pulses come and fail: {times} since the last beat", (said,),
            "mend what it says; then `moie pulse` beats at once",
        )  # fmt: skip


def _is_failure(event: Event) -> bool:
    return event.category == "operation" and event.level in (ERROR, CRITICAL) and _kind(event) == "pulse"


def _kind(event: Event) -> object:
    return event.metadata.get("kind")


def _is_since(event: Event, case: Case) -> bool:
    return case.beat_at is None or event.timestamp > case.beat_at


def _untrusted(case: Case) -> Iterator[Finding]:
    """A pulse that would run a command of a root nobody trusted is refused before it stamps."""
    view = case.view
    if view.trusted or view.state is None or held_by(view.settings, view.hold, case.now, view.zone):
        return
    step = next_step(view.state, {key for key, one in view.settings.jobs.items() if one.paused})
    phase = step.phase.jobs if step.phase and step.kind == "cyclic" else ()
    due = {one.key for one in case.judgement.jobs if one.due.is_due}
    starts = [job.key for job in phase if job.key in due and command_of(job, view.settings.job(job.key))]
    work = step.job is not None and command_of(step.job, view.settings.job(step.job.key))
    if step.command or work or starts:
        named = step.job.key if step.job else ", ".join(starts)
        said = f"the next one would run a command of job {plain(named)}"
        what = "nobody trusted this root's commands, so pulses that would run one are refused"
        yield Finding(REFUSED, CAUSE, what, (said,), "`moie trust` shows them and asks")


def hold(case: Case) -> Iterator[Finding]:
    """A hold is no reason to be silent: pulses on hold stamp."""
    why = held_by(case.view.settings, case.view.hold, case.now, case.view.zone)
    if why:
        said = "a pulse on hold still stamps the heartbeat, so something else is the matter too"
        yield Finding(HOLD, PART, plain(why), (said,), "`moie resume` lets pulses work again")
