"""A regular expression that is compiled when it is first asked, and what spares one."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_ZEROES = str.maketrans("123456789", "0" * 9)


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


def form_of(text: str) -> str:
    """The text with 0 for each digit 0 to 9: for the usual form of a name or time no pattern is compiled."""
    return text.translate(_ZEROES)
