"""All schedulers of this machine, seen from one root at one moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from moie_tui.domain.errors import Refused, UsageError
from moie_tui.domain.neighbours import Neighbour, active_lines, pulsed_root
from moie_tui.domain.plan import Clock, Effect
from moie_tui.domain.timer import CRON, KINDS, LAUNCHD, SYSTEMD, Astray, KindOfTimer, Timers
from moie_tui.storage.agents import agents, agents_folder, units, units_folder
from moie_tui.storage.failures import failed
from moie_tui.storage.folders import default_home
from moie_tui.storage.locks import FileLock
from moie_tui.storage.stores import Stores
from moie_tui.timers.around import Around
from moie_tui.timers.cron import TABLE, CronTimers
from moie_tui.timers.entries import entries_for, real_root
from moie_tui.timers.launchd import LaunchdTimers
from moie_tui.timers.scheduler import Contents, Scheduler
from moie_tui.timers.systemd import SystemdTimers
from moie_tui.values import dataclass


@dataclass(frozen=True)
class Change:
    """What one scheduler has, and what it is to have."""

    scheduler: Scheduler
    before: Contents
    after: Contents

    @property
    def effects(self) -> tuple[Effect, ...]:
        """What leads from one to the other."""
        return self.scheduler.effects(self.before, self.after)


@dataclass(frozen=True)
class Desk:
    """The schedulers by kind, and what each had when it was read."""

    root: str
    around: Around
    schedulers: Mapping[str, Scheduler]
    contents: Mapping[str, Contents]

    @classmethod
    def read(cls, stores: Stores, around: Around, clock: Clock) -> Desk:
        """Looks at all of them."""
        root = real_root(stores.root)
        every: tuple[Scheduler, ...] = (
            CronTimers(root, around, clock),
            LaunchdTimers(root, around),
            SystemdTimers(root, around),
        )
        return cls(root, around, {one.kind: one for one in every}, {one.kind: one.read() for one in every})

    def chosen(self, kind: str | None) -> Scheduler:
        """The scheduler of this kind, None for the one that suits this machine."""
        if kind is not None and kind not in KINDS:
            raise UsageError(f"there is no timer of kind {kind!r}", fix=f"one of {', '.join(KINDS)}")
        return self.schedulers[kind or self.default_kind()]

    def default_kind(self) -> str:
        """launchd on a Mac, systemd where the user's own manager answers, else cron."""
        if self.around.platform == "darwin":
            return LAUNCHD
        return CRON if self.schedulers[SYSTEMD].why_not() else SYSTEMD

    def neighbours(self) -> Iterator[tuple[Scheduler, Neighbour]]:
        """Whatever else is started on the root, with who starts it."""
        for kind, one in self.schedulers.items():
            yield from ((one, found) for found in one.neighbours(self.contents[kind]))

    def timers(self, stores: Stores) -> Timers:
        """The whole picture, for people."""
        kinds = tuple(self._kind(stores, kind) for kind in self.schedulers)
        found = tuple(neighbour for _, neighbour in self.neighbours())
        return Timers(self.root, self.default_kind(), kinds, found, tuple(self._astray()))

    def _astray(self) -> Iterator[Astray]:
        table = (self.contents[CRON].get(TABLE) or b"").decode(errors="replace")
        written = [
            *((TABLE, line) for line in active_lines(table)),
            *units(units_folder(self.around.environ)),
            *agents(agents_folder(self.around.environ)),
        ]
        for where, words in written:
            root = pulsed_root(words)
            if root and not Path(root).is_dir():
                yield Astray(str(where), words, root)

    def _kind(self, stores: Stores, kind: str) -> KindOfTimer:
        one, contents = self.schedulers[kind], self.contents[kind]
        entries, why_not = one.installed(contents), one.why_not()
        notes: list[str] = []
        if entries:
            notes += one.notes(()) if not why_not else ()
            try:
                wanted = one.wanted(contents, entries_for(stores, self.around, kind), ())
                if wanted != contents:
                    notes.append("it is not what `moie timers install` would write now")
            except Refused as error:
                notes.append(error.line())
        return KindOfTimer(kind, why_not, entries, tuple(notes))


def lock_of_all(environ: Mapping[str, str]) -> FileLock:
    """Several roots share one crontab, so its lock lies beside what this user trusts."""
    home = default_home(environ).absolute()
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise failed(error, home, "can't make the folder") from error
    return FileLock(home / "timers.lock")


def look(stores: Stores, clock: Clock, around: Around | None = None) -> Timers:
    """All that beats this root by itself."""
    return Desk.read(stores, around or Around(), clock).timers(stores)
