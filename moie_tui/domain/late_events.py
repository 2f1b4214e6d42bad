"""Events that are decoded when somebody looks: most commands ask the newest lines of a log one question."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from moie_tui.domain.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class LateEvents(Sequence[Event]):
    """The events of lines that stand in the order of their times, oldest first.

    `decode` gives the event of one line, None where it is none; `whole` those of all, once anything but a
    category is asked for."""

    def __init__(
        self,
        lines: Sequence[bytes],
        decode: Callable[[bytes], Event | None],
        whole: Callable[[], tuple[Event, ...]],
    ) -> None:
        self._lines, self._decode, self._whole = lines, decode, whole
        self._known: tuple[Event, ...] | None = None

    def newest_of(self, category: str) -> Iterator[Event]:
        """Those of a category that is plain ASCII, newest first; only lines that may be such are decoded."""
        if self._known is not None:
            yield from (one for one in reversed(self._known) if one.category == category)
            return
        mark = f'"{category}"'.encode()
        for line in reversed(self._lines):
            # With a backslash JSON may spell any word otherwise.
            if mark in line or b"\\" in line:
                one = self._decode(line)
                if one is not None and one.category == category:
                    yield one

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[Event]:
        return iter(self._all())

    def __reversed__(self) -> Iterator[Event]:
        return reversed(self._all())

    def __getitem__(self, at: Any) -> Any:
        return self._all()[at]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, LateEvents) and self._lines == other._lines:
            return True
        return isinstance(other, Sequence) and self._all() == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def _all(self) -> tuple[Event, ...]:
        if self._known is None:
            self._known = self._whole()
        return self._known


def newest_of(events: Sequence[Event], category: str) -> Iterator[Event]:
    """Those of a category (not `log`, which is also that of lines that are no event), newest first."""
    if isinstance(events, LateEvents):
        return events.newest_of(category)
    return (one for one in reversed(events) if one.category == category)
