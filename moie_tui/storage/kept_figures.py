"""What the jobs of a large health document came to, kept from one process to the next.

It is never the truth: a job counts as known only when its text has the sum it had then, and what is missing,
spoilt, foreign or of another version is not used. `.moie/cache/health.json` may be deleted at any time."""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from moie_tui.domain.executions import FIGURES, Execution, JobHealth, parse_health
from moie_tui.storage.folders import OURS
from moie_tui.storage.late_executions import LateExecutions
from moie_tui.storage.strict_json import DECODER
from moie_tui.values.digest import quick_sum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PLACE = f"{OURS}/cache/health.json"
FORM = 2
"""To be raised whenever a figure is worked out otherwise, or something else is a sound document."""
_MOST_BYTES = 64 * 1024 * 1024
_MICROSECOND = timedelta(microseconds=1)

Kept = tuple[int, str, "Row"]
"""The length of a job's text, its sum, and what it came to."""
Row = tuple["Any", ...]


class KeptFigures:
    """The file of one root. Where there is no folder of ours, or it can't be written, nothing is kept."""

    def __init__(self, root: Path, *, may_write: bool) -> None:
        self._root, self._may_write = root, may_write
        self.path = root / PLACE

    def load(self, zone: tzinfo | None) -> Mapping[str, Kept]:
        """What was kept by job, by whoever looks now; nothing for times read in another zone."""
        try:
            head, _, body = self._read().partition(b"\n")
            if head != _head(zone, body):
                return {}
            return {key: (length, digest, tuple(row)) for key, length, digest, *row in json.loads(body)}
        except (OSError, ValueError, TypeError, RecursionError):
            return {}  # absent or spoilt: the document is parsed

    def keep(self, known: Iterable[tuple[str, int, str, JobHealth]], zone: tzinfo | None) -> None:
        """Puts what is known of every job in the place of what was kept, where anything of ours is."""
        if not self._may_write:
            return
        from moie_tui.storage.cached import put_bytes

        rows = [[key, length, digest, *_row(health)] for key, length, digest, health in known]
        body = json.dumps(rows, separators=(",", ":")).encode()
        put_bytes(self._root, PLACE, _head(zone, body) + b"\n" + body)

    def _read(self) -> bytes:
        fd = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        with open(fd, "rb") as file:
            found = os.fstat(fd)
            # What somebody else wrote is not believed.
            fits = stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid()
            return file.read() if fits and found.st_size <= _MOST_BYTES else b""


def recalled(row: Row, text: str, zone: tzinfo | None) -> JobHealth:
    """The health of a job whose text is known to be the one it was kept of; its executions are still text."""
    last, total_runs, total_failures, ends, failed_at, gap, *rest = row

    def parse() -> tuple[Execution, ...]:
        return tuple(parse_health({"": DECODER.decode(text)}, zone)[""].executions)

    health = JobHealth(LateExecutions(len(ends), parse), total_runs, total_failures, _moment(last))
    gap_is = None if gap is None else timedelta(microseconds=gap)
    figures = (ends, tuple(map(_moment, failed_at)), gap_is, *rest)
    vars(health).update(zip(FIGURES, figures, strict=True))
    return health


def _row(health: JobHealth) -> Row:
    ends, failed_at, gap, *rest = (getattr(health, name) for name in FIGURES)
    totals = (health.total_runs, health.total_failures)
    gap_is = None if gap is None else gap // _MICROSECOND
    return (_text(health.last_execution), *totals, ends, [*map(_text, failed_at)], gap_is, *rest)


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _head(zone: tzinfo | None, body: bytes) -> bytes:
    """The line before the rows: what they hold for, and their sum."""
    words = [FORM, _zone_mark(zone), quick_sum(body)]
    return json.dumps(words).encode()


def _zone_mark(zone: tzinfo | None) -> list[object]:
    """What naive times were read by; that of the machine is a file, or a variable."""
    if zone is not None:
        return [str(zone)]
    try:
        found = os.stat("/etc/localtime")
        local = [found.st_ino, found.st_mtime_ns, found.st_size]
    except OSError:
        local = []
    return [os.environ.get("TZ"), list(time.tzname), time.timezone, local]
