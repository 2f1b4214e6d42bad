"""The channels a root's config names."""

from __future__ import annotations

from moie_tui.alerts.channels.apprise import Service
from moie_tui.alerts.channels.channel import Barred, Channel
from moie_tui.alerts.channels.desktop import Desktop
from moie_tui.alerts.channels.hook import Hook
from moie_tui.domain.errors import InvalidDocument
from moie_tui.storage.stores import Stores


def channels(stores: Stores, desktop: Desktop | None = None) -> tuple[Channel, ...]:
    """Every way to tell people of this root; those that a config nobody trusts names are barred.

    A desktop that can't be reached from here is left out where there is any other way."""
    settings, named = stores.settings.alerts, list[Channel]()
    if settings.command:
        named.append(Hook(settings.command, stores.root))
    named += [Service(url) for url in dict.fromkeys(settings.urls)]
    if named and not is_trusted(stores):
        named = [Barred(one.name) for one in named]
    shown = desktop or Desktop()
    if settings.desktop and not (named and shown.unreachable()):
        named.append(shown)
    return tuple(named)


def is_trusted(stores: Stores) -> bool:
    """Whether what the config names may be used; a record of trust that can't be read is none."""
    try:
        return stores.trust.is_trusted(stores.root)
    except InvalidDocument:
        return False
