"""Keeps what the config was, to hold a later failure against it, and tells the log what changed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from moie_tui.domain.errors import InvalidDocument, MoieError, OperationFailed
from moie_tui.domain.event import WARNING
from moie_tui.storage.config_file import validated
from moie_tui.storage.config_history import ConfigHistory, KeptConfig
from moie_tui.storage.folders import OURS
from moie_tui.storage.locks import FileLock
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PATIENCE_SECONDS = 2.0
Raw = dict[str, "Any"]


def note_config(stores: Stores, now: datetime, before: Raw | None = None) -> None:
    """Notes the config as it is; that it can't be noted is a warning, and stops nothing.

    Whoever notes a content first tells the log what it changed; `before` is what was set until now, for a
    root whose config nobody noted yet."""
    history = ConfigHistory(stores.root)
    try:
        if history.is_noted():
            return
        with FileLock(stores.root / OURS / "config.lock").hold(PATIENCE_SECONDS, "noting the config"):
            earlier = history.kept()
            if history.note(now):
                _tell(stores, now, history, earlier, before)
    except MoieError as error:
        words = f"its history was not kept: {error.line()}"
        with suppress(OperationFailed):  # a log that takes nothing is told by the act that goes on
            report(stores, now, "config", words, level=WARNING)


def is_at_home(stores: Stores) -> bool:
    """Whether the root has a folder of ours: one that is only looked at gets none by that."""
    return (stores.root / OURS).is_dir()


def _tell(
    stores: Stores, now: datetime, history: ConfigHistory, earlier: Sequence[KeptConfig], before: Raw | None
) -> None:
    """One event of what changed against the last valid config, or of why this one is not in force."""
    if not earlier and before is None:
        return
    try:
        after = _read(history, history.kept()[-1])
    except InvalidDocument as error:
        where = {"file": error.path, "line": error.line_number, "column": error.column, "key": error.key}
        words = f"refused, the last valid one stays in force: {error.line()}"
        report(stores, now, "config", words, level=WARNING, metadata=where)
        return
    from moie_tui.domain.config_changes import changes_sentence, discreet
    from moie_tui.storage.config_reader import settings_changed

    valid, was_invalid = _last_valid(history, earlier)
    effects = [discreet(one) for one in settings_changed(before if valid is None else valid, after)]
    if effects:
        changes = [{"key": one.target, **_values(one.as_json())} for one in effects]
        report(stores, now, "config", changes_sentence(effects), metadata={"changes": changes})
    elif was_invalid:
        report(stores, now, "config", "valid again" + ("" if valid is None else ", and as it was before"))


def _values(row: dict[str, object]) -> dict[str, object]:
    return {"before": row["before"], "after": row["after"]}


def _last_valid(history: ConfigHistory, earlier: Sequence[KeptConfig]) -> tuple[Raw | None, bool]:
    """What the newest valid one of them said, and whether a later one was not valid."""
    for at, one in enumerate(reversed(earlier)):
        try:
            if (raw := _read(history, one)) is not None:
                return raw, at > 0
        except InvalidDocument:
            continue  # it was told when it came
    return None, bool(earlier)


def _read(history: ConfigHistory, kept: KeptConfig) -> Raw | None:
    data = history.read(kept)
    return None if data is None else validated(data)
