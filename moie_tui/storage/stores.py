"""The stores of one root, put together; opening them reads nothing but the config."""

from __future__ import annotations

import os
from datetime import tzinfo
from functools import cached_property
from pathlib import Path

from moie_tui.domain.errors import PULSE_LOCK, MoieError
from moie_tui.domain.settings import Settings
from moie_tui.storage.config_file import ConfigFile, zone_of
from moie_tui.storage.folders import RUNNING, default_home, is_empty
from moie_tui.values import dataclass, fields, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.event import Origin
    from moie_tui.storage.attempts_file import AttemptsFile
    from moie_tui.storage.event_log import EventLog
    from moie_tui.storage.health_file import HealthFile
    from moie_tui.storage.hold_file import HoldFile
    from moie_tui.storage.kept_executions import KeptExecutions
    from moie_tui.storage.locks import FileLock
    from moie_tui.storage.mirror_record import MirrorRecord
    from moie_tui.storage.operation_log import OperationLog
    from moie_tui.storage.quiet_file import QuietFile
    from moie_tui.storage.runs import Runs
    from moie_tui.storage.schedules_file import SchedulesFile
    from moie_tui.storage.sightings import Sightings
    from moie_tui.storage.snapshots import Snapshots
    from moie_tui.storage.stash_file import StashFile
    from moie_tui.storage.state_file import StateFile
    from moie_tui.storage.trust import TrustStore

_ZONED = {"snapshots", "operations", "events"}
"""The stores that read times without an offset."""


@dataclass(frozen=True)
class Stores:
    """Everything of one root, each imported and made when first asked for: a command needs few of them.

    With a `config_error` the settings are the last valid ones; no act begins."""

    root: Path
    home: Path
    """Where consent lies."""
    via: str | None
    """Where we act from; None finds the tty or cron."""
    config: ConfigFile
    settings: Settings
    zone: tzinfo | None
    config_error: MoieError | None = None

    @cached_property
    def state(self) -> StateFile:
        """The phases and jobs."""
        from moie_tui.storage.state_file import StateFile

        return StateFile(self.root)

    @cached_property
    def health(self) -> HealthFile:
        """How the runs of jobs went."""
        from moie_tui.storage.health_file import HealthFile

        return HealthFile(self.root)

    @cached_property
    def snapshots(self) -> Snapshots:
        """The copies of the state."""
        from moie_tui.storage.snapshots import Snapshots

        return Snapshots(self.root, self.zone)

    @cached_property
    def operations(self) -> OperationLog:
        """What was done, and how it is taken back."""
        from moie_tui.storage.operation_log import OperationLog

        return OperationLog(self.root, self.snapshots)

    @cached_property
    def events(self) -> EventLog:
        """The structured log."""
        from moie_tui.storage.event_log import EventLog

        return EventLog(self.root, self.zone)

    @cached_property
    def trust(self) -> TrustStore:
        """What the user consented to, in any root."""
        from moie_tui.storage.trust import TrustStore

        return TrustStore(self.home)

    @cached_property
    def stash(self) -> StashFile:
        """What an older schema has no place for."""
        from moie_tui.storage.stash_file import StashFile

        return StashFile(self.root)

    @cached_property
    def sightings(self) -> Sightings:
        """The pending jobs pulses have seen."""
        from moie_tui.storage.sightings import Sightings

        return Sightings(self.root)

    @cached_property
    def mirror(self) -> MirrorRecord:
        """How copying to the mirror went."""
        from moie_tui.storage.mirror_record import MirrorRecord

        return MirrorRecord(self.root)

    @cached_property
    def hold(self) -> HoldFile:
        """Whether pulses are on hold."""
        from moie_tui.storage.hold_file import HoldFile

        return HoldFile(self.root)

    @cached_property
    def quiet(self) -> QuietFile:
        """What is muted and acknowledged."""
        from moie_tui.storage.quiet_file import QuietFile

        return QuietFile(self.root)

    @cached_property
    def schedules(self) -> SchedulesFile:
        """Since when pulses know a schedule."""
        from moie_tui.storage.schedules_file import SchedulesFile

        return SchedulesFile(self.root)

    @cached_property
    def attempts(self) -> AttemptsFile:
        """How often commands were tried."""
        from moie_tui.storage.attempts_file import AttemptsFile

        return AttemptsFile(self.root)

    @cached_property
    def runs(self) -> Runs:
        """The runs of jobs."""
        from moie_tui.storage.runs import Runs

        return Runs(self.root)

    @cached_property
    def kept(self) -> KeptExecutions:
        """Executions that could not be recorded yet."""
        from moie_tui.storage.kept_executions import KeptExecutions

        return KeptExecutions(self.root)

    @cached_property
    def pulse_lock(self) -> FileLock:
        """Held while a pulse beats, and by whatever changes the state."""
        from moie_tui.storage.locks import FileLock

        return FileLock(self.root / ".moie" / PULSE_LOCK)

    @property
    def is_still(self) -> bool:
        """Whether no run goes on and none has vanished: then nobody need know how one is read."""
        return is_empty(self.root / RUNNING)

    @cached_property
    def origin(self) -> Origin:
        """Who acts."""
        from moie_tui.storage.origin import here

        return here(self.via)


def open_stores(root: Path, home: Path | None = None, via: str | None = None) -> Stores:
    """The stores of a root; consent lies in `home`, and `via` says where we act from (else tty or cron)."""
    root = Path(os.path.abspath(root))
    config = ConfigFile(root)
    settings, zone, error = _settings(config)
    home = home if home is not None else default_home(os.environ)
    return Stores(root, home, via, config, settings, zone, error)


def with_settings(stores: Stores, settings: Settings, error: MoieError | None = None) -> Stores:
    """The same stores by other settings; `error` says why they are not those of the config as it is.

    Those that are made already stay, with all that they remember."""
    zone = zone_of(settings)
    changed = replace(stores, settings=settings, zone=zone, config_error=error)
    given = {one.name for one in fields(stores)} | (set() if zone == stores.zone else _ZONED)
    vars(changed).update({name: made for name, made in vars(stores).items() if name not in given})
    return changed


def _settings(file: ConfigFile) -> tuple[Settings, tzinfo | None, MoieError | None]:
    try:
        config = file.read()
        return config.settings, config.zone, None
    except MoieError as error:
        known = file.last_good()
        return (known.settings, known.zone, error) if known else (Settings(), None, error)
