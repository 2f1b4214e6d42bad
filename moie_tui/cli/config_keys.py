"""`moie config keys`: what each key of the dashboard does, by the ids that `ui.keymap` takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moie_tui.cli.page import Line, table, text
from moie_tui.domain.key_catalogue import ACTIONS
from moie_tui.domain.keys import keys_from


def as_json(config: Mapping[str, Any]) -> list[dict[str, object]]:
    """Each action with its keys in force, those it is shipped with, and what it does."""
    keys, _ = keys_from(_wanted(config))
    return [
        {
            "id": one.id,
            "keys": [*keys.of(one.id)],
            "shipped": [*one.keys],
            "does": one.words,
            "kind": one.kind,
        }
        for one in ACTIONS
    ]


def lines(config: Mapping[str, Any]) -> list[Line]:
    """The same as a table, and below it what of the config has no effect."""
    keys, flaws = keys_from(_wanted(config))
    rows = [
        (
            text(one.id),
            text(" ".join(keys.of(one.id)), "accent"),
            text(one.words),
            text(f"was {' '.join(one.keys)}" if keys.of(one.id) != one.keys else "", "faint"),
        )
        for one in ACTIONS
    ]
    return [*table(rows), *(text(f"▲ ui.keymap.{flaw.id}: {flaw.what}", "late") for flaw in flaws)]


def _wanted(config: Mapping[str, Any]) -> dict[str, str]:
    keymap = (config.get("ui") or {}).get("keymap") or {}
    return {name: keys for name, keys in keymap.items() if keys is not None}
