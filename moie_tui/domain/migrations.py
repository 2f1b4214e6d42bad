"""Schema versions: the steps between them, both ways, so that each way back gives what was there.

A step changes few values; what it took away or rewrote goes into a *stash* that lies beside the document:
`{"1>2": {"values": [{path, source, result}…], "keys": {…}}}`, JSON throughout. A later step the other way
puts a source back where the document still has the result, and goes by its own rule where it has not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import tzinfo

from moie_tui.domain.addresses import Path, lookup, put, same
from moie_tui.domain.errors import ShapeError, UsageError
from moie_tui.domain.plan import ABSENT
from moie_tui.domain.state import LATEST_VERSION, parse_state
from moie_tui.domain.timestamps import moment_of, utc_like, write_like
from moie_tui.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

Document = dict[str, "Any"]
Stash = dict[str, "Any"]

BOOT_TIME, MODE, HEARTBEAT = ("meta", "boot_time"), ("meta", "mode"), ("meta", "last_heartbeat")
VERSION = ("schema_version",)
DAEMON = "daemon"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a step knows of the root: the boot time to give a new v2, and the zone of naive times."""

    boot_time: str
    zone: tzinfo | None


Rule = Callable[[object, object, Surroundings], object]
"""The new value of a path, from its old one and what it was before an opposite step (ABSENT: unknown)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One version to the next, or back: a rule for every path it may change."""

    source: int
    target: int
    rules: Mapping[Path, Rule]


def _drop(_value: object, _past: object, _around: Surroundings) -> object:
    return ABSENT


def _give_boot_time(value: object, _past: object, around: Surroundings) -> object:
    return around.boot_time if value is ABSENT else value


def _give_mode(value: object, _past: object, _around: Surroundings) -> object:
    return DAEMON if value is ABSENT else value


def _to_utc(value: object, _past: object, around: Surroundings) -> object:
    return utc_like(value, around.zone) if isinstance(value, str) else value


def _from_utc(value: object, past: object, around: Surroundings) -> object:
    """In the style the value had before it was UTC; plain scripts subtract such times from each other."""
    moment, readable = moment_of(value, around.zone), moment_of(past, around.zone)
    if moment is None or readable is None or not isinstance(past, str):
        return value
    return write_like(moment, past, around.zone, 2)


def _version(number: int) -> Rule:
    return lambda value, _past, _around: value if value is ABSENT else number


STEPS = (
    Step(1, 2, {VERSION: _version(2), BOOT_TIME: _give_boot_time, MODE: _give_mode}),
    Step(2, 1, {VERSION: _version(1), BOOT_TIME: _drop, MODE: _drop}),
    Step(2, 3, {VERSION: lambda *_: 3, BOOT_TIME: _to_utc, HEARTBEAT: _to_utc}),
    Step(3, 2, {VERSION: _drop, BOOT_TIME: _from_utc, HEARTBEAT: _from_utc}),
)


def migrate(
    document: Document,
    version: int,
    target: int,
    *,
    boot_time: str,
    zone: tzinfo | None,
    stash: Mapping[str, Any] | None = None,
) -> tuple[Document, Stash]:
    """The document in another version and the stash for the way back; `stash` is that of earlier migrations.

    Raises ShapeError when the document isn't of its version, UsageError for a version there is no step to."""
    parse_state(document, version)
    around, stashed = Surroundings(boot_time, zone), dict(stash or {})
    for step in _way(version, target):
        past = stashed.pop(f"{step.target}>{step.source}", {})
        changed = _taken(document, step, past, around)
        stashed[f"{step.source}>{step.target}"] = _noted(document, changed, step)
        document = changed
        parse_state(document, step.target)
    return document, stashed


def _way(version: int, target: int) -> Iterator[Step]:
    if not 1 <= target <= LATEST_VERSION:
        raise UsageError(f"there is no schema version {target}", fix=f"use 1 to {LATEST_VERSION}")
    ahead = 1 if target > version else -1
    for source in range(version, target, ahead):
        yield next(step for step in STEPS if (step.source, step.target) == (source, source + ahead))


def _taken(document: Document, step: Step, past: Mapping[str, Any], around: Surroundings) -> Document:
    entries = _entries(past)
    changed = document
    for path, rule in step.rules.items():
        value, entry = lookup(document, path), entries.get(path)
        before = ABSENT if entry is None else entry.get("source", ABSENT)
        if entry is not None and same(value, entry.get("result", ABSENT)):
            new = before
        else:
            new = rule(value, before, around)
        if not same(new, value):
            changed = put(changed, path, new)
    return _in_order(changed, _keys(past))


def _entries(past: Mapping[str, Any]) -> dict[Path, Mapping[str, Any]]:
    try:
        return {tuple(entry["path"]): entry for entry in past.get("values", ())}
    except (AttributeError, KeyError, TypeError) as error:
        raise ShapeError(("values",), "is no stash of a migration") from error


def _keys(past: Mapping[str, Any]) -> Mapping[str, list[str]]:
    keys = past.get("keys", {})
    named = isinstance(keys, dict) and all(isinstance(one, list) for one in keys.values())
    if not named or not all(isinstance(key, str) for one in keys.values() for key in one):
        raise ShapeError(("keys",), "is no stash of a migration")
    found: Mapping[str, list[str]] = keys
    return found


def _noted(document: Document, changed: Document, step: Step) -> Stash:
    values = []
    for path in step.rules:
        both = {"source": lookup(document, path), "result": lookup(changed, path)}
        values.append({"path": list(path), **{key: one for key, one in both.items() if one is not ABSENT}})
    return {"values": values, "keys": {"": list(document), "meta": list(document["meta"])}}


def _in_order(document: Document, keys: Mapping[str, list[str]]) -> Document:
    """Keys in the order they had before; without a memory `schema_version` first, the rest as they are."""
    top = _sorted(document, keys.get("", ["schema_version"]))
    return {**top, "meta": _sorted(document["meta"], keys.get("meta", []))}


def _sorted(holder: Document, keys: list[str]) -> Document:
    first = {key: holder[key] for key in keys if key in holder}
    return {**first, **holder}
