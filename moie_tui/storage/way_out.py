"""What is left to somebody whose state can't be read."""

from __future__ import annotations

import os
from pathlib import Path

from moie_tui.domain.errors import InvalidDocument
from moie_tui.storage.snapshot_names import read_name

BY_ROLLBACK = "`moie rollback` brings back the newest sound snapshot"
WITHOUT_SNAPSHOT = (
    "there is no snapshot to go back to: `moie init DIR --from IT` opens a mirror's folder or an archive,"
    " and .moie/quarantine and `moie operations` may have older states"
)


def with_way_out(error: InvalidDocument, root: Path) -> InvalidDocument:
    """The same error about the live state, its advice with what leads out of it."""
    way = BY_ROLLBACK if has_snapshots(root) else WITHOUT_SNAPSHOT
    # Of a document with a flaw the advice names a rollback already.
    own = error.fix.partition(", or `moie rollback`")[0]
    fix = way if not own or "moie rollback" in own else f"{own}, or {way}"
    return InvalidDocument(
        error.what, path=error.path, line=error.line_number, column=error.column, key=error.key, fix=fix
    )


def has_snapshots(root: Path) -> bool:
    """Whether any file is named as a snapshot."""
    folders = (root / "backups", root / "backups" / "kept")
    return any(
        read_name(name, None) is not None
        for folder in folders
        if os.path.isdir(folder)
        for name in os.listdir(folder)
    )
