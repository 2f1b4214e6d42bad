"""What one job is measured against, by the words of state and config, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta, tzinfo
from functools import partial

from moie_tui.domain.health import Rules
from moie_tui.domain.maintenance import Window, parse_window
from moie_tui.domain.schedule import parse_schedule
from moie_tui.domain.settings import JobSettings, Settings
from moie_tui.domain.state import CYCLIC, Job
from moie_tui.values import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.executions import Execution

_LONGEST_MINUTES = 10 * 366 * 24 * 60


def rules_for(job: Job | None, settings: JobSettings, zone: tzinfo | None) -> Rules:
    """The state's word first, then the config's; ValueError for a schedule or zone nobody can read."""
    schedule = schedule_of(job, settings)
    grace = job.grace_minutes if job and job.grace_minutes is not None else settings.grace_minutes
    zone = zone_of_job(settings, zone)
    return Rules(
        schedule=parse_schedule(schedule, zone) if schedule else None,
        grace=minutes(grace),
        max_age=None if settings.max_age_minutes is None else minutes(settings.max_age_minutes),
        max_failure_rate=settings.max_failure_rate,
        paused=is_paused(job, settings),
        windows=windows_of(settings, zone),
    )


def rules_of(key: str, job: Job | None, settings: Settings, zone: tzinfo | None) -> Rules:
    """The same by all settings: a job that pulses start may wait for the next of them."""
    own = settings.job(key)
    rules = rules_for(job, own, zone)
    by_pulse = job is not None and job.status == CYCLIC and bool(command_of(job, own))
    if rules.schedule is None or not by_pulse:
        return rules
    return replace(rules, wait=minutes(settings.heartbeat.interval_minutes))


def schedule_of(job: Job | None, settings: JobSettings) -> str:
    """When it is due, in the words of the state or else of the config; "" without a schedule."""
    return (job.schedule if job else None) or settings.schedule or ""


def command_of(job: Job, settings: JobSettings) -> str:
    """What does the job; "" when nothing is said, or nothing but space."""
    command = job.command or settings.command or ""
    return command if command.strip() else ""


def command_behind(job: Job | None, settings: JobSettings, one: Execution) -> str:
    """What ran then, as the state and the config have it now: of a proof the verification."""
    if job is None:
        return ""
    return job.verification_cmd or "" if one.proof else command_of(job, settings)


def is_paused(job: Job | None, settings: JobSettings) -> bool:
    """Whether it is left alone."""
    return bool(job and job.paused) or settings.paused


def zone_of_job(settings: JobSettings, zone: tzinfo | None) -> tzinfo | None:
    """The zone of its cron lines: its own, else the given one; ValueError when there is no such zone."""
    if settings.timezone is None:
        return zone
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(settings.timezone)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"{settings.timezone!r} is no known time zone") from error


def windows_of(settings: JobSettings, zone: tzinfo | None) -> tuple[Window, ...]:
    """Its maintenance windows; one nobody can read is none, and a problem of the config."""
    found = []
    for text in settings.maintenance:
        try:
            found.append(parse_window(text, zone))
        except ValueError:
            continue  # told by `flaws`: a slip in one window must not stop the watch over its job
    return tuple(found)


def flaws(settings: JobSettings) -> Iterator[tuple[str, str]]:
    """What in one job's settings can't be read: the key below `jobs.ID`, and why."""
    parts: list[tuple[str, Callable[[], object]]] = [("timezone", partial(zone_of_job, settings, None))]
    if settings.schedule:
        parts.append(("schedule", partial(parse_schedule, settings.schedule, None)))
    for at, text in enumerate(settings.maintenance):
        parts.append((f"maintenance.{at}", partial(parse_window, text, None)))
    for key, parse in parts:
        try:
            parse()
        except ValueError as error:
            yield key, str(error)


def minutes(number: float) -> timedelta:
    """So many minutes; a document may hold any number, and ten years are as good as for ever."""
    return timedelta(minutes=min(number, _LONGEST_MINUTES))
