"""Copying to the mirror after a snapshot: it never stops an operation, and is told only when it changes."""

from __future__ import annotations

from datetime import datetime

from moie_tui.domain.errors import MoieError, Untrusted
from moie_tui.domain.event import INFO, WARNING
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores
from moie_tui.values import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.storage.mirror_record import Mirrored

OK = "ok"


def mirrored(stores: Stores, now: datetime) -> str | None:
    """Brings the mirror up to the root: "ok", "failed: why", or None where the config names no mirror."""
    folder = stores.settings.backups.mirror
    if not folder:
        return None
    from moie_tui.storage.mirror import Mirror
    from moie_tui.storage.mirror_record import Mirrored

    before = stores.mirror.read()
    mirror = Mirror(stores.root, folder, stores.zone)
    if before.home != str(mirror.home):
        before = Mirrored(folder, str(mirror.home))
    try:
        _require_trust(stores)
        mirror.update(stores.snapshots, stores.settings.backups, was_there=before.was_there)
        after = replace(before, was_there=True, failure="")
    except MoieError as error:
        after = replace(before, failure=error.line())
    if after != before:
        _tell(stores, before, after, now)
    return f"failed: {after.failure}" if after.failure else OK


def _require_trust(stores: Stores) -> None:
    """A config that came from elsewhere must not choose where copies of this root go."""
    if not stores.trust.is_trusted(stores.root):
        what = "this root was never trusted, and its config names a folder outside it"
        raise Untrusted(what, fix="look at it, then `moie trust`")


def with_mirror(message: str, mirror: str | None) -> str:
    """An outcome's sentence, with a word on the mirror when it failed."""
    return message if mirror in (None, OK) else f"{message}; mirror {mirror}"


def _tell(stores: Stores, before: Mirrored, after: Mirrored, now: datetime) -> None:
    """Remembers how it went; an event only where the failure came, changed or went."""
    stores.mirror.write(after)
    facts = {"mirror": after.folder}
    if after.failure and after.failure != before.failure:
        report(stores, now, "backup", f"the mirror failed: {after.failure}", level=WARNING, metadata=facts)
    elif before.failure and not after.failure:
        report(stores, now, "backup", "the mirror is whole again", level=INFO, metadata=facts)
