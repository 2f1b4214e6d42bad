"""Whether pulses are on hold: `.moie/hold.json`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from pathlib import Path

from moie_tui.domain.hold import Hold
from moie_tui.domain.timestamps import moment_of, utc_text
from moie_tui.storage.our_file import OurFile, Raw

HOLD_NAME = "hold.json"


class HoldFile:
    """The hold of one root."""

    def __init__(self, root: Path) -> None:
        self._file = OurFile(root, HOLD_NAME)
        self.name = self._file.name

    def read(self) -> Hold | None:
        """The hold, be it over or not; None where there is none."""
        raw = self._file.read()
        since = moment_of(raw.get("since"), UTC)
        if since is None:
            return None
        until = moment_of(raw.get("until"), UTC)
        return Hold(since, until, str(raw.get("why") or ""), str(raw.get("origin") or ""))

    def write(
        self, hold: Hold | None, before_write: Callable[[bytes | None, bytes], None] | None = None
    ) -> None:
        """Puts pulses on hold, or None lets them go on."""
        self._file.change(lambda _: {} if hold is None else _raw(hold), before_write)


def _raw(hold: Hold) -> Raw:
    until = None if hold.until is None else utc_text(hold.until)
    return {"since": utc_text(hold.since), "until": until, "why": hold.why, "origin": hold.origin}
