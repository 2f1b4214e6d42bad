"""Which version of the program answers."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, metadata


@cache
def version() -> str:
    """The installed version; "unknown" where the package lies on the path without having been installed."""
    try:
        return metadata("moie-tui")["Version"]
    except PackageNotFoundError:
        return "unknown"
