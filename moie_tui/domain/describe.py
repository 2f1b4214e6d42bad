"""Effects as plain lines for people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from moie_tui.domain import plan
from moie_tui.domain.addresses import ORDER
from moie_tui.domain.amounts import ago
from moie_tui.domain.plan import ABSENT, Effect
from moie_tui.domain.text import plain, shorten

_WIDEST = 72
_COMMANDS = {"verification_cmd": "verification command", "command": "command"}


def describe(effect: Effect) -> str:
    """What changes, on one printable line: "job 2.1  completed → pending"."""
    line = _of_state(effect) if effect.path else _of_files(effect)
    return plain(f"if {effect.condition}: {line}" if effect.condition else line)


def _of_state(effect: Effect) -> str:
    match effect.path:
        case (*way, last) if last == ORDER:
            whose = f"the jobs of phase {way[1]}" if len(way) > 1 else "the phases"
            return f"order of {whose}: {_change(effect)}"
        case ("meta", "last_heartbeat"):
            return f"heartbeat {_beat(effect)}"
        case ("meta", "current_phase"):
            return f"phase {_change(effect)}"
        case ("phases", phase):
            return _whole(effect, f"phase {phase}")
        case ("phases", phase, key):
            return _of_key(effect, f"phase {phase}", phase, key)
        case ("phases", _, "jobs", job):
            return _whole(effect, f"job {job}")
        case ("phases", _, "jobs", job, key):
            return _of_key(effect, f"job {job}", job, key)
        case _:
            return _of_value(effect, ".".join(effect.path))


def _of_key(effect: Effect, owner: str, identity: str, key: str) -> str:
    if key == "status":
        return f"{owner}  {_change(effect)}"
    if key == "paused" and (isinstance(effect.after, bool) or effect.after is ABSENT):
        return f"{owner} {'is paused' if effect.after is True else 'is no longer paused'}"
    if key in _COMMANDS:
        return f"{_COMMANDS[key]} of {identity} changes: {_change(effect)}"
    return _of_value(effect, f"{key} of {owner}")


def _beat(effect: Effect) -> str:
    """How far it goes back or on, where both times can be held against each other."""
    try:
        before, after = (datetime.fromisoformat(str(one).strip()) for one in (effect.before, effect.after))
        span = after - before
    except (ValueError, TypeError):
        return _change(effect)  # one that is no time, or one with an offset and one without
    way = "goes back by" if span < timedelta(0) else "moves on by"
    return f"{way} {ago(abs(span))}, to {_shown(effect.after)}"


def _of_value(effect: Effect, name: str) -> str:
    if effect.before is ABSENT:
        return f"{name} added: {_shown(effect.after)}"
    if effect.after is ABSENT:
        return f"{name} removed: {_shown(effect.before)}"
    return f"{name}: {_change(effect)}"


def _whole(effect: Effect, name: str) -> str:
    if effect.before is ABSENT:
        return f"{name} added{_named(effect.after)}"
    if effect.after is ABSENT:
        return f"{name} removed{_named(effect.before)}"
    return f"{name} replaced: {_change(effect)}"


def _named(item: object) -> str:
    """What is known of a whole phase or job: `: its task (pending)`."""
    if not isinstance(item, dict):
        return ""
    name, status = item.get("task", item.get("name", "")), item.get("status", "")
    return f": {shorten(plain(name), _WIDEST)} ({plain(status)})"


def _of_files(effect: Effect) -> str:
    write = _OUTSIDE.get(effect.kind)
    return write(effect) if write else _of_value(effect, effect.target)


def _snapshot(effect: Effect) -> str:
    if effect.after is ABSENT:
        return f"snapshot {effect.target} removed"
    if effect.before == plan.PRUNED:
        return f"snapshot {effect.target} comes back ({_shown(effect.after)})"
    return f"snapshot taken ({_shown(effect.after)})"


def _pin(effect: Effect) -> str:
    return f"snapshot {effect.target} {'pinned' if effect.after is True else 'unpinned'}"


def _prune(effect: Effect) -> str:
    return f"snapshot {effect.target} removed ({_shown(effect.before)})"


def _trust(effect: Effect) -> str:
    if effect.after is ABSENT:
        return f"no longer trusted: {effect.target}"
    if effect.before is ABSENT:
        return f"trust {effect.target}: {_shown(effect.after)}"
    return f"trust {effect.target}: {_change(effect)}"


def _execution(effect: Effect) -> str:
    run, verb = (effect.before, "removed") if effect.after is ABSENT else (effect.after, "recorded")
    status = run.get("status") if isinstance(run, dict) else run
    return f"run of {effect.target} {verb} ({_shown(status)})"


def _run(effect: Effect) -> str:
    """The command itself stands among those that will run."""
    return f"{effect.target} is started"


def _hold(effect: Effect) -> str:
    if effect.after is ABSENT:
        return f"pulses go on again (they were on hold {_shown(effect.before)})"
    instead = "" if effect.before is ABSENT else f", not {_shown(effect.before)}"
    return f"pulses are on hold {_shown(effect.after)}{instead}"


def _timer(effect: Effect) -> str:
    """Whole files are named, lines are shown."""
    if effect.before is ABSENT or effect.after is ABSENT:
        verb, text = ("added", effect.after) if effect.before is ABSENT else ("removed", effect.before)
        return f"{effect.target} {verb}" + ("" if "\n" in str(text) else f": {_shown(text)}")
    if "\n" in str(effect.after):
        return f"{effect.target} changed"
    return f"{effect.target}: {_change(effect)}"


_OUTSIDE: dict[str, Callable[[Effect], str]] = {
    plan.SNAPSHOT: _snapshot,
    plan.PIN: _pin,
    plan.PRUNE: _prune,
    plan.TRUST: _trust,
    plan.EXECUTION: _execution,
    plan.TIMER: _timer,
    plan.RUN: _run,
    plan.HOLD: _hold,
}


def _change(effect: Effect) -> str:
    return f"{_shown(effect.before)} → {_shown(effect.after)}"


def _shown(value: object) -> str:
    if value is None or value is ABSENT:
        return "none"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = ", ".join(value)
    text = value if isinstance(value, str) else _json(value)
    return shorten(plain(text), _WIDEST) or '""'


def _json(value: object) -> str:
    try:
        import json

        return json.dumps(value, ensure_ascii=False, default=str)
    except RecursionError:
        return "a very deep value"
