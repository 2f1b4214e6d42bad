"""Where cursor and scroll belong when rows come, go or change places; by key, never by index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def survivor(before: Sequence[str], at: int, after: Mapping[str, int]) -> int:
    """The index in `after` of the row at `at`, else of its nearest neighbour still there; 0 without one."""
    for key in [*before[at:], *reversed(before[:at])]:
        if key in after:
            return after[key]
    return 0


def top_for(row: int, top: int, height: int) -> int:
    """The smallest move of `top` that shows `row` among `height` lines."""
    if row < top:
        return row
    return max(top, row - max(1, height) + 1)


def top_after(top: int, height: int, was: int, now: int, count: int) -> int:
    """The scroll that leaves the cursor's row on its line of the screen; one at the very top stays there."""
    if not top and now < height:
        return 0
    moved = top + now - was
    seen = top <= was < top + height
    moved = top_for(now, moved, height) if seen else moved
    return max(0, min(moved, count - height))
