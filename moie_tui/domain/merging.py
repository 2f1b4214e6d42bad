"""What somebody changed in a copy of a document, carried over by id to what the document is by now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moie_tui.domain.addresses import ORDER, lookup, same
from moie_tui.domain.diff import apply, conflicts, diff
from moie_tui.domain.plan import HEARTBEAT, Effect
from moie_tui.values import dataclass, replace

Document = dict[str, Any]


@dataclass(frozen=True)
class Merge:
    """The document with all that is still to be done; `clashes` are changes that others made impossible.

    What is so already is left out. `kept_beat` says that a heartbeat was stamped meanwhile, and stays."""

    document: Document
    effects: tuple[Effect, ...] = ()
    clashes: tuple[Effect, ...] = ()
    kept_beat: bool = False


def merge(base: Document, wanted: Document, current: Document) -> Merge:
    """Does to `current` what leads from `base` to `wanted`."""
    asked = [one for one in diff(base, wanted) if not _is_so(current, one)]
    beats = [one for one in asked if one.kind == HEARTBEAT and not _rests(current, one)]
    clashes = conflicts(current, asked)
    todo = tuple(one for one in asked if one not in clashes and one not in beats)
    document = apply(current, todo)
    return Merge(document, todo, (*clashes, *_lost(document, todo)), bool(beats))


def _is_so(document: Document, effect: Effect) -> bool:
    if effect.kind == HEARTBEAT or effect.path[-1] == ORDER:
        return same(lookup(document, effect.path), effect.after)
    return not conflicts(document, [replace(effect, before=effect.after)])


def _rests(document: Document, effect: Effect) -> bool:
    return same(lookup(document, effect.path), effect.before)


def _lost(document: Document, effects: tuple[Effect, ...]) -> Iterator[Effect]:
    """What found no place: a job added to a phase that somebody removed."""
    for one in effects:
        if one.path[-1] != ORDER and not same(lookup(document, one.path), one.after):
            yield one
