"""What config.yaml sets, with the defaults of the contract; its schema has validated the document before."""

from __future__ import annotations

from collections.abc import Mapping

from moie_tui.values import dataclass, field, fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    T = TypeVar("T")


USED_SECTIONS = frozenset(
    (
        "system",
        "heartbeat",
        "backups",
        "trust",
        "jobs",
        "alerts",
        "safety",
        "events",
        "server",
        "ui",
        "logging",
    )
)
"""Sections of the config that this version acts by."""


@dataclass(frozen=True, slots=True)
class HeartbeatSettings:
    """How often the heart beats, and when it counts as stale."""

    enabled: bool = True
    interval_minutes: float = 10
    max_age_minutes: float = 15
    verification_timeout_seconds: float = 60
    stuck_after: int = 6


@dataclass(frozen=True, slots=True)
class BackupSettings:
    """How many snapshots each tier keeps; `mirror` is a second folder or None."""

    keep: int = 20
    hourly: int = 24
    daily: int = 14
    pinned_per_reason: int = 20
    mirror: str | None = None


@dataclass(frozen=True, slots=True)
class JobSettings:
    """What the config says of one job; where the state speaks of it too, the state wins."""

    schedule: str | None = None
    grace_minutes: float = 5
    timeout_seconds: float = 3600
    max_age_minutes: float | None = None
    max_failure_rate: float = 0.1
    command: str | None = None
    paused: bool = False
    max_attempts: int = 3
    overlap: bool = False
    timezone: str | None = None
    maintenance: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AlertSettings:
    """How people are told, how often again, and of what not; `ping_url` is asked while all is well."""

    desktop: bool = True
    command: str | None = None
    urls: tuple[str, ...] = ()
    ping_url: str | None = None
    repeat_minutes: float = 60
    mute: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SafetySettings:
    """When pulses go on hold by themselves: after so many critical events in an hour, if it is wanted."""

    enabled: bool = False
    critical_error_threshold: int = 3


@dataclass(frozen=True, slots=True)
class EventSettings:
    """How many days of the log are kept, and how many megabytes of it at most."""

    keep_days: int = 90
    max_mb: int = 500


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Where `moie serve` listens, which variable holds its token, and whether it may act."""

    host: str = "127.0.0.1"
    port: int = 8420
    token_env: str = "MOIE_TOKEN"
    allow_actions: bool = False


@dataclass(frozen=True, slots=True)
class MarkSettings:
    """What tells this root from others at a glance: a name, and a colour as `colours` knows them."""

    name: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class UiSettings:
    """How the dashboard looks; `keymap` is keys by the ids of the catalogue, not yet held against it."""

    theme: str | None = None
    read_only: bool = False
    mark: MarkSettings = field(default_factory=MarkSettings)
    keymap: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the program reads from config.yaml; `timezone` None means the machine's."""

    heartbeat: HeartbeatSettings = field(default_factory=HeartbeatSettings)
    backups: BackupSettings = field(default_factory=BackupSettings)
    alerts: AlertSettings = field(default_factory=AlertSettings)
    safety: SafetySettings = field(default_factory=SafetySettings)
    events: EventSettings = field(default_factory=EventSettings)
    server: ServerSettings = field(default_factory=ServerSettings)
    ui: UiSettings = field(default_factory=UiSettings)
    jobs: Mapping[str, JobSettings] = field(default_factory=dict)
    trust_changes: str = "run"
    timezone: str | None = None
    system_journal: str | None = None

    def job(self, key: str) -> JobSettings:
        """The settings of one job, or the defaults."""
        return self.jobs.get(key, _DEFAULT_JOB)


_DEFAULT_JOB = JobSettings()


def settings_from(raw: Mapping[str, Any]) -> Settings:
    """Settings of a validated config document; absent and null sections and keys take their defaults."""
    jobs = raw.get("jobs") or {}
    return Settings(
        heartbeat=_section(HeartbeatSettings, raw.get("heartbeat")),
        backups=_section(BackupSettings, raw.get("backups")),
        alerts=_section(AlertSettings, raw.get("alerts")),
        safety=_section(SafetySettings, raw.get("safety")),
        events=_section(EventSettings, raw.get("events")),
        server=_section(ServerSettings, raw.get("server")),
        ui=_ui(raw.get("ui") or {}),
        jobs={str(key): _section(JobSettings, job) for key, job in jobs.items()},
        trust_changes=(raw.get("trust") or {}).get("changes") or "run",
        timezone=(raw.get("system") or {}).get("timezone"),
        system_journal=(raw.get("logging") or {}).get("system_journal"),
    )


def _ui(raw: Mapping[str, Any]) -> UiSettings:
    mark = _section(MarkSettings, raw.get("mark"))
    keymap = {key: keys for key, keys in (raw.get("keymap") or {}).items() if keys is not None}
    return _section(UiSettings, {**raw, "mark": mark, "keymap": keymap})


def _section(kind: type[T], raw: Mapping[str, Any] | None) -> T:
    known = {one.name for one in fields(kind)}  # type: ignore[arg-type]
    given = {key: value for key, value in (raw or {}).items() if key in known and value is not None}
    # Lists become tuples: settings are values that can be compared and kept.
    return kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in given.items()})
