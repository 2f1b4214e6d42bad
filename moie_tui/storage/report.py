"""What an operation tells the log, and the journal where the config names one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from moie_tui.domain.event import INFO, Event
from moie_tui.domain.text import plain
from moie_tui.storage.journal import append_to_journal
from moie_tui.storage.stores import Stores


def report(
    stores: Stores,
    now: datetime,
    category: str,
    message: str,
    *,
    level: str = INFO,
    metadata: Mapping[str, object] | None = None,
) -> None:
    """Appends one event that says who acted; other programs show its message, so it is made printable."""
    facts = {"origin": stores.origin.as_json(), **(metadata or {})}
    stores.events.append(Event(now, level, category, plain(message), facts))


def journal(stores: Stores, now: datetime, message: str) -> None:
    """Appends to the operator's own journal, when the config names one inside the root."""
    if stores.settings.system_journal:
        append_to_journal(stores.root, stores.settings.system_journal, now.astimezone(stores.zone), message)
