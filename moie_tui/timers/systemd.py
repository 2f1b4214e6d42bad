"""systemd: two timers of the user's own service manager."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from moie_tui.domain.neighbours import Neighbour
from moie_tui.domain.plan import TIMER, Effect
from moie_tui.domain.timer import CHECK, PULSE, SYSTEMD, Entry, Installed
from moie_tui.storage.agents import neighbouring_units, roots_of, units_folder
from moie_tui.timers.around import Around, said
from moie_tui.timers.entries import name_of
from moie_tui.timers.files import file_effects, read_files, write_files
from moie_tui.timers.scheduler import Contents
from moie_tui.timers.units import schedule_of, service, timer
from moie_tui.values import dataclass

_CTL = ("systemctl", "--user")


@dataclass(frozen=True)
class SystemdTimers:
    """The user's systemd timers, seen from one root."""

    root: str
    around: Around
    kind: str = SYSTEMD

    def why_not(self) -> str:
        """The user's service manager must answer."""
        if not self.around.has("systemctl"):
            return "there is no systemd here"
        ran = self.around.ask(*_CTL, "show-environment")
        return "" if ran.proven else f"the user's systemd does not answer: {said(ran)}"

    def read(self) -> Contents:
        """Our two services and two timers."""
        return read_files(self._path(name, end) for name in (PULSE, CHECK) for end in ("service", "timer"))

    def installed(self, contents: Contents) -> tuple[Installed, ...]:
        """The timers whose units are there."""
        usable, found = not self.why_not(), []
        for name in (PULSE, CHECK):
            path = str(self._path(name, "timer"))
            if (data := contents[path]) is not None:
                active = self._is_active(name) if usable else None
                next_at = self._next_at(name) if active else None
                found.append(
                    Installed(name, schedule_of(data.decode(errors="replace")), path, active, next_at)
                )
        return tuple(found)

    def neighbours(self, contents: Contents) -> tuple[Neighbour, ...]:
        """All other units that name the root."""
        found = neighbouring_units(self._folder, roots_of(Path(self.root), self.around.environ))
        return tuple(one for one in found if one.where not in contents)

    def wanted(self, contents: Contents, entries: Sequence[Entry], quiet: Sequence[Neighbour]) -> Contents:
        """A service and a timer for each entry; other units' files are never touched."""
        made: dict[str, bytes | None] = dict.fromkeys(contents)
        for one in entries:
            made[str(self._path(one.name, "service"))] = service(one, self.root).encode()
            made[str(self._path(one.name, "timer"))] = timer(one, self.root).encode()
        return made

    def without(self, contents: Contents) -> Contents:
        """No units."""
        return dict.fromkeys(contents)

    def effects(self, before: Contents, after: Contents) -> tuple[Effect, ...]:
        """The units that change, and timers that are to be started again."""
        effects = file_effects(before, after)
        if not effects and any(data is not None for data in after.values()) and not self.why_not():
            idle = [name for name in (PULSE, CHECK) if not self._is_active(name)]
            effects += [Effect(TIMER, self._unit(name, "timer"), "not active", "active") for name in idle]
        return tuple(effects)

    def apply(self, before: Contents, after: Contents) -> None:
        """Stops what goes, writes, has systemd read it, and starts what came."""
        timers = {name: self._unit(name, "timer") for name in (PULSE, CHECK)}
        there = [one for one in timers if before[str(self._path(one, "timer"))] is not None]
        stays = [one for one in timers if after[str(self._path(one, "timer"))] is not None]
        for name in (one for one in there if one not in stays):
            self.around.do(*_CTL, "disable", "--now", timers[name])
        write_files(before, after)
        self.around.do(*_CTL, "daemon-reload")
        for name in stays:
            self.around.do(*_CTL, "enable", timers[name])
            self.around.do(*_CTL, "restart", timers[name])

    def notes(self, entries: Sequence[Entry]) -> tuple[str, ...]:
        """Without lingering the timers end with the last logout."""
        ran = self.around.ask("loginctl", "show-user", self.around.account, "--property=Linger", "--value")
        if ran.proven and ran.output.strip() == "yes":
            return ()
        way_out = f"`loginctl enable-linger {self.around.account}`"
        return (f"user timers stop when you log out, until you log in again; to have them go on: {way_out}",)

    def put_out(self, one: Neighbour) -> str:
        """Stops another unit and its timer for good; how to take that back."""
        for unit in (f"{one.name}.timer", f"{one.name}.service"):
            self.around.ask(*_CTL, "disable", "--now", unit)  # fails for the one that is not there
        return f"systemctl --user enable --now {one.name}.timer (or .service)"

    def _is_active(self, name: str) -> bool:
        return self.around.ask(*_CTL, "is-active", "--quiet", self._unit(name, "timer")).proven

    def _next_at(self, name: str) -> datetime | None:
        ran = self.around.ask(*_CTL, "list-timers", "--output=json", self._unit(name, "timer"))
        try:
            microseconds = json.loads(ran.output)[0]["next"]
            return datetime.fromtimestamp(microseconds / 1e6, UTC)
        except (ValueError, LookupError, TypeError, OverflowError):
            return None  # an older systemd, which tells it only to people

    def _unit(self, name: str, end: str) -> str:
        return f"moie-{name_of(self.root)}-{name}.{end}"

    def _path(self, name: str, end: str) -> Path:
        return self._folder / self._unit(name, end)

    @property
    def _folder(self) -> Path:
        return units_folder(self.around.environ)
