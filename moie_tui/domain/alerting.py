"""Whom to tell what and when: the pure part of the watchdog."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from moie_tui.domain.condition import Condition, is_acknowledged, is_muted, unknowable
from moie_tui.domain.health import ago
from moie_tui.domain.settings import AlertSettings
from moie_tui.domain.timestamps import utc_text
from moie_tui.values import dataclass, replace
from moie_tui.values.digest import sha256_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.quiet import Quiet

FIRING, REPEAT, RECOVERED, TEST = "firing", "repeat", "recovered", "test"


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """An episode of a condition, whose `since` stays that of its first sight.

    `seen_at` is when a watchdog last found it so; `told_at` when people were last told, None if never, as
    when it is muted or taken on; `gone_at` when it ended while muted, so that its end is yet to be told."""

    condition: Condition
    seen_at: datetime
    told_at: datetime | None = None
    repeats: int = 0
    gone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell people; `number` counts the repeats of an episode."""

    state: str
    condition: Condition
    at: datetime
    number: int = 0

    def identity(self, root: str) -> str:
        """The event's id, the same for whoever decides it; `root` is the real path."""
        word = f"{self.state} {self.number}" if self.state == REPEAT else self.state
        facts = (root, self.condition.key, utc_text(self.condition.since), word)
        return sha256_of("\n".join(facts).encode("utf-8", "surrogateescape"))

    def as_json(self, root: str, project: str, host: str) -> dict[str, object]:
        """The event as channels get it."""
        one = self.condition
        return {
            "id": self.identity(root),
            "state": self.state,
            "kind": one.kind,
            "level": one.level,
            "subject": one.subject,
            "message": said(self),
            "key": one.key,
            "since": utc_text(one.since),
            "at": utc_text(self.at),
            "root": root,
            "project": project,
            "host": host,
        }


def said(notice: Notice) -> str:
    """The sentence people read."""
    one = notice.condition
    if notice.state == RECOVERED:
        return f"well again after {ago(notice.at - one.since)}: {one.message}"
    if notice.state == REPEAT:
        return f"still, for {ago(notice.at - one.since)}: {one.message}"
    return one.message


Open = Mapping[str, OpenAlert]
"""Open alerts by the key of their condition."""


def decide(
    open_alerts: Open,
    conditions: tuple[Condition, ...],
    now: datetime,
    settings: AlertSettings,
    quiet: Quiet,
) -> tuple[dict[str, OpenAlert], tuple[Notice, ...]]:
    """The alerts that are open from now on, and what people are to be told.

    Told is what began and what ended, once, and in between every `repeat_minutes`. What began while it was
    muted is told when the mute ends, if it still lasts; an end is only told where the beginning was."""
    left: dict[str, OpenAlert] = {}
    notices: list[Notice] = []
    for one in conditions:
        current = _continued(open_alerts.get(one.key), one, now)
        notice = _news(current, now, settings, quiet)
        if notice is not None:
            notices.append(notice)
            current = replace(current, told_at=now, repeats=notice.number)
        left[one.key] = current
    for key, gone in _gone(open_alerts, conditions):
        if is_muted(gone.condition, settings.mute, quiet, now):
            left[key] = replace(gone, gone_at=gone.gone_at or now)
        else:
            notices.append(Notice(RECOVERED, gone.condition, gone.gone_at or now))
    unclear = unknowable(conditions)
    left |= {key: one for key, one in open_alerts.items() if key not in left and key.startswith(unclear)}
    return left, tuple(notices)


def _continued(known: OpenAlert | None, one: Condition, now: datetime) -> OpenAlert:
    """The episode as it goes on, or a new one: of another kind, or begun after it was last seen."""
    if known is None or known.condition.kind != one.kind:
        return OpenAlert(one, now)
    if known.gone_at is not None or (one.since > known.seen_at and not one.moving):
        return OpenAlert(one, now)
    # A clock that was set back must not silence the repeats until it has caught up.
    told_at = min(known.told_at, now) if known.told_at else None
    return replace(known, condition=replace(one, since=known.condition.since), seen_at=now, told_at=told_at)


def _news(current: OpenAlert, now: datetime, settings: AlertSettings, quiet: Quiet) -> Notice | None:
    one = current.condition
    if is_muted(one, settings.mute, quiet, now) or is_acknowledged(one, quiet):
        return None
    if current.told_at is None:
        return Notice(FIRING, one, now)
    pause = settings.repeat_minutes
    if pause <= 0 or one.passing or now - current.told_at < timedelta(minutes=min(pause, _LONGEST_MINUTES)):
        return None
    return Notice(REPEAT, one, now, current.repeats + 1)


_LONGEST_MINUTES = 10 * 366 * 24 * 60


def _gone(open_alerts: Open, conditions: tuple[Condition, ...]) -> Iterator[tuple[str, OpenAlert]]:
    """What is over and was told, as far as anybody can judge it."""
    lasting, unclear = {one.key for one in conditions}, unknowable(conditions)
    for key, known in open_alerts.items():
        over = key not in lasting and not key.startswith(unclear)
        if over and known.told_at is not None and not known.condition.passing:
            yield key, known
