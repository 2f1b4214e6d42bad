"""What changed in state and config between a run that succeeded and one that failed; only reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from moie_tui.domain.changes import Changes
from moie_tui.domain.config_changes import config_changes
from moie_tui.domain.diff import diff
from moie_tui.domain.errors import MoieError, OperationFailed
from moie_tui.domain.health import ago
from moie_tui.domain.plan import HEARTBEAT
from moie_tui.domain.snapshot import Snapshot
from moie_tui.operations.carry import carried
from moie_tui.storage.config_file import CONFIG_NAME
from moie_tui.storage.config_history import ConfigHistory, KeptConfig, in_force
from moie_tui.storage.state_file import parsed
from moie_tui.storage.stores import Stores
from moie_tui.values import replace

_SILENT = ("pulse", "backup", "prune", "record", "run", "start", "trust", "pin", "archive")
"""Operations that change nothing a run could fail of, but for what the diff shows anyway."""
_MOST_ACTS = 20
_Copy = tuple[dict[str, Any], str, int, str]
"""Document, file name, schema version, and what to call it."""


def what_changed(stores: Stores, good_at: datetime, bad_at: datetime, now: datetime) -> Changes:
    """All that can have changed from the start of a good run to the end of a bad one, none of it missed.

    The state is compared from the newest copy at or before `good_at` to the oldest at or after `bad_at` (the
    live one when there is none): a copy is taken before each change, so an edit that made a run fail lies
    only in the copy after it. Of copies of one second the newest counts, both times: the others were taken
    on the way to it."""
    changes = replace(_of_state(stores, good_at, bad_at, now), acts=tuple(_acts(stores, good_at, bad_at)))
    try:
        config = _of_config(stores, good_at, bad_at, now)
    except MoieError as error:
        return replace(changes, config_unknown=error.what)
    return replace(
        changes,
        config=config.config,
        config_between=config.config_between,
        config_unknown=config.config_unknown,
    )


def _of_state(stores: Stores, good_at: datetime, bad_at: datetime, now: datetime) -> Changes:
    rows = sorted(stores.snapshots.all(), key=lambda one: (one.taken_at, one.sequence))
    older = [one for one in reversed(rows) if one.taken_at <= good_at]
    between = [one for one in rows if good_at < one.taken_at < bad_at]
    later = sorted(
        (one for one in rows if one.taken_at >= bad_at), key=lambda one: (one.taken_at, -one.sequence)
    )
    before = _first(stores, [*older, *between], good_at, "the good run")
    if before is None:
        return Changes(state_unknown="no readable snapshot is older than this failure")
    try:
        after = _first(stores, later, bad_at, "it failed")
        after = after or _live(stores)
        first, name, version, called = before
        if version != after[2]:
            first, _ = carried(stores, first, name, version, after[2], now)
    except MoieError as error:
        return Changes(state_unknown=f"the state can't be compared: {error.what}")
    effects = tuple(one for one in diff(first, after[0]) if one.kind != HEARTBEAT)
    return Changes(state=effects, state_between=f"{called} and {after[3]}")


def _first(stores: Stores, rows: Iterable[Snapshot], moment: datetime, named: str) -> _Copy | None:
    """The first of these snapshots that is whole; it is told by how far it is from a named moment."""
    for one in rows:
        try:
            raw, _ = parsed(stores.snapshots.read(one), one.name, one.schema_version)
        except MoieError:
            continue  # damaged or just deleted: the one next to it tells nearly as much
        off = one.taken_at - moment
        side = "after" if off > timedelta(0) else "before"
        when = f"{ago(abs(off))} {side} {named}" if abs(off) >= timedelta(seconds=1) else "of the same second"
        return raw, one.name, one.schema_version, f"snapshot {one.id} ({when})"
    return None


def _live(stores: Stores) -> _Copy:
    live = stores.state.read()
    return live.raw, live.name, live.version, "the state as it is now"


def _of_config(stores: Stores, good_at: datetime, bad_at: datetime, now: datetime) -> Changes:
    history = ConfigHistory(stores.root)
    known = history.all(now)
    before, after = in_force(known, good_at), in_force(known, bad_at)
    if before is None or after is None:
        said = f"{CONFIG_NAME} is not known as it was then: nobody had noted it yet"
        return Changes(config_unknown=said)
    if before.sha == after.sha:
        return Changes(config_between="the same content")
    effects = config_changes(_raw(history, before), _raw(history, after))
    return Changes(config=effects, config_between=f"{ago(bad_at - after.seen_at)} before it failed")


def _raw(history: ConfigHistory, kept: KeptConfig) -> dict[str, Any]:
    from moie_tui.storage.yaml_document import parse_yaml

    data = history.read(kept)
    if data is None:
        raise OperationFailed("a config of then is no longer kept", where=str(kept.path))
    raw = parse_yaml(data, CONFIG_NAME).raw
    return raw if isinstance(raw, dict) else {}


def _acts(stores: Stores, good_at: datetime, bad_at: datetime) -> Iterator[str]:
    """What was done by hand in between, oldest first."""
    done = [one for one in stores.operations.all() if good_at <= one.at <= bad_at and one.kind not in _SILENT]
    for one in reversed(done[:_MOST_ACTS]):
        yield f"{one.kind} {one.id}, {ago(bad_at - one.at)} before it failed: {one.message or one.outcome}"
