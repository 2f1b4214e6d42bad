"""cron: two lines in a marked block of the user's crontab."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from moie_tui.domain.errors import OperationFailed, PlanOutdated, Refused
from moie_tui.domain.neighbours import Neighbour, in_crontab
from moie_tui.domain.plan import ABSENT, TIMER, Clock, Effect
from moie_tui.domain.schedule import parse_schedule
from moie_tui.domain.timer import CHECK, CRON, PULSE, Entry, Installed
from moie_tui.processes.crontab import cron_runs, has_crontab, read_crontab, write_crontab
from moie_tui.storage.agents import roots_of
from moie_tui.timers.around import Around
from moie_tui.timers.cron_table import CronTable
from moie_tui.timers.intervals import cron_fields, spoken
from moie_tui.timers.scheduler import Contents
from moie_tui.values import dataclass, pattern

TABLE = "crontab"
_LONGEST = 990
"""Debian's cron takes a command of up to 998 bytes and runs nothing of a longer one."""
_LINE = pattern(r"((?:\S+\s+){5})(.*)")


@dataclass(frozen=True)
class CronTimers:
    """The crontab, seen from one root."""

    root: str
    around: Around
    clock: Clock
    kind: str = CRON

    def why_not(self) -> str:
        """There must be a crontab program that shows us our table."""
        if not has_crontab():
            return "there is no crontab program here"
        try:
            read_crontab()
        except OperationFailed as error:
            return error.line()
        return ""

    def read(self) -> Contents:
        """The table; none when it can't be read, and then nothing is written either."""
        return {TABLE: None if self.why_not() else read_crontab()}

    def installed(self, contents: Contents) -> tuple[Installed, ...]:
        """The lines of our block."""
        now, runs = self.clock(), cron_runs()
        return tuple(
            Installed(name, fields, TABLE, runs, _next_at(fields, now))
            for name, (fields, _) in self._lines(contents).items()
        )

    def neighbours(self, contents: Contents) -> tuple[Neighbour, ...]:
        """All other lines that name the root."""
        table = CronTable(self.root).outside(contents[TABLE] or b"").decode(errors="replace")
        return tuple(in_crontab(table, roots_of(Path(self.root), self.around.environ)))

    def wanted(self, contents: Contents, entries: Sequence[Entry], quiet: Sequence[Neighbour]) -> Contents:
        """Our block renewed, the lines of neighbours commented out."""
        marks, table = CronTable(self.root), contents[TABLE] or b""
        table = marks.put_out(table, {one.words for one in quiet if one.where == TABLE})
        if entries:
            table = marks.with_block(table, [_comment(entries), *map(cron_line, entries)])
        else:
            table = marks.without_block(table)
        return {TABLE: table or None}

    def without(self, contents: Contents) -> Contents:
        """No block, and the commented lines back."""
        marks = CronTable(self.root)
        return {TABLE: marks.put_back(marks.without_block(contents[TABLE] or b"")) or None}

    def put_out(self, one: Neighbour) -> str:
        """Nothing more: its line was commented out with the rest."""
        return "`moie timers remove` puts its line back"

    def effects(self, before: Contents, after: Contents) -> tuple[Effect, ...]:
        """Each line that comes, goes or changes."""
        marks, old, new = CronTable(self.root), self._lines(before), self._lines(after)
        lines = [
            Effect(TIMER, f"{name} in the crontab", _line_of(old.get(name)), _line_of(new.get(name)))
            for name in (PULSE, CHECK)
            if old.get(name) != new.get(name)
        ]
        out, back = (marks.replaced(one[TABLE] or b"") for one in (after, before))
        lines += [
            Effect(TIMER, "a line of the crontab", one, f"commented out: {one}")
            for one in out
            if one not in back
        ]
        lines += [
            Effect(TIMER, "a line of the crontab", "commented out", one) for one in back if one not in out
        ]
        if not lines and (before[TABLE] or b"") != (after[TABLE] or b""):
            lines.append(Effect(TIMER, "our block in the crontab", "other comments", "as it should be"))
        return tuple(lines)

    def apply(self, before: Contents, after: Contents) -> None:
        """Reads the table once more, then writes it."""
        if (read_crontab() or b"") != (before[TABLE] or b""):
            what = "the crontab changed since it was read, nothing was done"
            raise PlanOutdated(what, fix="look again: `moie timers show`")
        write_crontab(after[TABLE] or b"")

    def notes(self, entries: Sequence[Entry]) -> tuple[str, ...]:
        """A daemon that does not run."""
        if cron_runs() is False:
            return ("no cron daemon runs here: nothing beats until one does",)
        return ()

    def _lines(self, contents: Contents) -> dict[str, tuple[str, str]]:
        """Fields and whole line of each entry in our block."""
        found: dict[str, tuple[str, str]] = {}
        for line in CronTable(self.root).block(contents[TABLE] or b""):
            if not line.startswith("#") and (match := _LINE.match(line)):
                name = PULSE if match[2].rstrip().endswith("pulse --scheduled") else CHECK
                found[name] = (match[1].strip(), line)
        return found


def cron_line(entry: Entry) -> str:
    """The entry as cron wants it; Refused when cron can't say it."""
    settings = [f"{key}={value}" for key, value in entry.environment.items()]
    # Through env, since the table may name another shell than ours.
    command = shlex.join(("/usr/bin/env", *settings, *entry.words))
    if "\\" in command:
        what = "not every cron reads a backslash in a path alike"
        raise Refused(
            what, where=TABLE, fix="take it out of the root's path or of PATH, or take another --kind"
        )
    command = command.replace("%", "\\%")
    if len(command.encode()) > _LONGEST:
        what = f"the line for {entry.name} would be longer than cron takes ({len(command.encode())} bytes)"
        raise Refused(what, where=TABLE, fix="shorten PATH: `PATH=/usr/bin:/bin moie timers install`")
    # Cron mails what is printed: a pulse prints only news, a check what kept people from being told.
    return f"{cron_fields(entry.seconds)} {command}"


def _comment(entries: Sequence[Entry]) -> str:
    said = ", ".join(f"{one.name} {spoken(one.seconds)}" for one in entries)
    return f"# {said}; `moie timers remove` takes this block out"


def _next_at(fields: str, now: datetime) -> datetime | None:
    try:
        return parse_schedule(fields, None).next_after(now)
    except ValueError:
        return None  # edited by hand into something no cron line is


def _line_of(found: tuple[str, str] | None) -> object:
    return ABSENT if found is None else found[1]
