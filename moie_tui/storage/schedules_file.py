"""Since when pulses know each schedule, and when they last started a job by it: `.moie/schedules.json`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from pathlib import Path

from moie_tui.domain.due import Sight
from moie_tui.domain.timestamps import moment_of, utc_text
from moie_tui.storage.our_file import OurNotes, Raw


class SchedulesFile:
    """The schedules of one root, as pulses know them; lost, they are only seen for the first time again."""

    def __init__(self, root: Path) -> None:
        self._file = OurNotes(root, "schedules.json")

    def read(self) -> dict[str, Sight]:
        """By job id."""
        found = ((key, _sight(raw)) for key, raw in self._file.read().items())
        return {key: one for key, one in found if one is not None}

    def write(self, sights: Mapping[str, Sight]) -> None:
        """Puts these in the place of all."""
        if sights != self.read():
            self._file.change(lambda _: {key: _raw(one) for key, one in sights.items()})


def _sight(raw: object) -> Sight | None:
    if not isinstance(raw, dict):
        return None
    schedule, since = raw.get("schedule"), moment_of(raw.get("since"), UTC)
    if not isinstance(schedule, str) or since is None:
        return None
    return Sight(schedule, since, raw.get("changed") is True, moment_of(raw.get("started"), UTC))


def _raw(one: Sight) -> Raw:
    started = None if one.started is None else utc_text(one.started)
    return {
        "schedule": one.schedule,
        "since": utc_text(one.since),
        "changed": one.changed,
        "started": started,
    }
