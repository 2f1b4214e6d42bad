"""How much, how long and how often anybody may ask."""

from __future__ import annotations

from collections import OrderedDict

from moie_tui.values import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and so many a second from then on."""

    burst: float
    per_second: float


@dataclass(frozen=True, slots=True)
class Limits:
    """All limits; rates hold for each client address.

    `/health` and `/metrics` come from memory and may be polled hard; `failures` are requests with a wrong
    token, after which no token is looked at for a while; each of the `dashboards` is a process of its own."""

    health: Rate = Rate(20_000, 2_000)
    reading: Rate = Rate(1_000, 200)
    acting: Rate = Rate(30, 1)
    failures: Rate = Rate(200, 10)
    seconds: float = 10.0
    body_bytes: int = 16 * 1024
    readings_at_once: int = 4
    connections: int = 512
    request_seconds: float = 10.0
    dashboards: int = 8
    message_bytes: int = 64 * 1024


KNOWN = 1024
"""Of how many clients a bucket is remembered; the one that asked longest ago goes first."""


class Buckets:
    """Token buckets by client; `take` is asked with a monotonic time in seconds."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str, at: float) -> float:
        """0 when it may ask, else how many seconds it must wait."""
        left, wait = self._left_of(client, at), self.wait(client, at)
        self._left.pop(client, None)
        self._left[client] = (left if wait else left - 1, at)
        if len(self._left) > KNOWN:
            self._left.popitem(last=False)
        return wait

    def wait(self, client: str, at: float) -> float:
        """How many seconds it must wait, taking nothing."""
        return max(0.0, (1 - self._left_of(client, at)) / self._rate.per_second)

    def _left_of(self, client: str, at: float) -> float:
        left, before = self._left.get(client, (self._rate.burst, at))
        return min(self._rate.burst, left + (at - before) * self._rate.per_second)
