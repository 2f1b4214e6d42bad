"""Keys count for the screen they were pressed on."""

from __future__ import annotations

from collections import deque
from typing import Any
from weakref import ref

from textual.events import Key
from textual.screen import Screen

IN_FLIGHT = 64
"""More keys than can be on their way through a screen at once."""


class Aimed:
    """Remembers where keys went.

    A key that no widget takes comes back to the app, which would try it on what is on top by then: a sheet
    that opened meanwhile could take for consent what was pressed before it was seen."""

    def __init__(self) -> None:
        self._sent: deque[tuple[Key, ref[Screen[Any]]]] = deque(maxlen=IN_FLIGHT)

    def hits(self, key: Key, top: Screen[Any]) -> bool:
        """Whether `key` is for the screen that is on top now."""
        if key.is_forwarded:
            return all(one is not key or screen() is top for one, screen in self._sent)
        self._sent.append((key, ref(top)))
        return True
