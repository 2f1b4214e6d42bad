"""A thing that is not well: its key, its kind, and who does not want to hear of it."""

from __future__ import annotations

from datetime import datetime

from moie_tui.domain.health import CLOCK_SKEW, STALE, UNHEALTHY
from moie_tui.domain.stuck import BLOCKED
from moie_tui.domain.text import plain, shorten
from moie_tui.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.quiet import Quiet

HEARTBEAT, DOCUMENT, SCHEDULE, STUCK = "heartbeat", "document", "schedule", "stuck"
COMMAND, SNAPSHOTS, MIRROR, HOLD = "command", "snapshots", "mirror", "hold"
KINDS = (
    HEARTBEAT, CLOCK_SKEW, DOCUMENT, STALE, UNHEALTHY, SCHEDULE, STUCK, BLOCKED, COMMAND, SNAPSHOTS, MIRROR,
    HOLD,
)  # fmt: skip
"""Every kind of alert, the words that mutes take."""

_LONGEST_MESSAGE = 400


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that is not as it should be; `subject` is a job's id, or what else it is about.

    `since` is told by facts, not by when somebody looked. `moving`: the fact it is told by may be a later
    one at the next look, although it never ended."""

    key: str
    kind: str
    level: str
    subject: str
    message: str
    since: datetime
    moving: bool = False

    @property
    def passing(self) -> bool:
        """Whether it is over after a while by itself, so that its end is no recovery."""
        return self.kind == COMMAND

    def as_json(self) -> dict[str, object]:
        """What is said of it wherever it is listed."""
        from moie_tui.domain.timestamps import utc_text

        return {
            "key": self.key,
            "kind": self.kind,
            "level": self.level,
            "subject": self.subject,
            "message": self.message,
            "since": utc_text(self.since),
        }


def unknowable(found: tuple[Condition, ...]) -> tuple[str, ...]:
    """How the keys begin of conditions that can't be judged, because a document can't be read."""
    unread = {one.subject for one in found if one.kind == DOCUMENT}
    if "state" in unread:
        return (HEARTBEAT, "job:", "standing:", SNAPSHOTS)
    return ("job:",) if "health" in unread else ()


def is_acknowledged(one: Condition, quiet: Quiet) -> bool:
    """Whether somebody has taken it on since it began."""
    taken = quiet.acknowledged.get(one.key)
    return taken is not None and one.since <= taken.at


def is_muted(one: Condition, muted: tuple[str, ...], quiet: Quiet, now: datetime) -> bool:
    """Whether nobody wants to hear of it: by its subject, its kind, or "all"."""
    words = {*muted, *(mute.what for mute in quiet.mutes if mute.holds(now))}
    return bool(words & {"all", one.subject, one.kind})


def condition(
    key: str, kind: str, level: str, subject: str, message: str, since: datetime, *, moving: bool = False
) -> Condition:
    """A condition whose words can be shown anywhere."""
    words = shorten(plain(message), _LONGEST_MESSAGE)
    return Condition(plain(key), kind, level, plain(subject), words, since, moving)
