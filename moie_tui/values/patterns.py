"""A regular expression that is compiled when it is first asked."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class _Pattern:
    """What `re.compile` gives, made late; each method is looked up once."""

    def __init__(self, text: Any, flags: int) -> None:
        self._given = (text, flags)

    def __getattr__(self, name: str) -> Any:
        import re

        text, flags = self._given
        value = getattr(re.compile(text, flags), name)
        setattr(self, name, value)
        return value


def pattern(text: str | bytes, flags: int = 0) -> _Pattern:
    """In place of `re.compile` for what a module has at hand and most commands don't ask."""
    return _Pattern(text, flags)
