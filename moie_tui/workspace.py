"""Opens one root and hands its parts to every face: the only place where they meet."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moie_tui.domain.errors import Refused, UsageError
from moie_tui.domain.plan import Cancel, Clock, Never, Operation, Outcome, Plan, Progress, Silent
from moie_tui.domain.state import NEW_ROOT_VERSION
from moie_tui.storage.stores import Stores, open_stores

if TYPE_CHECKING:
    from moie_tui.domain.changes import Changes
    from moie_tui.domain.checking import AlertRow, Board, Checked, Tried
    from moie_tui.domain.checkup import Checkup
    from moie_tui.domain.plan import Effect, OperationRecord
    from moie_tui.domain.retention import Retention
    from moie_tui.domain.run import Run
    from moie_tui.domain.snapshot import Snapshot
    from moie_tui.domain.timer import Timers
    from moie_tui.domain.validation import Validation
    from moie_tui.domain.view import SystemView
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
class Workspace:
    """One open root: its stores for reading, its operations for acting."""

    stores: Stores
    clock: Clock = utc_now
    read_only: bool = False
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
        return cls(stores, clock, read_only or stores.settings.ui.read_only)

    @property
    def root(self) -> Path:
        """The folder."""
        return self.stores.root

    def operation(self, name: str, **arguments: Any) -> Operation:
        """An operation by its word, with the arguments of its class; none on an invalid config.

        Once views are read, it is built on the config they show, so that a change of it counts at once."""
        stores = self._looker.stores if self._looker is not None else self.stores
        if stores.config_error is not None:
            raise stores.config_error
        if name not in OPERATIONS:
            raise UsageError(f"there is no operation {name!r}", fix=f"one of {', '.join(OPERATIONS)}")
        module, kind = OPERATIONS[name]
        place = module if "." in module else f"operations.{module}"
        build: Callable[..., Operation] = getattr(import_module(f"moie_tui.{place}"), kind)
        return build(stores, **arguments)

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
        with self.telling(operation.name):
            return operation.run(plan, self.clock, progress or Silent(), cancel or Never())

    def telling(self, name: str) -> AbstractContextManager[None]:
        """Inside, a failure of this operation, `run` or not yet, is told to the log too."""
        from moie_tui.operations.failing import told

        return told(self.stores, name, self.clock)

    def view(self) -> SystemView:
        """One whole reading; unchanged files are not parsed again."""
        return self.looker.look(self.clock())

    @property
    def looker(self) -> Looker:
        """The reader behind `view` and `watch`, made when first asked for."""
        if self._looker is None:
            from moie_tui.storage.look import Looker

            self._looker = Looker(self.stores)
        return self._looker

    def watch(self) -> AsyncIterator[SystemView]:
        """Views without end: one at once, then one after each change of the root's files."""
        from moie_tui.storage.watch import watch

        return watch(self.looker, self.clock)

    def require_root(self) -> None:
        """UsageError when the folder holds no state at all; a broken one is a root too."""
        self.stores.state.require_live_version()

    def facts(self) -> SystemView:
        """What verdicts on jobs rest on, or the error that says why it can't be read; the rest is empty."""
        from moie_tui.storage.job_facts import job_facts

        return job_facts(self.stores, self.clock())

    def readable_view(self) -> SystemView:
        """A view whose state and health were read, or the error that says why they can't be."""
        self.stores.state.read()
        self.stores.health.read(self.stores.zone)
        return self.view()

    def snapshots(self) -> tuple[Snapshot, ...]:
        """Every snapshot, newest first, each held against its sum."""
        self.require_root()
        return self.stores.snapshots.checked()

    def retention(self) -> Retention:
        """What the tiers of the config would do with the snapshots now, and why."""
        from moie_tui.domain.retention import retain

        return retain(self.snapshots(), self.stores.settings.backups, self.stores.zone)

    def operations(self) -> tuple[OperationRecord, ...]:
        """What was done, newest first."""
        self.require_root()
        return self.stores.operations.all()

    def runs(self, job: str, limit: int = 100) -> tuple[Run, ...]:
        """The runs of a job, newest first: those that go on, then those that ended, so many of these."""
        going = [run for run in self.stores.runs.running() if run.job == job]
        return (*reversed(going), *self.stores.runs.of_job(job, limit))

    def run_log(self, job: str, run_id: str, offset: int = 0) -> tuple[str, int]:
        """The output of a run from a byte offset on, raw, and the next offset; also while it goes on."""
        return self.stores.runs.log(job, run_id, offset)

    def snapshot_diff(self, a: str, b: str | None = None) -> tuple[Effect, ...]:
        """What leads from one snapshot to another; None or "" is the live state."""
        from moie_tui.operations.compare import compare

        return compare(self.stores, a, b or "", self.clock())

    def changes_between(self, good_at: datetime, bad_at: datetime) -> Changes:
        """What changed in state and config between a good run and a failed one, told by their ends."""
        from moie_tui.operations.what_changed import what_changed

        return what_changed(self.stores, good_at, bad_at, self.clock())

    def export(self, stem: str, text: str) -> Path:
        """Writes `STEM.md` into the current folder, or at home when that is the root; where it lies now."""
        from moie_tui.storage.export import export

        return export(self.root, stem, text, (Path.cwd(), Path.home()))

    def examine(self, progress: Progress | None = None, cancel: Cancel | None = None) -> Checkup:
        """Everything `doctor` looks at; changes nothing."""
        from moie_tui.operations.doctor import examine

        return examine(self.stores, self.clock(), progress or Silent(), cancel or Never())

    def check(self, notify: bool = False) -> Checked:
        """What is not well; with `notify` runs that vanished end first, and people are told what is news."""
        from moie_tui.alerts.check import check
        from moie_tui.operations.interrupted import sweep_interrupted

        if notify and self.read_only:
            raise Refused("what is told is written down, and this is read-only", fix="leave out --notify")
        return check(self.stores, self.clock, sweep_interrupted if notify else None)

    def alerts(self) -> tuple[AlertRow, ...]:
        """The alerts of now, with what people have to do with each."""
        from moie_tui.alerts.check import board

        return board(self.stores, self.clock)

    def watchdog(self) -> Board:
        """What the watchdog of this root told and when it looked; quick, and changes nothing."""
        from moie_tui.alerts.check import watchdog_board

        return watchdog_board(self.stores)

    def test_alerts(self, as_cron: bool = False) -> tuple[Tried, ...]:
        """A test message through every channel; `as_cron`: with no more than cron gives a process."""
        from moie_tui.alerts.check import test_channels

        return test_channels(self.stores, self.clock, as_cron)

    def validate(self, file: Path | None = None) -> Validation:
        """All that is wrong with a document, by default with the live state."""
        from moie_tui.storage.validation import validate

        state = self.stores.state
        return validate(
            file or state.path(state.require_live_version()), state.live_version() or NEW_ROOT_VERSION
        )

    def timers(self) -> Timers:
        """What starts pulses and checks of this root by the clock, and what else beats it."""
        from moie_tui.timers.desk import look

        return look(self.stores, self.clock)

    @property
    def config_path(self) -> Path:
        """Where config.yaml lies, or would lie."""
        return self.stores.config.path

    def effective_config(self) -> dict[str, Any]:
        """The config with every default, or the error that says what is wrong with it."""
        from moie_tui.storage.config_file import effective

        return effective(self.stores.config.read().raw)
