"""Why a heart is silent: everything that may be the matter is looked at, and told apart by its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from moie_tui.domain.health import CLOCK_SKEW
from moie_tui.domain.judge import Judgement
from moie_tui.domain.silence.clocks import clock
from moie_tui.domain.silence.documents import disk, documents
from moie_tui.domain.silence.finding import CAUSE, CLEAR, CLOCK, DOCUMENT, LEVELS, PART, Case, Finding
from moie_tui.domain.silence.machines import machine
from moie_tui.domain.silence.refusals import hold, refusals
from moie_tui.domain.silence.schedulers import timer
from moie_tui.domain.silence.writers import writer
from moie_tui.domain.surroundings import Surroundings
from moie_tui.domain.text import plain
from moie_tui.domain.view import SystemView
from moie_tui.values import dataclass, replace

LOOKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    documents,
    disk,
    refusals,
    writer,
    timer,
    clock,
    machine,
    hold,
)
"""Of one level those of earlier looks come first: what stops any pulse, then who should come."""
NOTHING = "nothing that was looked at explains the silence"
BY_HAND = "`moie pulse` beats now, and says so if it can't"


@dataclass(frozen=True, slots=True)
class Silence:
    """All that was found about a silent heart, what explains it best first."""

    findings: tuple[Finding, ...]

    @property
    def suspects(self) -> tuple[Finding, ...]:
        """What is or may be the matter."""
        return tuple(one for one in self.findings if one.level != CLEAR)

    @property
    def lead(self) -> str:
        """The best explanation in one sentence; of several causes how many more there are."""
        causes = [one for one in self.findings if one.level == CAUSE]
        first = next(iter(self.suspects), None)
        if first is None:
            return NOTHING
        more = f" (and {len(causes) - 1} more)" if len(causes) > 1 else ""
        return first.what + more

    @property
    def step(self) -> str:
        """What to do next."""
        return next((one.step for one in self.suspects if one.step), BY_HAND)


def diagnose(view: SystemView, judgement: Judgement, around: Surroundings, now: datetime) -> Silence:
    """Looks at everything, and says of each thing whether it is that."""
    case = Case(view, judgement, around, now)
    found = [_shown(one) for look in LOOKS for one in look(case)]
    if judgement.heartbeat.status == CLOCK_SKEW:
        found = [_of_a_false_stamp(one) for one in found]
    return Silence(tuple(sorted(found, key=lambda one: LEVELS.index(one.level))))


def _shown(one: Finding) -> Finding:
    """In words that can be shown anywhere: much of them is from files and other programs."""
    return replace(one, what=plain(one.what), evidence=tuple(map(plain, one.evidence)), step=plain(one.step))


def _of_a_false_stamp(one: Finding) -> Finding:
    """A stamp of the future tells of clocks; that nobody comes is another matter."""
    explains = one.level != CAUSE or one.kind in (CLOCK, DOCUMENT)
    return one if explains else replace(one, level=PART)
