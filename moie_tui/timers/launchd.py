"""launchd: two agents of the user's own session."""

from __future__ import annotations

import plistlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from moie_tui.domain.neighbours import Neighbour
from moie_tui.domain.plan import TIMER, Effect
from moie_tui.domain.timer import CHECK, LAUNCHD, PULSE, Entry, Installed
from moie_tui.storage.agents import agents_folder, neighbouring_agents, roots_of
from moie_tui.timers.around import Around
from moie_tui.timers.entries import name_of
from moie_tui.timers.files import file_effects, read_files, write_files
from moie_tui.timers.intervals import spoken
from moie_tui.timers.scheduler import Contents
from moie_tui.values import dataclass


@dataclass(frozen=True)
class LaunchdTimers:
    """The user's launchd agents, seen from one root."""

    root: str
    around: Around
    kind: str = LAUNCHD

    def why_not(self) -> str:
        """There must be a launchctl."""
        return "" if self.around.has("launchctl") else "there is no launchd here"

    def read(self) -> Contents:
        """Our two plists."""
        return read_files(self._path(name) for name in (PULSE, CHECK))

    def installed(self, contents: Contents) -> tuple[Installed, ...]:
        """The agents whose plists are there."""
        usable = not self.why_not()
        found = []
        for name in (PULSE, CHECK):
            path = str(self._path(name))
            if (data := contents[path]) is not None:
                seconds = _interval(data)
                schedule = spoken(seconds) if seconds else "unreadable"
                found.append(Installed(name, schedule, path, self._loaded(name) if usable else None))
        return tuple(found)

    def neighbours(self, contents: Contents) -> tuple[Neighbour, ...]:
        """All other agents that name the root."""
        roots = roots_of(Path(self.root), self.around.environ)
        found = neighbouring_agents(self._folder, roots)
        return tuple(one for path, one in found if one is not None and str(path) not in contents)

    def wanted(self, contents: Contents, entries: Sequence[Entry], quiet: Sequence[Neighbour]) -> Contents:
        """A plist for each entry; other agents' files are never touched."""
        made = {str(self._path(one.name)): plistlib.dumps(self._agent(one)) for one in entries}
        return dict.fromkeys(contents) | made

    def without(self, contents: Contents) -> Contents:
        """No plists."""
        return dict.fromkeys(contents)

    def effects(self, before: Contents, after: Contents) -> tuple[Effect, ...]:
        """The plists that change, and agents that are to be loaded again."""
        effects = file_effects(before, after)
        if not self.why_not():
            idle = [name for name in (PULSE, CHECK) if self._is_idle(name, before, after)]
            effects += [Effect(TIMER, self._label(name), "not loaded", "loaded") for name in idle]
        return tuple(effects)

    def apply(self, before: Contents, after: Contents) -> None:
        """Writes the plists and loads each anew."""
        write_files(before, after)
        for name in (PULSE, CHECK):
            path, label = self._path(name), f"{self._domain}/{self._label(name)}"
            if self._loaded(name):
                self.around.do("launchctl", "bootout", label)
            if after[str(path)] is not None:
                self.around.do("launchctl", "enable", label)
                self.around.do("launchctl", "bootstrap", self._domain, str(path))

    def notes(self, entries: Sequence[Entry]) -> tuple[str, ...]:
        """Agents live with the login."""
        return ("launchd runs agents only while you are logged in on this Mac",)

    def put_out(self, one: Neighbour) -> str:
        """Unloads another agent and keeps it so at the next login; how to take that back."""
        label = f"{self._domain}/{one.name}"
        self.around.do("launchctl", "disable", label)
        self.around.ask("launchctl", "bootout", label)  # fails when it was not loaded
        return f"launchctl enable {label} && launchctl bootstrap {self._domain} '{one.where}'"

    def _agent(self, entry: Entry) -> dict[str, Any]:
        logs = str(Path(self.around.home) / "Library" / "Logs" / f"{self._label(entry.name)}.log")
        return {
            "Label": self._label(entry.name),
            "ProgramArguments": list(entry.words),
            "EnvironmentVariables": dict(entry.environment),
            "StartInterval": entry.seconds,
            # What a pulse prints is news; the check has told by its alerts.
            "StandardOutPath": logs if entry.name == PULSE else "/dev/null",
            "StandardErrorPath": logs,
            "ProcessType": "Background",
            # The runs a pulse starts live on after it.
            "AbandonProcessGroup": True,
        }

    def _is_idle(self, name: str, before: Contents, after: Contents) -> bool:
        path = str(self._path(name))
        same = after[path] is not None and before[path] == after[path]
        return same and not self._loaded(name)

    def _loaded(self, name: str) -> bool:
        return self.around.ask("launchctl", "print", f"{self._domain}/{self._label(name)}").proven

    def _label(self, name: str) -> str:
        return f"moie.{name_of(self.root)}.{name}"

    def _path(self, name: str) -> Path:
        return self._folder / f"{self._label(name)}.plist"

    @property
    def _folder(self) -> Path:
        return agents_folder(self.around.environ)

    @property
    def _domain(self) -> str:
        return f"gui/{self.around.uid}"


def _interval(data: bytes) -> int:
    """Its seconds, 0 when the file is no longer one of ours."""
    try:
        agent: Any = plistlib.loads(data)
    except (ValueError, ExpatError, plistlib.InvalidFileException):
        return 0
    seconds = agent.get("StartInterval") if isinstance(agent, dict) else None
    return seconds if isinstance(seconds, int) and seconds > 0 else 0
