"""`Path` without what `pathlib` imports for one method of it: that is dearer than all of its own."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Path"]
_URLS = "urllib.parse"
_URLS_LATE = (3, 13)
"""From this Python on `pathlib` itself imports them when somebody asks."""


def _path() -> type[Path]:
    if sys.version_info >= _URLS_LATE or _URLS in sys.modules:
        from pathlib import Path

        return Path
    stand_in = type(sys)(_URLS)
    vars(stand_in)["quote_from_bytes"] = _quoted
    sys.modules[_URLS] = stand_in
    try:
        from pathlib import Path
    finally:
        del sys.modules[_URLS]
    return Path


def _quoted(name: bytes) -> str:
    from urllib.parse import quote_from_bytes

    return quote_from_bytes(name)


if not TYPE_CHECKING:
    Path = _path()
