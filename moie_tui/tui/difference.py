"""How much a snapshot differs from the state as it is now, in one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from moie_tui.values import dataclass

if TYPE_CHECKING:
    from moie_tui.domain.plan import Effect


@dataclass(frozen=True, slots=True)
class Difference:
    """Of which snapshot, and the words: "3 changes: 1 lost, 2 back"."""

    snapshot: str = ""
    words: str = ""


def difference_of(snapshot: str, since: Sequence[Effect]) -> Difference:
    """What a rollback would take and give, counted; `since` leads from the snapshot to now."""
    from moie_tui.domain.diff import reverse
    from moie_tui.tui.effect_lines import CHANGE, GAIN, LOSS, bearing

    kinds = [bearing(effect) for effect in reverse(since)]
    if not kinds:
        return Difference(snapshot, "nothing: the state is as it was then")
    named = ((LOSS, "lost"), (GAIN, "back"), (CHANGE, "other"))
    counts = ", ".join(f"{kinds.count(kind)} {word}" for kind, word in named if kind in kinds)
    return Difference(snapshot, f"{len(kinds)} change{'s' * (len(kinds) > 1)} by a rollback: {counts}")
