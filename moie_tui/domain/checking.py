"""What one check of the watchdog found and told, and what a monitor is to make of it."""

from __future__ import annotations

from datetime import datetime

from moie_tui.domain.condition import Condition, is_acknowledged, is_muted
from moie_tui.domain.event import CRITICAL
from moie_tui.domain.health import HEALTHY, NEVER_RUN, PAUSED, ago
from moie_tui.domain.hold import held_by
from moie_tui.domain.judge import Judgement
from moie_tui.domain.timestamps import utc_text
from moie_tui.values import dataclass, field, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.alerting import Notice, Open
    from moie_tui.domain.outbox import Parcel
    from moie_tui.domain.quiet import Acknowledgement
    from moie_tui.domain.view import SystemView

WORDS = {0: "OK", 1: "WARNING", 2: "CRITICAL", 3: "UNKNOWN"}
"""The exit codes of monitors, and their words."""


@dataclass(frozen=True)
class Watched:
    """What one check told: the notices it decided, how many arrived, what it tried, and what waits, with why.

    `ping` says why the ping failed, `unkept` why the decision could not be written down, `unswept` why runs
    that vanished could not be ended, `busy` who else was telling it at the time.
    `unheard`: no channel is configured."""

    notices: tuple[Notice, ...] = ()
    delivered: int = 0
    waiting: tuple[Parcel, ...] = ()
    tried: frozenset[tuple[str, object]] = frozenset()
    ping: str = ""
    ping_is_news: bool = False
    unkept: str = ""
    unswept: str = ""
    busy: str = ""
    unheard: bool = False

    @property
    def failed_first(self) -> tuple[Parcel, ...]:
        """What did not arrive at the first try, which was just now."""
        return tuple(one for one in self.waiting if one.attempts == 1 and one.thread in self.tried)


@dataclass(frozen=True)
class Checked:
    """One check: the root as it was `at` that moment, and what was told of it (None: nobody was to be)."""

    view: SystemView
    judgement: Judgement
    conditions: tuple[Condition, ...]
    at: datetime
    watched: Watched | None = None

    @property
    def code(self) -> int:
        """2 for what is critical, 1 for any other condition, 3 where no heartbeat is known, 0 when well."""
        if any(one.level == CRITICAL for one in self.conditions):
            return 2
        if self.conditions:
            return 1
        return 3 if self.judgement.heartbeat.status == NEVER_RUN else 0

    @property
    def mutes(self) -> tuple[str, ...]:
        """What is muted now, by the config or by hand."""
        by_hand = (one.what for one in self.view.quiet.mutes if one.holds(self.at))
        return tuple(dict.fromkeys((*self.view.settings.alerts.mute, *by_hand)))

    @property
    def silenced(self) -> tuple[Condition, ...]:
        """The conditions nobody is told of."""
        return tuple(one for one in self.conditions if self.is_muted(one))

    def is_muted(self, one: Condition) -> bool:
        """Whether nobody wants to hear of it now."""
        return is_muted(one, self.view.settings.alerts.mute, self.view.quiet, self.at)

    @property
    def held(self) -> str:
        """Why pulses do nothing now, "" when they may."""
        return held_by(self.view.settings, self.view.hold, self.at, self.view.zone)

    def _word(self) -> str:
        """The status, and what keeps it from being the whole truth."""
        silent = len(self.silenced)
        notes = [f"{len(self.mutes)} muted"] if self.mutes else []
        notes += [f"{silent} alert{'s' * (silent > 1)} silenced"] if silent else []
        notes += ["on hold"] if self.held else []
        return f"{WORDS[self.code]} ({', '.join(notes)})" if notes else WORDS[self.code]

    def headline(self) -> str:
        """The one line a monitor shows."""
        if self.conditions:
            more = f" (and {len(self.conditions) - 1} more)" if len(self.conditions) > 1 else ""
            return f"{self._word()}: {self.conditions[0].message}{more}"
        before, after = self.around_age
        age = self.judgement.age
        return f"{before}no heartbeat yet{after}" if age is None else f"{before}heart {ago(age)} ago{after}"

    @property
    def around_age(self) -> tuple[str, str]:
        """What it says, all being well, before and after how long ago the heart beat."""
        heart = self.judgement.heartbeat
        held = f", {heart.message}" if heart.status not in (HEALTHY, NEVER_RUN) else ""
        watched = [one for one in self.judgement.jobs if one.verdict.status not in (PAUSED, NEVER_RUN)]
        new = len(self.judgement.jobs) - len(watched)
        rest = f", {new} paused or not run yet" if new else ""
        return f"{self._word()}: ", f"{held}, {len(watched)} job{'s' * (len(watched) != 1)} well{rest}"


@dataclass(frozen=True)
class Board:
    """What a watchdog knows: its open alerts, what waits to be told, when it looked (None: never)."""

    looked_at: datetime | None = None
    open: Open = field(default_factory=dict)
    outbox: tuple[Parcel, ...] = ()


@dataclass(frozen=True)
class AlertRow:
    """One condition with what people have to do with it; `id` is that of its alarm."""

    condition: Condition
    id: str
    told_at: datetime | None = None
    acknowledged: Acknowledgement | None = None
    muted: bool = False
    undelivered: tuple[Parcel, ...] = ()

    def as_json(self) -> dict[str, object]:
        """All of it."""
        one, note = self.condition, self.acknowledged
        return {
            "id": self.id,
            **one.as_json(),
            "told_at": self.told_at and utc_text(self.told_at),
            "acknowledged": note and {"at": utc_text(note.at), "note": note.note, "origin": note.origin},
            "muted": self.muted,
            "undelivered": [
                {"channel": parcel.channel, "attempts": parcel.attempts, "error": parcel.error}
                for parcel in self.undelivered
            ],
        }


@dataclass(frozen=True)
class Tried:
    """How a test message went on one channel; `failure` "" when it arrived."""

    channel: str
    failure: str = ""

    def as_json(self) -> dict[str, object]:
        """As `alerts test` spells it."""
        return {"channel": self.channel, "arrived": not self.failure, "failure": self.failure or None}


def rows(checked: Checked, known: Open, outbox: tuple[Parcel, ...], root: str) -> tuple[AlertRow, ...]:
    """The conditions of now, each with what the watchdog has on it."""
    return tuple(_row(checked, one, known, outbox, root) for one in checked.conditions)


def as_known(one: Condition, known: Open) -> Condition:
    """The condition since when a watchdog first saw this episode of it."""
    alert = known.get(one.key)
    if alert is None or alert.condition.kind != one.kind or (one.since > alert.seen_at and not one.moving):
        return one
    return replace(one, since=alert.condition.since, moving=False)


def _row(checked: Checked, one: Condition, known: Open, outbox: tuple[Parcel, ...], root: str) -> AlertRow:
    from moie_tui.domain.alerting import FIRING, Notice

    quiet = checked.view.quiet
    alert, one = known.get(one.key), as_known(one, known)
    taken = quiet.acknowledged.get(one.key) if is_acknowledged(one, quiet) else None
    return AlertRow(
        condition=one,
        id=Notice(FIRING, one, one.since).identity(root),
        told_at=alert.told_at if alert is not None else None,
        acknowledged=taken,
        muted=checked.is_muted(one),
        undelivered=tuple(parcel for parcel in outbox if parcel.event.get("key") == one.key),
    )
