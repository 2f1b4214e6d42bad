"""Figures of a window and of each of its buckets, None where nothing happened that they could tell of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from moie_tui.domain.facts import Facts
from moie_tui.domain.metric_kinds import kind
from moie_tui.domain.metric_window import Window
from moie_tui.domain.metrics import Metric


def quotient(sum_of: float, count: float) -> float | None:
    """The share or the mean."""
    return sum_of / count if count else None


def ratio(facts: Facts, key: str, good: int, all_of: int) -> Metric:
    """Of what one counter counts, the share another one counts."""
    found, total = int(facts.total[good]), int(facts.total[all_of])
    trend = tuple(quotient(cell[good], cell[all_of]) for cell in facts.cells)
    return kind(key).metric(quotient(found, total), trend, (found, total) if total else None)


def mean(facts: Facts, key: str, sum_of: int, count: int, unit: float = 1.0) -> Metric:
    """The sum one counter has over the number another one has; `unit` makes seconds of thousandths."""
    trend = tuple(quotient(cell[sum_of] * unit, cell[count]) for cell in facts.cells)
    return kind(key).metric(quotient(facts.total[sum_of] * unit, facts.total[count]), trend)


def amount(facts: Facts, key: str, counter: int, known: int) -> Metric:
    """What a counter has; nothing where that of what is known is zero."""
    trend = tuple(cell[counter] if cell[known] else None for cell in facts.cells)
    return kind(key).metric(facts.total[counter] if facts.total[known] else None, trend)


def by_bucket(
    window: Window,
    found: Iterable[tuple[float, float]],
    figure: Callable[[Sequence[float]], float | None],
) -> tuple[float | None, ...]:
    """A figure of the values of each bucket; they come with their moments."""
    values: list[list[float]] = [[] for _ in range(window.count)]
    for moment, value in found:
        at = window.bucket(moment)
        if at is not None:
            values[at].append(value)
    return tuple(figure(one) if one else None for one in values)
