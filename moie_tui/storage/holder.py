"""Who holds a lock, as one JSON line in the lock file."""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict, dataclass

LONGEST_LINE = 16384
_LONGEST_NAME = 500


@dataclass(frozen=True)
class Holder:
    """Who took a lock, and when (UTC, ISO 8601); text from a file, so `plain()` it where it is shown."""

    what: str
    pid: int = 0
    host: str = ""
    since: str = ""
    origin: str = ""

    def line(self) -> str:
        """`pulse (pid 12 on host, since 2026-11-02T10:00:00+00:00, cron)`."""
        process = f"pid {self.pid} on {self.host}" if self.pid else ""
        since = f"since {self.since}" if self.since else ""
        known = ", ".join(part for part in (process, since, self.origin) if part)
        return f"{self.what} ({known})" if known else self.what


UNNAMED = Holder("another process")
"""A lock that is held by somebody whose line can't be read."""


def this_process(what: str, origin: str, wall: float) -> Holder:
    """This process as a holder since `wall` (Unix seconds)."""
    since = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(wall))
    name = what[:_LONGEST_NAME] or UNNAMED.what
    return Holder(name, os.getpid(), os.uname().nodename, since, origin[:_LONGEST_NAME])


def encode(holder: Holder) -> bytes:
    """One line of ASCII JSON."""
    return json.dumps(asdict(holder)).encode("ascii") + b"\n"


def decode(data: bytes) -> Holder:
    """The holder that `data` names; UNNAMED when it is torn, empty or not ours."""
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError):
        return UNNAMED
    if not isinstance(raw, dict) or not isinstance(raw.get("what"), str):
        return UNNAMED
    pid = raw.get("pid")
    texts = {key: str(raw.get(key, "")) for key in ("host", "since", "origin")}
    return Holder(raw["what"], pid if isinstance(pid, int) else 0, **texts)
