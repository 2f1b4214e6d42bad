"""Values inside a parsed document by path, where lists of phases and jobs are walked by id, not by index."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence
from itertools import pairwise

from moie_tui.domain.ids import natural_key
from moie_tui.domain.plan import ABSENT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ORDER = "@order"
"""The last step of a path to the ids of a list, in their order."""

Path = tuple[str, ...]


def same(one: object, other: object) -> bool:
    """Whether two parsed values are equal, and true is not 1 nor 1.0."""
    pairs = [(one, other)]
    # A document may be nested as deeply as it was just possible to parse: no recursion here.
    while pairs:
        left, right = pairs.pop()
        if isinstance(left, dict) and isinstance(right, dict):
            if left.keys() != right.keys():
                return False
            pairs += [(value, right[key]) for key, value in left.items()]
        elif isinstance(left, list) and isinstance(right, list):
            if len(left) != len(right):
                return False
            pairs += zip(left, right, strict=True)
        elif type(left) is not type(right) or left != right:
            return False
    return True


def id_of(item: object) -> str | None:
    """The id of a phase or job as text; None when it has none."""
    found = item.get("id") if isinstance(item, dict) else None
    return str(found) if isinstance(found, int | str) and not isinstance(found, bool) else None


def by_id(value: object) -> dict[str, dict[str, Any]] | None:
    """The items of a list by id, in their order; None for anything whose items can't be told apart by id."""
    if not isinstance(value, list):
        return None
    found = {key: item for item in value if (key := id_of(item)) is not None and key != ORDER}
    return found if len(found) == len(value) else None


def placed(ids: Sequence[str], more: Iterable[str]) -> list[str]:
    """`ids` with `more` put in: among ids in natural order at their place, else at the end."""
    result, keys = list(ids), [natural_key(one) for one in ids]
    ordered = all(one <= following for one, following in pairwise(keys))
    for new in more:
        at = bisect(keys, natural_key(new)) if ordered else len(keys)
        result.insert(at, new)
        keys.insert(at, natural_key(new))
    return result


def lookup(value: object, path: Path) -> object:
    """What the document has at `path`, or ABSENT."""
    for step in path:
        if step == ORDER and isinstance(value, list):
            return [id_of(item) for item in value]
        if isinstance(value, dict):
            value = value.get(step, ABSENT)
        elif isinstance(value, list):
            value = next((item for item in value if id_of(item) == step), ABSENT)
        else:
            return ABSENT
    return value


def put(value: Any, path: Path, new: object) -> Any:
    """A copy of `value` with `new` at `path` (ABSENT: without it); as it was when there is no such way."""
    step, rest = path[0], path[1:]
    if isinstance(value, dict):
        return _put_key(value, step, rest, new)
    if not isinstance(value, list):
        return value
    if step == ORDER:
        return _arranged(value, new)
    return _put_item(value, step, rest, new)


def _put_key(holder: dict[str, Any], key: str, rest: Path, new: object) -> dict[str, Any]:
    if rest:
        return {**holder, key: put(holder[key], rest, new)} if key in holder else holder
    if new is ABSENT:
        return {name: value for name, value in holder.items() if name != key}
    return {**holder, key: new}


def _put_item(items: list[Any], identity: str, rest: Path, new: object) -> list[Any]:
    at = next((at for at, item in enumerate(items) if id_of(item) == identity), None)
    if at is None:
        return items if rest or new is ABSENT else _inserted(items, identity, new)
    if not rest and new is ABSENT:
        return items[:at] + items[at + 1 :]
    return [*items[:at], put(items[at], rest, new) if rest else new, *items[at + 1 :]]


def _inserted(items: list[Any], identity: str, new: object) -> list[Any]:
    at = placed([id_of(item) or "" for item in items], [identity]).index(identity)
    return [*items[:at], new, *items[at:]]


def _arranged(items: list[Any], order: object) -> list[Any]:
    """The items in the order of the given ids; those it does not name stay behind them, as they were."""
    wanted = {key: at for at, key in enumerate(order)} if isinstance(order, list) else {}
    return sorted(items, key=lambda item: wanted.get(id_of(item), len(wanted)))
