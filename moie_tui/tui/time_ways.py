"""The ways on from a moment of the past, and how far each leads, as the last row offers them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from moie_tui.domain.health import ago
from moie_tui.domain.past import AsOf
from moie_tui.domain.timeline import leap, leapt
from moie_tui.tui.keymap import Hint
from moie_tui.tui.times import MINUTE, brief
from moie_tui.values import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """How the step to the moment beside is said, and the large one; a word comes first, so that nobody takes
    the keys for brackets around a number."""

    step: str = "{} {}"
    leap: str = "{} {}"


WORDINGS = (Wording(), Wording(step="{}"), Wording(step="{}", leap="{}"))
"""The longest first. How far a large step leads is said longer: it tells the one from the other."""


def ways(past: AsOf, now: datetime, wording: Wording) -> Iterator[Hint]:
    """Steps and large steps; none back from the first moment of all."""
    if past.earlier is not None:
        yield "time-back", wording.step.format("back", _span(past.at - past.earlier))
    on = wording.step.format("on", _span(past.later - past.at)) if past.later else "now"
    yield "time-forward", on
    if past.earlier is not None:
        yield "leap-back", wording.leap.format("back", _span(leap(past.at, now, -1)))
    to = leapt(past.at, now, 1)
    yield "leap-forward", wording.leap.format("on", _span(to - past.at)) if to else "now"


def _span(span: timedelta) -> str:
    return brief(span) if span >= MINUTE else ago(span)
