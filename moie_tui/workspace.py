"""Opens one root and hands its parts to every face: the only place where they meet."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from moie_tui.domain.errors import Refused, UsageError
from moie_tui.readings import Readings
from moie_tui.storage.stores import Stores, open_stores
from moie_tui.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from moie_tui.domain.checking import Checked, Tried
    from moie_tui.domain.palettes import Palettes
    from moie_tui.domain.plan import Cancel, Clock, Operation, Outcome, Plan, Progress
    from moie_tui.domain.view import SystemView
    from moie_tui.drafts import Drafts
    from moie_tui.incidents import Incidents
    from moie_tui.storage.look import Looker

OPERATIONS: dict[str, tuple[str, str]] = {
    "pulse": ("pulse", "Pulse"),
    "hold": ("hold", "Hold"),
    "resume": ("hold", "Resume"),
    "job": ("job_change", "JobChange"),
    "backup": ("backup", "Backup"),
    "pin": ("pins", "Pin"),
    "prune": ("prune", "Prune"),
    "rollback": ("rollback", "Rollback"),
    "migrate": ("migrate", "Migrate"),
    "undo": ("undo", "Undo"),
    "edit": ("edit", "Edit"),
    "edit config": ("edit_config", "EditConfig"),
    "trust": ("trust", "Trust"),
    "run": ("run_job", "Run"),
    "start": ("start", "Start"),
    "record": ("record", "Record"),
    "verify": ("verify_all", "Verify"),
    "init": ("init", "Init"),
    "archive": ("archive", "Archive"),
    "unpack": ("unpack", "Unpack"),
    "open mirror": ("open_mirror", "OpenMirror"),
    "doctor": ("doctor", "Doctor"),
    "mute": ("mute", "Mute"),
    "unmute": ("mute", "Unmute"),
    "ack": ("acknowledge", "Acknowledge"),
    "timers install": ("timers.install", "Install"),
    "timers remove": ("timers.remove", "Remove"),
}
"""Each operation's word, its module (in `operations`, or as `room.module`) and its class; imported late."""


def utc_now() -> datetime:
    """The time as an aware UTC datetime."""
    return datetime.now(UTC)


def is_news(workspace: Workspace, about: str, text: str) -> bool:
    """Whether cron's mail was not told this yet, from now on it was; "" says that all is well again."""
    from moie_tui.storage.told_file import ToldFile

    return bool(text) if workspace.read_only else ToldFile(workspace.root).is_news(about, text)


