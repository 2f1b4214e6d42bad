"""Who holds a lock, as one JSON line in the lock file."""

from __future__ import annotations

import os
import re
import time
from datetime import datetime, tzinfo

from moie_tui.values import asdict, dataclass
from moie_tui.values.plain_json import dumps, loads

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

    def line(self, zone: tzinfo | None = None) -> str:
        """`pulse (since 11:00:00, me@host pts/3 pid 12)`, in `zone` (None: the machine's)."""
        what, who = self.what, self.origin
        name, _, origin = what.partition(" ")
        if not who and re.search(r"@.* pid [0-9]+$", origin):
            what, who = name, origin
        process = f"pid {self.pid} on {self.host}" if self.pid and "pid " not in who else ""
        since = f"since {_local(self.since, zone)}" if self.since else ""
        # What is cut off where there is no room stands last.
        known = ", ".join(part for part in (process, since, who) if part)
        return f"{what} ({known})" if known else what


def _local(since: str, zone: tzinfo | None) -> str:
    """The time of day, with the date when it is another day's; as it is when it tells no time."""
    try:
        local = datetime.fromisoformat(since).astimezone(zone)
    except (ValueError, OverflowError):
        return since
    return f"{local:%H:%M:%S}" if local.date() == datetime.now(zone).date() else f"{local:%Y-%m-%d %H:%M:%S}"


UNNAMED = Holder("another process")
"""A lock that is held by somebody whose line can't be read."""


def this_process(what: str, origin: str, wall: float) -> Holder:
    """This process as a holder since `wall` (Unix seconds)."""
    since = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(wall))
    name = what[:_LONGEST_NAME] or UNNAMED.what
    return Holder(name, os.getpid(), os.uname().nodename, since, origin[:_LONGEST_NAME])


def encode(holder: Holder) -> bytes:
    """One line of ASCII JSON."""
    return dumps(asdict(holder)).encode("ascii") + b"\n"


def decode(data: bytes) -> Holder:
    """The holder that `data` names; UNNAMED when it is torn, empty or not ours."""
    if not data:  # nobody holds it
        return UNNAMED
    try:
        raw = loads(data)
    except (ValueError, RecursionError):
        return UNNAMED
    if not isinstance(raw, dict) or not isinstance(raw.get("what"), str):
        return UNNAMED
    pid = raw.get("pid")
    texts = {key: str(raw.get(key, "")) for key in ("host", "since", "origin")}
    return Holder(raw["what"], pid if isinstance(pid, int) else 0, **texts)
