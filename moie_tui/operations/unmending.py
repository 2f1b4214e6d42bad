"""Taking back what a doctor mended: files that are still as it left them, and permission bits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from moie_tui.domain.errors import PlanOutdated, Refused
from moie_tui.domain.plan import MODE, Effect, OperationRecord
from moie_tui.storage.mending import as_left, bytes_at, mode_at, put, set_mode
from moie_tui.storage.stores import Stores
from moie_tui.values.digest import sha256_of

Way = tuple[Effect, Callable[[], None], str, bytes | None]
"""How it shows, how it is done, and the file with its bytes as they are now ("" for a mode alone)."""


def unmended(stores: Stores, record: OperationRecord, effect: Effect) -> Iterator[Way]:
    """The way back of one mend; nothing where it is so already, Refused where the file was changed since."""
    back = Effect(effect.kind, effect.target, effect.after, effect.before)
    if effect.kind == MODE:
        yield from _mode(stores, back)
        return
    change = next((one for one in record.files if one.path == effect.target), None)
    if change is None or change.before == change.after:
        return
    now = bytes_at(stores.root, change.path)
    if change.before == ("" if now is None else sha256_of(now)):
        return
    old = stores.operations.old_bytes(change.before) if change.before else None
    if change.before and old is None:
        raise Refused("its old bytes are no longer kept, so it stays as it is", where=change.path)
    left = as_left(stores.root, change.path, change.after)
    yield back, partial(_put, stores, change.path, left, old), change.path, now


def _mode(stores: Stores, back: Effect) -> Iterator[Way]:
    now = mode_at(stores.root, back.target)
    try:
        before, after = int(str(back.before), 8), int(str(back.after), 8)
    except ValueError as error:
        raise Refused("the operation log tells no mode", where=back.target) from error
    if now in (after, None):
        return
    if now != before:
        raise Refused("got another mode since, so it stays as it is", where=back.target)
    yield back, partial(_set_mode, stores, back.target, before, after), "", None


def _put(stores: Stores, path: str, left: bytes | None, old: bytes | None) -> None:
    if not put(stores.root, path, left, old):
        raise PlanOutdated(f"{path} changed at the last moment", fix="look at the plan again")


def _set_mode(stores: Stores, path: str, before: int, after: int) -> None:
    if not set_mode(stores.root, path, before, after):
        raise PlanOutdated(f"the mode of {path} changed at the last moment", fix="look at the plan again")
