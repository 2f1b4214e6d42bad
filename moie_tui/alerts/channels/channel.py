"""What every way to tell people is."""

from __future__ import annotations

from collections.abc import Mapping

from moie_tui.domain.errors import Untrusted
from moie_tui.values import Protocol, dataclass

Event = Mapping[str, object]
"""An alert as JSON has it: id, state, kind, level, subject, message, key, since, at, root, project, host."""


class Channel(Protocol):
    """One way to tell people."""

    @property
    def name(self) -> str:
        """Its name in the outbox: the same as long as it leads to the same place."""

    def send(self, event: Event) -> None:
        """Tells it, or a MoieError that says why not."""


@dataclass(frozen=True)
class Barred:
    """A channel that a config nobody trusts yet names: it must not choose where our news go, nor run code."""

    name: str

    def send(self, event: Event) -> None:
        """Never."""
        what = "not used: nobody trusted this root, and its config names this channel"
        raise Untrusted(what, fix="look at it, then `moie trust`")


def title(event: Event) -> str:
    """The head of a message: which project, and what it is about."""
    words = {"recovered": "well again", "test": "test", "repeat": f"still {event['level']}"}
    return f"{event['project']}: {words.get(str(event['state']), event['level'])}"
