"""Who acts: the user, host, process and terminal of this process."""

from __future__ import annotations

import os
import pwd

from moie_tui.domain.event import Origin

CRONS = ("cron", "crond", "anacron", "fcron", "atd")


def here(via: str | None = None) -> Origin:
    """This process as an origin; without `via` its terminal, else "cron" below cron, else "no tty"."""
    via = via or _terminal() or ("cron" if _is_below_cron() else "no tty")
    return Origin(_user(), os.uname().nodename, os.getpid(), via)


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


def _is_below_cron() -> bool:
    """Whether cron is among the processes that started this one; without /proc it is taken for granted."""
    pid = os.getppid()
    while pid > 1:
        try:
            with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
                name, _, rest = file.read().partition("(")[2].rpartition(")")
        except FileNotFoundError:
            return not os.path.isdir("/proc/self")
        if name in CRONS:
            return True
        pid = int(rest.split()[1])
    return False
