"""Who acts: the user, host, process and terminal of this process."""

from __future__ import annotations

import os
import pwd

from moie_tui.domain.event import Origin


def here(via: str | None = None) -> Origin:
    """This process as an origin; without `via` the name of its terminal, or "cron" when it has none."""
    return Origin(_user(), os.uname().nodename, os.getpid(), via or _terminal() or "cron")


def _user() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _terminal() -> str:
    for descriptor in (0, 1, 2):
        try:
            return os.ttyname(descriptor).removeprefix("/dev/")
        except OSError:
            continue
    return ""
