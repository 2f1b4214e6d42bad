"""What changed in a root between two moments, as far as its copies of then tell."""

from __future__ import annotations

from moie_tui.domain.plan import Effect
from moie_tui.values import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """Effects from the earlier moment to the later one, the heartbeat left out.

    `state_between` and `config_between` say which copies stand for the moments ("snapshot k3f9 … the live
    state"); when they are "", `state_unknown` and `config_unknown` say why nothing can be told. `acts` are
    operations done in between, one line each."""

    state: tuple[Effect, ...] = ()
    config: tuple[Effect, ...] = ()
    acts: tuple[str, ...] = ()
    state_between: str = ""
    config_between: str = ""
    state_unknown: str = ""
    config_unknown: str = ""

    @property
    def count(self) -> int:
        """How many values differ."""
        return len(self.state) + len(self.config)
