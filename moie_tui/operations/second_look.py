"""What of a state that takes the place of another deserves a second look before consent."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from moie_tui.domain.health import STALE, judge_heartbeat
from moie_tui.domain.plan import ABSENT, FILE, HEARTBEAT, Effect
from moie_tui.domain.pulse import next_step
from moie_tui.domain.state import State
from moie_tui.domain.timestamps import moment_of

COMMAND_FIELDS = ("verification_cmd", "command")


def code_warnings(changes: tuple[Effect, ...]) -> tuple[str, ...]:
    """Shell code that changes is worth a second look."""
    found = []
    for effect in changes:
        field = effect.path[-1] if effect.path else ""
        if field in COMMAND_FIELDS:
            found.append(f"shell code of {effect.target} changes")
        elif isinstance(effect.after, dict) and effect.before is ABSENT and _carries_code(effect.after):
            found.append(f"{effect.target} comes with shell code")
    return tuple(found)


def _carries_code(value: object) -> bool:
    if isinstance(value, dict):
        return any(field in value for field in COMMAND_FIELDS) or any(map(_carries_code, value.values()))
    return isinstance(value, list) and any(map(_carries_code, value))


def stamp_warning(
    changes: tuple[Effect, ...], target: State, limit: timedelta, now: datetime, zone: tzinfo | None
) -> tuple[str, ...]:
    """That an old stamp or none comes back, by which the heart will be judged though it is not at fault."""
    kinds = {effect.kind for effect in changes}
    if HEARTBEAT in kinds and target.last_heartbeat is None:
        born = moment_of(target.boot_time, zone)
        alert = ", with an alert," if born and now - born > limit else ""
        return (f"no heartbeat is left: the root counts as not having beaten{alert} until the next beat",)
    if not kinds & {HEARTBEAT, FILE}:
        return ()
    if judge_heartbeat(target.last_heartbeat, limit, now, zone).status != STALE:
        return ()
    return ("its last heartbeat is an old one: the root counts as stale, with an alert, until the next beat",)


def next_warning(target: State) -> tuple[str, ...]:
    """The command the next pulse would run by this state."""
    step = next_step(target)
    if step.job and step.command:
        return (f"the next pulse would run job {step.job.key}: {step.command}",)
    return ()
