"""What the watchdog knows: open alerts and what is not delivered yet, in `.moie/alerts.json`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from moie_tui.domain.condition import Condition
from moie_tui.domain.errors import InvalidDocument
from moie_tui.domain.timestamps import parse_timestamp, utc_text
from moie_tui.storage.atomic import write_atomic
from moie_tui.storage.failures import failed
from moie_tui.storage.folders import OURS, private_folder
from moie_tui.storage.locks import FileLock
from moie_tui.storage.strict_json import dump, parse
from moie_tui.values import dataclass, field, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from moie_tui.domain.alerting import OpenAlert
    from moie_tui.domain.outbox import Parcel

ALERTS_NAME = "alerts.json"


@dataclass(frozen=True)
class Told:
    """All of it; `ping_failure` says why the last ping did not get through, "" when it did.

    `written_at` is when a watchdog looked last, None where none ever did."""

    open: Mapping[str, OpenAlert] = field(default_factory=dict)
    outbox: tuple[Parcel, ...] = ()
    ping_failure: str = ""
    written_at: datetime | None = None


class AlertFile:
    """The watchdog's file of one root. One watchdog at a time has it, from the decision to the delivery."""

    def __init__(self, root: Path) -> None:
        self._root, self._path = root, root / OURS / ALERTS_NAME
        self._lock = FileLock(root / OURS / "alerts.lock")

    @contextmanager
    def mine(self, patience_seconds: float, holder: str) -> Iterator[None]:
        """Inside, no other watchdog decides or sends; Busy after so many seconds."""
        private_folder(self._path.parent)
        with self._lock.hold(timeout=patience_seconds, holder=holder):
            yield

    def read(self) -> Told:
        """What was written last; InvalidDocument when it is spoilt.

        Nothing in a root that was copied from another place: what is on its way there is not ours to send."""
        try:
            data, changed = self._path.read_bytes(), self._path.stat().st_mtime
        except FileNotFoundError:
            return Told()
        except OSError as error:
            raise failed(error, self._path, "can't read") from error
        raw: Any = parse(data, f"{OURS}/{ALERTS_NAME}")
        try:
            if raw["root"] != real_root(self._root):
                return Told()
            return replace(_told(raw), written_at=datetime.fromtimestamp(changed, UTC))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            what, fix = f"is not what the watchdog writes: {error!r}", "move it away"
            raise InvalidDocument(what, path=f"{OURS}/{ALERTS_NAME}", fix=fix) from error

    def write(self, told: Told) -> None:
        """Replaces it, durably: what is decided must outlive us before anybody hears of it."""
        private_folder(self._path.parent)
        write_atomic(self._path, dump({"root": real_root(self._root), **_raw(told)}))


def real_root(root: Path) -> str:
    """The folder a root really is, as text that any program can take."""
    return os.fsencode(os.path.realpath(root)).decode("utf-8", "replace")


def _raw(told: Told) -> dict[str, Any]:
    return {
        "open": [_raw_alert(one) for one in told.open.values()],
        "outbox": [_raw_parcel(one) for one in told.outbox],
        "ping_failure": told.ping_failure,
    }


def _told(raw: Any) -> Told:
    alerts = [_alert(one) for one in raw["open"]]
    parcels = tuple(_parcel(one) for one in raw["outbox"])
    return Told({one.condition.key: one for one in alerts}, parcels, str(raw["ping_failure"]))


_WORDS = ("key", "kind", "level", "subject", "message")


def _raw_alert(alert: OpenAlert) -> dict[str, Any]:
    one = alert.condition
    return {
        **{word: getattr(one, word) for word in _WORDS},
        "since": utc_text(one.since),
        "moving": one.moving,
        "seen_at": utc_text(alert.seen_at),
        "told_at": alert.told_at and utc_text(alert.told_at),
        "repeats": alert.repeats,
        "gone_at": alert.gone_at and utc_text(alert.gone_at),
    }


def _alert(raw: Any) -> OpenAlert:
    from moie_tui.domain.alerting import OpenAlert

    condition = Condition(
        **{word: str(raw[word]) for word in _WORDS}, since=_moment(raw["since"]), moving=raw["moving"] is True
    )
    told_at, gone_at = (raw[key] and _moment(raw[key]) for key in ("told_at", "gone_at"))
    return OpenAlert(condition, _moment(raw["seen_at"]), told_at, int(raw["repeats"]), gone_at)


def _raw_parcel(one: Parcel) -> dict[str, Any]:
    times = {"decided_at": utc_text(one.decided_at), "next_at": utc_text(one.next_at)}
    return {"channel": one.channel, **times, "attempts": one.attempts, "error": one.error, "event": one.event}


def _parcel(raw: Any) -> Parcel:
    from moie_tui.domain.outbox import Parcel

    return Parcel(
        channel=str(raw["channel"]),
        event=dict(raw["event"]),
        decided_at=_moment(raw["decided_at"]),
        next_at=_moment(raw["next_at"]),
        attempts=int(raw["attempts"]),
        error=str(raw["error"]),
    )


def _moment(value: Any) -> datetime:
    return parse_timestamp(value, UTC)
