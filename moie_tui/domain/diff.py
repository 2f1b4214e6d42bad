"""What differs between two state documents, by id: effects to apply, to reverse and to write down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from moie_tui.domain.addresses import ORDER, Path, by_id, lookup, placed, put, same
from moie_tui.domain.plan import ABSENT, DOCUMENT, HEARTBEAT, JOB, META, PHASE, Effect
from moie_tui.domain.state import COMPLETED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

Document = dict[str, "Any"]


def diff(before: Document, after: Document) -> tuple[Effect, ...]:
    """All differences, losses first. Lists whose items can't be told apart by id differ as a whole."""
    return _losses_first(_of_objects(before, after, ()))


def apply(document: Document, effects: Iterable[Effect]) -> Document:
    """A new document with the effects carried out; those outside the state or on ways now gone are left."""
    inside = [effect for effect in effects if effect.path]
    # Orders name ids that other effects may still have to add.
    inside.sort(key=lambda effect: effect.path[-1] == ORDER)
    for effect in inside:
        document = put(document, effect.path, effect.after)
    return document


def conflicts(document: Document, effects: Iterable[Effect]) -> tuple[Effect, ...]:
    """The effects that rest on something the document no longer has; a heartbeat never does."""
    return tuple(
        effect
        for effect in effects
        if effect.path and effect.kind != HEARTBEAT and not _rests_on(document, effect)
    )


def reverse(effects: Iterable[Effect]) -> tuple[Effect, ...]:
    """The effects that take these back; no condition is left, for a way back runs no command."""
    return _losses_first(Effect(one.kind, one.target, one.after, one.before, one.path) for one in effects)


def effect_to_record(effect: Effect) -> dict[str, object]:
    """The effect as JSON can hold it; what is empty or absent is left out."""
    record: dict[str, object] = {"kind": effect.kind, "target": effect.target}
    record |= {
        key: value
        for key, value in (("before", effect.before), ("after", effect.after))
        if value is not ABSENT
    }
    if effect.path:
        record["path"] = list(effect.path)
    if effect.condition:
        record["condition"] = effect.condition
    return record


def effect_from_record(record: Mapping[str, object]) -> Effect:
    """The effect a record was made of; ValueError when it was made of none."""
    kind, target = record.get("kind"), record.get("target")
    path, condition = record.get("path", []), record.get("condition", "")
    if not (isinstance(kind, str) and isinstance(target, str) and isinstance(condition, str)):
        raise ValueError("no effect: kind, target and condition must be text")
    if not isinstance(path, list) or not all(isinstance(step, str) for step in path):
        raise ValueError("no effect: path must be a list of texts")
    before, after = record.get("before", ABSENT), record.get("after", ABSENT)
    return Effect(kind, target, before, after, tuple(path), condition)


def _of_objects(before: Document, after: Document, path: Path) -> Iterator[Effect]:
    for key in {**before, **after}:
        yield from _of_values(before.get(key, ABSENT), after.get(key, ABSENT), (*path, key))


def _of_values(before: Any, after: Any, path: Path) -> Iterator[Effect]:
    if same(before, after):
        return
    if path == ("meta",) and isinstance(before, dict) and isinstance(after, dict):
        yield from _of_objects(before, after, path)
    elif path == ("phases",) or (len(path) == 3 and path[0] == "phases" and path[2] == "jobs"):
        yield from _of_lists(before, after, path)
    else:
        yield _effect(before, after, path)


def _of_lists(before: Any, after: Any, path: Path) -> Iterator[Effect]:
    old, new = by_id(before), by_id(after)
    if old is None or new is None:
        yield _effect(before, after, path)
        return
    for key in {**old, **new}:
        here = (*path, key)
        if key in old and key in new:
            yield from _of_objects(old[key], new[key], here)
        else:
            yield _effect(old.get(key, ABSENT), new.get(key, ABSENT), here)
    if _moved(list(old), list(new)) or _moved(list(new), list(old)):
        yield _effect(list(old), list(new), (*path, ORDER))


def _moved(before: list[str], after: list[str]) -> bool:
    """Whether removing and adding alone would leave another order than that of `after`."""
    old, new = set(before), set(after)
    return placed([key for key in before if key in new], [key for key in after if key not in old]) != after


def _effect(before: object, after: object, path: Path) -> Effect:
    kind, target = _about(path)
    return Effect(kind, target, before, after, path)


def _about(path: Path) -> tuple[str, str]:
    """The kind of effect a path makes and whom it is about: `2.1`, or `2.1 task` for another key of it."""
    match path:
        case ("meta", "last_heartbeat"):
            return HEARTBEAT, "last_heartbeat"
        case ("meta", key):
            return META, key
        case ("phases", phase) | ("phases", phase, "status") if phase != ORDER:
            return PHASE, phase
        case ("phases", _, "jobs", job) | ("phases", _, "jobs", job, "status") if job != ORDER:
            return JOB, job
        case ("phases", _, "jobs", job, key):
            return JOB, f"{job} {key}"
        case ("phases", phase, *_, key):
            return PHASE, f"{phase} {'order' if key == ORDER else key}"
        case ("phases", key):
            return DOCUMENT, "phases order"
        case _:
            return DOCUMENT, path[-1]


def _rests_on(document: Document, effect: Effect) -> bool:
    found = lookup(document, effect.path)
    if effect.path[-1] == ORDER and isinstance(found, list) and isinstance(effect.before, list):
        # Ids that came or went meanwhile do not make the order another one.
        both = set(found) & set(effect.before)
        return [one for one in found if one in both] == [one for one in effect.before if one in both]
    return same(found, effect.before)


def _losses_first(effects: Iterable[Effect]) -> tuple[Effect, ...]:
    return tuple(sorted(effects, key=_rank))


def _rank(effect: Effect) -> int:
    if effect.kind in (JOB, PHASE) and effect.after is ABSENT:
        return 0
    taken_back = effect.kind == JOB and effect.path[-1:] == ("status",) and effect.before == COMPLETED
    return 1 if taken_back else 2
