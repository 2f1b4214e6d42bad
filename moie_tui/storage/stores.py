"""The stores of one root, put together; opening them reads nothing but the config."""

from __future__ import annotations

import os
from datetime import tzinfo
from pathlib import Path

from moie_tui.domain.errors import MoieError
from moie_tui.domain.event import Origin
from moie_tui.domain.settings import Settings
from moie_tui.storage.attempts_file import AttemptsFile
from moie_tui.storage.config_file import ConfigFile, zone_of
from moie_tui.storage.event_log import EventLog
from moie_tui.storage.health_file import HealthFile
from moie_tui.storage.hold_file import HoldFile
from moie_tui.storage.kept_executions import KeptExecutions
from moie_tui.storage.locks import FileLock
from moie_tui.storage.mirror_record import MirrorRecord
from moie_tui.storage.operation_log import OperationLog
from moie_tui.storage.origin import here
from moie_tui.storage.quiet_file import QuietFile
from moie_tui.storage.runs import Runs
from moie_tui.storage.schedules_file import SchedulesFile
from moie_tui.storage.sightings import Sightings
from moie_tui.storage.snapshots import Snapshots
from moie_tui.storage.stash_file import StashFile
from moie_tui.storage.state_file import StateFile
from moie_tui.storage.trust import TrustStore, default_home
from moie_tui.values import dataclass, replace


@dataclass(frozen=True)
class Stores:
    """Everything of one root. With a `config_error` the settings are the last valid ones; no act begins."""

    root: Path
    state: StateFile
    health: HealthFile
    snapshots: Snapshots
    operations: OperationLog
    events: EventLog
    config: ConfigFile
    trust: TrustStore
    stash: StashFile
    sightings: Sightings
    mirror: MirrorRecord
    hold: HoldFile
    quiet: QuietFile
    schedules: SchedulesFile
    attempts: AttemptsFile
    runs: Runs
    kept: KeptExecutions
    pulse_lock: FileLock
    origin: Origin
    settings: Settings
    zone: tzinfo | None
    config_error: MoieError | None = None


def open_stores(root: Path, home: Path | None = None, via: str | None = None) -> Stores:
    """The stores of a root; consent lies in `home`, and `via` says where we act from (else tty or cron)."""
    root = Path(os.path.abspath(root))
    config = ConfigFile(root)
    settings, zone, error = _settings(config)
    snapshots = Snapshots(root, zone)
    return Stores(
        root=root,
        state=StateFile(root),
        health=HealthFile(root),
        snapshots=snapshots,
        operations=OperationLog(root, snapshots),
        events=EventLog(root, zone),
        config=config,
        trust=TrustStore(home if home is not None else default_home(os.environ)),
        stash=StashFile(root),
        sightings=Sightings(root),
        mirror=MirrorRecord(root),
        hold=HoldFile(root),
        quiet=QuietFile(root),
        schedules=SchedulesFile(root),
        attempts=AttemptsFile(root),
        runs=Runs(root),
        kept=KeptExecutions(root),
        pulse_lock=FileLock(root / ".moie" / "pulse.lock"),
        origin=here(via),
        settings=settings,
        zone=zone,
        config_error=error,
    )


def with_settings(stores: Stores, settings: Settings, error: MoieError | None = None) -> Stores:
    """The same stores by other settings; `error` says why they are not those of the config as it is."""
    zone = zone_of(settings)
    changed = replace(stores, settings=settings, zone=zone, config_error=error)
    if zone == stores.zone:
        return changed
    snapshots = Snapshots(stores.root, zone)
    operations, events = OperationLog(stores.root, snapshots), EventLog(stores.root, zone)
    return replace(changed, snapshots=snapshots, operations=operations, events=events)


def _settings(file: ConfigFile) -> tuple[Settings, tzinfo | None, MoieError | None]:
    try:
        config = file.read()
        return config.settings, config.zone, None
    except MoieError as error:
        known = file.last_good()
        return (known.settings, known.zone, error) if known else (Settings(), None, error)
