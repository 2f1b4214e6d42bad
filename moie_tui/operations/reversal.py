"""Taking one operation back: exact bytes while a file is still ours, else its effects by id."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from moie_tui.domain.describe import describe
from moie_tui.domain.diff import apply, conflicts, diff, reverse
from moie_tui.domain.errors import InvalidDocument, Refused
from moie_tui.domain.plan import ABSENT, FILE, HEARTBEAT, SCHEMA, Effect, FileChange, OperationRecord
from moie_tui.operations.consent import sha256_at
from moie_tui.operations.contents import contents
from moie_tui.storage.state_file import StateDocument
from moie_tui.storage.stores import Stores
from moie_tui.storage.strict_json import dump, parse
from moie_tui.values import dataclass, replace


@dataclass(frozen=True)
class Swap:
    """Put `data` (None: no file) where `expected` is now."""

    name: str
    expected: bytes | None
    data: bytes | None


@dataclass(frozen=True)
class Reversal:
    """The files to put back and the effects that shows as; `exact` says they are byte for byte as before."""

    swaps: tuple[Swap, ...] = ()
    effects: tuple[Effect, ...] = ()
    exact: bool = True


def state_reversal(stores: Stores, record: OperationRecord) -> Reversal:
    """How the state files of one operation go back; Refused (exit 6) with the conflicts when they can't."""
    live = stores.state.path(stores.state.require_live_version()).name
    moves_on = any(effect.kind == SCHEMA for effect in record.effects)
    changed = [
        file
        for file in record.files
        # What is live now won't be afterwards, so an edit of it would be lost with it.
        if is_state(file.path) and (file.before != file.after or (moves_on and file.path == live))
    ]
    parts = [
        _file_reversal(stores, record, file, live, alone=len(changed) == 1 and not moves_on)
        for file in changed
    ]
    return Reversal(
        tuple(swap for part in parts for swap in part.swaps),
        tuple(effect for part in parts for effect in part.effects),
        all(part.exact for part in parts),
    )


def is_state(path: str) -> bool:
    """Whether a path of the operation log is a state file, not a snapshot or another document."""
    return PurePath(path).name == path and path.startswith("sovereign_state")


def _file_reversal(
    stores: Stores, record: OperationRecord, file: FileChange, live: str, *, alone: bool
) -> Reversal:
    """How one file goes back; one of several only as a whole, since the live version changes with them."""
    if file.path != live and record.kind not in ("migrate", "undo"):
        raise Refused(
            f"operation {record.id} changed {file.path}, but {live} is the live state now",
            fix="undo the migration first: `moie operations` names it",
        )
    now = sha256_at(stores.root / file.path)
    if now == file.before:
        return Reversal()  # an undo that was killed got this far
    if now == file.after:
        before = stores.operations.old_bytes(file.before) if file.before else None
        if before is not None or not file.before:
            return _exact(stores, file, before)
    if file.path != live or not alone or not file.before or not file.after:
        raise Refused(
            f"{file.path} was changed after operation {record.id}, so it can't be taken back as a whole",
            fix="`moie migrate --to N` keeps what was done since",
        )
    return _by_id(stores.state.read(), record)


def _exact(stores: Stores, file: FileChange, before: bytes | None) -> Reversal:
    path = stores.root / file.path
    now = path.read_bytes() if file.after else None
    return Reversal((Swap(file.path, now, before),), _shown(file.path, now, before))


def _shown(name: str, now: bytes | None, before: bytes | None) -> tuple[Effect, ...]:
    """The exchange of two texts as effects by id, or of a whole file where there is nothing to compare."""
    if now is not None and before is not None:
        old, new = _document(now, name), _document(before, name)
        if old is not None and new is not None:
            return diff(old, new)
    gone, back = (ABSENT if one is None else contents(one, name) for one in (now, before))
    return (Effect(FILE, name, gone, back),)


def _document(data: bytes, name: str) -> dict[str, Any] | None:
    """The document, None when there is none to compare by id."""
    try:
        found = parse(data, name)
    except InvalidDocument:
        return None  # the effect says so of the whole file
    return found if isinstance(found, dict) else None


def _by_id(document: StateDocument, record: OperationRecord) -> Reversal:
    back = [effect for effect in reverse(record.effects) if effect.path]
    clash = conflicts(document.raw, back)
    done = [effect for effect in clash if not conflicts(document.raw, [replace(effect, before=effect.after)])]
    newer = [effect for effect in back if effect.kind == HEARTBEAT and not _is_ours(document, effect)]
    open_clash = [effect for effect in clash if effect not in done]
    if open_clash:
        raise Refused(
            f"operation {record.id} can't be taken back, these changed since: {_named(open_clash)}",
            where=document.name,
            fix="undo what came after it first, or roll back to a snapshot",
        )
    todo = tuple(effect for effect in back if effect not in done and effect not in newer)
    data = dump(apply(document.raw, todo))
    return Reversal((Swap(document.name, document.data, data),), todo, exact=False)


def _is_ours(document: StateDocument, effect: Effect) -> bool:
    return effect.before is not ABSENT and document.state.last_heartbeat == effect.before


def _named(effects: Sequence[Effect]) -> str:
    return ", ".join(describe(replace(effect, condition="")) for effect in effects)
