"""What of a list is wanted, and in which order: the operator's choice, and what it makes of the items."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from moie_tui.domain.filters import matches
from moie_tui.domain.text import plain, shorten
from moie_tui.tui.pieces import Line, Piece, width_of
from moie_tui.values import dataclass, replace

T = TypeVar("T")
BACK: Piece = ("  Esc all ", "faint")
_WORDS_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Order(Generic[T]):
    """One order: its name, and what items are sorted by (None: as they come)."""

    name: str
    by: Callable[[T], Any] | None = None
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Words to look for (`!` for rows without them), failures only, and the number of the order."""

    text: str = ""
    failures: bool = False
    order: int = 0

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return bool(self.text or self.failures)

    def everything(self) -> Narrowing:
        """Nothing left out, in the same order."""
        return replace(self, text="", failures=False)

    def takes(self, words: str, failing: bool) -> bool:
        """Whether an item of these words is wanted."""
        return (failing or not self.failures) and matches(self.text, words)

    def ordered(self, items: Sequence[T], orders: Sequence[Order[T]]) -> Sequence[T]:
        """The items in the order wanted; of equals, the one that comes first stays first."""
        order = orders[self.order] if self.order < len(orders) else None
        if order is None or (order.by is None and not order.backwards):
            return items
        if order.by is None:
            return items[::-1]
        return sorted(items, key=order.by, reverse=order.backwards)


def said(wanted: Narrowing, failures: str, width: int) -> Line:
    """What is left in, in one line of so many cells; nothing when that is all. `failures` names those."""
    parts = [failures] if wanted.failures else []
    if wanted.text:
        parts.append(quoted(wanted.text))
    if not parts:
        return ()
    room = width - width_of((BACK,)) - len(" only ")
    return ((" only ", "late"), (shorten(" · ".join(parts), max(8, room)), "accent"), BACK)


def quoted(text: str) -> str:
    """The words of a filter: with or without which."""
    words = shorten(plain(text.removeprefix("!")), _WORDS_SHOWN)
    return f"{'without' if text.startswith('!') else 'with'} “{words}”"
