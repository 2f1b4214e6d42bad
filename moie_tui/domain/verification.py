"""What came of running verification commands: what is proven, what is not, and what of it is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from moie_tui.domain.ids import natural_key
from moie_tui.domain.state import COMPLETED
from moie_tui.values import asdict, dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DRIFT, MISSING, TIMED_OUT = "drift", "missing", "timed-out"
NOT_PROVEN, NO_COMMAND, PROVEN = "not-proven", "no-command", "proven"
RESULTS = (DRIFT, MISSING, TIMED_OUT, NOT_PROVEN, NO_COMMAND, PROVEN)
"""Every result, the worst first."""
WRONG = (DRIFT, MISSING, TIMED_OUT)
"""Results that something is wrong by themselves; a pending job that is not proven yet is as it should be."""


@dataclass(frozen=True, slots=True)
class Verified:
    """One job of one phase, and how its verification went; `why` is the one sentence of it.

    A completed job whose command is missing or timed out keeps that as its result, for that is what to
    mend; it has drifted all the same."""

    job: str
    task: str
    phase: str
    status: str
    result: str
    why: str = ""
    command: str = ""
    exit_code: int | None = None
    duration_ms: int = 0
    output: str = ""

    @property
    def drifted(self) -> bool:
        """Whether the state calls it completed and its proof no longer holds."""
        return self.status == COMPLETED and self.result in WRONG

    @property
    def wrong(self) -> bool:
        """Whether somebody must look."""
        return self.result in WRONG

    def as_json(self) -> dict[str, object]:
        """Its fields, and `drift`."""
        return {**asdict(self), "drift": self.drifted}


def result_of(status: str, *, proven: bool, timed_out: bool, missing: bool) -> str:
    """The word for how the verification of a job with that status went."""
    if proven:
        return PROVEN
    if timed_out:
        return TIMED_OUT
    if missing:
        return MISSING
    return DRIFT if status == COMPLETED else NOT_PROVEN


def verified_from(detail: Mapping[str, Any]) -> tuple[Verified, ...]:
    """The results that an outcome's detail carries."""
    return tuple(
        Verified(**{key: value for key, value in one.items() if key != "drift"}) for one in detail["results"]
    )


def worst_first(results: Iterable[Verified]) -> list[Verified]:
    """Drifted jobs, then the other wrong ones, then the rest; each by its id."""
    return sorted(
        results, key=lambda one: (not one.drifted, RESULTS.index(one.result), natural_key(one.job), one.phase)
    )


def labels(results: Sequence[Verified]) -> list[str]:
    """What to call each: its id, with its phase where two phases have a job of that id."""
    seen = Counter(one.job for one in results)
    return [one.job if seen[one.job] == 1 else f"{one.job} in {one.phase}" for one in results]


def counted(results: Sequence[Verified]) -> str:
    """How many of what: "1 drift, 2 not proven, 9 proven"."""
    counts = Counter(DRIFT if one.drifted else one.result for one in results)
    return ", ".join(f"{counts[name]} {words(name)}" for name in RESULTS if counts[name])


def words(result: str) -> str:
    """A result as people say it."""
    return {MISSING: "command missing", NO_COMMAND: "no command"}.get(result, result.replace("-", " "))


def exit_code_of(results: Sequence[Verified], one_job: bool) -> int:
    """0 when nothing is wrong; of one job alone, only when it is proven."""
    if one_job:
        return int(not all(one.result == PROVEN for one in results))
    return int(any(one.wrong for one in results))
