"""Keeps what the config was, so that a later failure can be held against it."""

from __future__ import annotations

from datetime import datetime

from moie_tui.domain.errors import MoieError
from moie_tui.domain.event import WARNING
from moie_tui.storage.config_history import ConfigHistory
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores


def note_config(stores: Stores, now: datetime) -> None:
    """Notes the config as it is; that it can't be noted is a warning, and stops nothing."""
    try:
        ConfigHistory(stores.root).note(now)
    except MoieError as error:
        report(stores, now, "config", f"its history was not kept: {error.line()}", level=WARNING)
