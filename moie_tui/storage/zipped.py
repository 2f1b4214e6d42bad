"""Several texts as one file that every system opens."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime

_PRIVATE = 0o600 << 16


def zipped(folder: str, texts: Iterable[tuple[str, str]], at: datetime) -> bytes:
    """A zip with a folder of these names and texts, for its owner to read."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts:
            entry = zipfile.ZipInfo(f"{folder}/{name}", at.timetuple()[:6])
            entry.external_attr, entry.compress_type = _PRIVATE, zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode("utf-8", "replace"))
    return whole.getvalue()
