"""The text of systemd units: a service that starts an entry once, and its timer."""

from __future__ import annotations

import re

from moie_tui.domain.timer import CHECK, PULSE, Entry
from moie_tui.timers.intervals import calendar, spoken
from moie_tui.values import pattern

_GOOD = {PULSE: "4", CHECK: "1 2 4"}
"""Exit codes that are an answer and no failure of the unit: busy; and what a check has found."""
_WRITTEN = "# Written by `moie timers install`; `moie timers remove` takes it away."
_SPAN = pattern(r"^OnUnitActiveSec=(\d+)s$", re.MULTILINE)
_CALENDAR = pattern(r"^OnCalendar=(.+)$", re.MULTILINE)


def service(entry: Entry, root: str) -> str:
    """The `.service`. Runs that a pulse started live on after it, hence KillMode=process."""
    settings = [f"{key}={value}" for key, value in entry.environment.items()]
    words = " ".join(map(_argument, ("/usr/bin/env", *settings, *entry.words)))
    # What a pulse prints is news for the journal; the check has told by its alerts.
    output = "" if entry.name == PULSE else "StandardOutput=null\n"
    return (
        f"{_head(entry, root)}\n[Service]\nType=oneshot\nExecStart={words}\n"
        f"SuccessExitStatus={_GOOD[entry.name]}\nKillMode=process\n{output}"
    )


def timer(entry: Entry, root: str) -> str:
    """The `.timer`: by the calendar where that is exact, and then made up for after sleep."""
    when = calendar(entry.seconds)
    if when:
        lines = f"OnCalendar={when}\nPersistent=true\n"
    else:
        lines = f"OnActiveSec={entry.seconds}s\nOnUnitActiveSec={entry.seconds}s\n"
    return f"{_head(entry, root)}\n[Timer]\n{lines}AccuracySec=1s\n\n[Install]\nWantedBy=timers.target\n"


def schedule_of(text: str) -> str:
    """When a timer fires, read from its text."""
    if span := _SPAN.search(text):
        return spoken(int(span[1]))
    found = _CALENDAR.search(text)
    return found[1] if found else "unreadable"


def _head(entry: Entry, root: str) -> str:
    about = f"moie {entry.name} of {root}, {spoken(entry.seconds)}".replace("%", "%%")
    # A backslash at the end of a line would join the next one to it.
    about = about.replace("\\", "/")
    return f"{_WRITTEN}\n[Unit]\nDescription={about}\n"


def _argument(word: str) -> str:
    """One word of ExecStart, so that systemd changes nothing in it."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("%", "%%").replace("$", "$$") + '"'
