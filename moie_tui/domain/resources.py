"""What a command used while it ran."""

from __future__ import annotations

from collections.abc import Mapping

from moie_tui.values import asdict, dataclass, fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


@dataclass(frozen=True, slots=True)
class Resources:
    """User and system time of the command and of the children it waited for, the largest resident memory of
    any one of them, and what they had read from and written to disk."""

    cpu_seconds: float
    max_rss_bytes: int
    read_bytes: int
    write_bytes: int

    def as_json(self) -> dict[str, float]:
        """Its fields."""
        return asdict(self)


def resources_from(raw: object) -> Resources | None:
    """What a document tells, None when it tells none."""
    if not isinstance(raw, Mapping):
        return None
    values: dict[str, Any] = {one.name: raw.get(one.name) for one in fields(Resources)}
    return Resources(**values) if all(map(_is_amount, values.values())) else None


def _is_amount(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0
