"""The executions of a job, parsed when somebody looks into them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from moie_tui.domain.executions import Execution

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class LateExecutions(Sequence[Execution]):
    """A sequence that knows how long it is; `parse` makes the rest of it, once, in whichever thread asks."""

    __slots__ = ("_count", "_held")

    def __init__(self, count: int, parse: Callable[[], tuple[Execution, ...]]) -> None:
        self._count = count
        self._held: tuple[Execution, ...] | Callable[[], tuple[Execution, ...]] = parse

    def _all(self) -> tuple[Execution, ...]:
        held = self._held
        if not isinstance(held, tuple):
            held = self._held = held()  # with it the text is let go of
        return held

    def __getitem__(self, place: Any) -> Any:
        return self._all()[place]

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Execution]:
        return iter(self._all())

    def __reversed__(self) -> Iterator[Execution]:
        return reversed(self._all())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, LateExecutions):
            other = other._all()
        return self._all() == other

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())