@dataclass
class Workspace(Readings):
    """One open root: its stores for reading, its operations for acting."""

    stores: Stores
    clock: Clock = utc_now
    read_only: bool = False
    follows_config: bool = False
    """Whether `ui.read_only` of the config decides: --read-only can't be lifted by it."""
    _looker: Looker | None = None

    @classmethod
    def open(
        cls,
        root: Path,
        *,
        home: Path | None = None,
        via: str | None = None,
        read_only: bool = False,
        clock: Clock = utc_now,
    ) -> Workspace:
        """Opens `root`, reading only its config; `via` says where from, None finds the tty or cron."""
        stores = open_stores(root, home=home, via=via)
        only_looks = read_only or stores.settings.ui.read_only
        if only_looks:
            stores.health.keeps_figures = False
        return cls(stores, clock, only_looks, follows_config=not read_only)

    def operation(self, name: str, **arguments: Any) -> Operation:
        """An operation by its word, with the arguments of its class; on an invalid config only to edit that.

        Once views are read, it is built on the config they show, so that a change of it counts at once."""
        stores = self._looker.stores if self._looker is not None else self.stores
        if stores.config_error is not None and name != "edit config":
            raise stores.config_error
        if name not in OPERATIONS:
            raise UsageError(f"there is no operation {name!r}", fix=f"one of {', '.join(OPERATIONS)}")
        module, kind = OPERATIONS[name]
        place = module if "." in module else f"operations.{module}"
        build: Callable[..., Operation] = getattr(import_module(f"moie_tui.{place}"), kind)
        return build(stores, **arguments)

    @property
    def drafts(self) -> Drafts:
        """Documents of this root in the operator's editor."""
        from moie_tui.drafts import Drafts

        return Drafts(self.stores, self.clock)

    @property
    def incidents(self) -> Incidents:
        """What somebody else needs to help with this root."""
        from moie_tui.incidents import Incidents

        return Incidents(self.stores, self.clock)

    def plan(self, operation: Operation) -> Plan:
        """What it would do now."""
        return operation.plan(self.clock())

    def run(
        self, operation: Operation, plan: Plan, progress: Progress | None = None, cancel: Cancel | None = None
    ) -> Outcome:
        """Does what was consented to; refuses everything when the workspace is read-only."""
        if self.read_only:
            raise Refused(
                f"{operation.name} changes the root, and this is read-only", fix="start without --read-only"
            )
        from moie_tui.domain.plan import Never, Silent

        with self.telling(operation.name, operation):
            return operation.run(plan, self.clock, progress or Silent(), cancel or Never())

    def telling(self, name: str, ran: Operation | None = None) -> AbstractContextManager[None]:
        """Inside, a failure of this operation, `run` or not yet, is told to the log too."""
        from moie_tui.operations.failing import told

        return told(self.stores, name, self.clock, ran)

    def view(self) -> SystemView:
        """One whole reading; unchanged files are not parsed again."""
        return self.looker.look(self.clock())

    @property
    def looker(self) -> Looker:
        """The reader behind `view` and `watch`, made when first asked for."""
        if self._looker is None:
            from moie_tui.storage.look import Looker

            self._looker = Looker(self.stores, self._strays, self._heard_of_config)
        return self._looker

    def _strays(self) -> list[int]:
        from moie_tui.processes.strays import strays_of

        return [one.pid for one in strays_of(self.root)]

    def _heard_of_config(self, stores: Stores, now: datetime, before: dict[str, Any] | None) -> None:
        """A config that changed while this is open counts at once, and is noted where we may write."""
        from moie_tui.operations.config_note import is_at_home, note_config

        if self.follows_config:
            self.read_only = stores.settings.ui.read_only
        if not self.read_only and is_at_home(stores):
            note_config(stores, now, before)

    def watch(self) -> AsyncIterator[SystemView]:
        """Views without end: one at once, then one after each change of the root's files."""
        from moie_tui.storage.watch import watch

        return watch(self.looker, self.clock)

    def palettes(self) -> AsyncIterator[Palettes]:
        """The user's own themes, and again after each change of them."""
        from moie_tui.storage.palette_files import follow

        return follow(self.stores.trust.home)

    def palette_names(self) -> frozenset[str]:
        """The names of our themes and of the user's own that can be read now."""
        from moie_tui.domain.palettes import PALETTES
        from moie_tui.storage.palette_files import PaletteFiles

        own = PaletteFiles(self.stores.trust.home).read().found
        return frozenset(one.name for one in (*PALETTES, *own))

    def readable_view(self) -> SystemView:
        """A view whose state and health were read, or the error that says why they can't be."""
        self.stores.state.read()
        self.stores.health.read(self.stores.zone)
        return self.view()

    def last_seen(self) -> datetime | None:
        """When this operator last used a dashboard of this root; None where nobody noted it."""
        from moie_tui.storage.seen_file import SeenFile

        return SeenFile(self.root).at(self.stores.origin.user)

    def note_seen(self, at: datetime) -> None:
        """Notes that the operator is here; where nothing may be written, or cannot be, it is not noted."""
        from moie_tui.storage.seen_file import SeenFile

        if not self.read_only:
            SeenFile(self.root).note(self.stores.origin.user, at)

    def check(self, notify: bool = False) -> Checked:
        """What is not well; with `notify` runs that vanished end first, and people are told what is news."""
        from moie_tui.alerts.check import check

        def catch_up(stores: Stores, now: datetime) -> None:
            from moie_tui.operations.config_note import note_config
            from moie_tui.operations.interrupted import sweep_interrupted

            note_config(stores, now)
            sweep_interrupted(stores, now)

        if notify and self.read_only:
            raise Refused("what is told is written down, and this is read-only", fix="leave out --notify")
        return check(self.stores, self.clock, catch_up if notify else None)

    def alert_channels(self) -> tuple[str, ...]:
        """The names of the channels people would be told by."""
        from moie_tui.alerts.trying import channel_names

        return channel_names(self.stores)

    def test_alerts(self, as_cron: bool = False) -> tuple[Tried, ...]:
        """A test message through every channel; `as_cron`: with no more than cron gives a process."""
        from moie_tui.alerts.trying import test_channels

        return test_channels(self.stores, self.clock, as_cron)
