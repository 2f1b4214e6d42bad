"""When each operator last used a dashboard: `.moie/cache/seen.json`, which may be deleted at any time."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from moie_tui.domain.errors import MoieError
from moie_tui.domain.timestamps import moment_of, utc_text
from moie_tui.storage.folders import OURS
from moie_tui.storage.our_file import OurNotes


class SeenFile(OurNotes):
    """One moment for each user; a root that has no folder of ours yet gets none by being looked at."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, os.path.join("cache", "seen.json"))
        self._home = root / OURS

    def at(self, user: str) -> datetime | None:
        """When this user was last seen, None where that is not known."""
        try:
            return moment_of(self.read().get(user), UTC)
        except MoieError:
            return None

    def note(self, user: str, at: datetime) -> None:
        """Replaces what is known of the user; a disk that takes nothing costs only the next digest."""
        if os.path.isdir(self._home):
            with suppress(MoieError):
                self.change(lambda raw: {**raw, user: utc_text(at)})
