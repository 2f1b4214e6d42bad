"""What nobody wants to be told of: `.moie/quiet.json`, changed by operations and read by the watchdog."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC
from pathlib import Path

from moie_tui.domain.quiet import Acknowledgement, Mute, Quiet
from moie_tui.domain.timestamps import moment_of, utc_text
from moie_tui.storage.our_file import OurFile, Raw

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

QUIET_NAME = "quiet.json"


class QuietFile:
    """The mutes and acknowledgements of one root."""

    def __init__(self, root: Path) -> None:
        self._file = OurFile(root, QUIET_NAME)
        self.name = self._file.name
        self._seen: tuple[object, Quiet] = (None, Quiet())

    def read(self) -> Quiet:
        """All of it, those that are over too; the same object while the file is the same."""
        raw = self._file.read()
        if raw is not self._seen[0]:
            self._seen = (raw, _quiet(raw))
        return self._seen[1]

    def change(
        self,
        change: Callable[[Quiet], Quiet],
        before_write: Callable[[bytes | None, bytes], None] | None = None,
    ) -> None:
        """Puts what `change` makes of it in its place."""
        self._file.change(lambda raw: _raw(change(_quiet(raw))), before_write)


def _quiet(raw: Mapping[str, Any]) -> Quiet:
    mutes, taken = raw.get("mutes"), raw.get("acknowledged")
    found = [_mute(one) for one in mutes if isinstance(one, dict)] if isinstance(mutes, list) else []
    known = taken if isinstance(taken, dict) else {}
    notes = {key: _acknowledgement(one) for key, one in known.items() if isinstance(one, dict)}
    return Quiet(tuple(found), {key: note for key, note in notes.items() if note is not None})


def _mute(raw: Mapping[str, Any]) -> Mute:
    texts = (str(raw.get(key) or "") for key in ("what", "why", "origin"))
    what, why, origin = texts
    return Mute(what, moment_of(raw.get("until"), UTC), why, origin)


def _acknowledgement(raw: Mapping[str, Any]) -> Acknowledgement | None:
    at = moment_of(raw.get("at"), UTC)
    if at is None:
        return None
    return Acknowledgement(at, str(raw.get("note") or ""), str(raw.get("origin") or ""))


def _raw(quiet: Quiet) -> Raw:
    mutes = [
        {"what": one.what, "until": one.until and utc_text(one.until), "why": one.why, "origin": one.origin}
        for one in quiet.mutes
    ]
    taken = {
        key: {"at": utc_text(one.at), "note": one.note, "origin": one.origin}
        for key, one in quiet.acknowledged.items()
    }
    return {"mutes": mutes, "acknowledged": taken}
