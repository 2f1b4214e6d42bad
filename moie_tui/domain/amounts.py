"""Amounts as people say them, the same on screen and on the command line."""

from __future__ import annotations

from datetime import timedelta

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_YEAR = 365 * 86400
_UNITS = ((86400, "d", 3600, "h"), (3600, "h", 60, "m"), (60, "m", 1, "s"))


def ago(span: timedelta) -> str:
    """A span: "12s", "4m 12s", "2h 10m", "3d 4h", "4 years"."""
    seconds = max(0, int(span.total_seconds()))
    if seconds >= 2 * _YEAR:
        return f"{seconds // _YEAR} years"
    for whole, unit, less, small in _UNITS:
        if seconds >= whole:
            rest = seconds % whole // less
            return f"{seconds // whole}{unit} {rest}{small}" if rest else f"{seconds // whole}{unit}"
    return f"{seconds}s"


def counted(count: int, word: str) -> str:
    """So many of them: "1 run", "3 runs"."""
    return f"{count} {word}{'s' * (count != 1)}"


def named(names: Sequence[str], most: int) -> str:
    """So many of them by name, and how many more there are: "5.1, 5.2 and 3 more"."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def size(count: int) -> str:
    """Bytes in decimal units: "812 B", "1.9 kB", "4.0 MB", "80.5 GB"."""
    if count < 1000:
        return f"{count} B"
    amount = float(count)
    for unit in ("kB", "MB", "GB", "TB"):
        amount /= 1000
        if amount < 999.95 or unit == "TB":
            break
    return f"{amount:.1f} {unit}"
