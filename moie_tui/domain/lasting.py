"""How long a check that found all well holds, as far as time alone can change it."""

from __future__ import annotations

from datetime import timedelta

from moie_tui.domain.alerts import conditions
from moie_tui.domain.checking import Checked
from moie_tui.domain.judge import judge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypedDict

    class Well(TypedDict):
        """What a check says around the age of the heart, and when it beat, in seconds since 1970."""

        before: str
        after: str
        beat_at: float


SPANS = timedelta(minutes=10), timedelta(minutes=2)
"""How far ahead to look: past a heartbeat no check holds anyway."""


def well(checked: Checked) -> Well | None:
    """What it says; None unless all is well."""
    beat_at = checked.judgement.beat_at
    if checked.code or checked.conditions or beat_at is None:
        return None
    before, after = checked.around_age
    return {"before": before, "after": after, "beat_at": beat_at.timestamp()}


def lasts(checked: Checked) -> timedelta:
    """How long it surely says the same; zero where that can't be said.

    Without a change of its files a root goes from well to ill and stays so, a mute and a hold end and don't
    come back: what reads the same at two moments does so between them. Only maintenance comes and goes."""
    jobs = checked.judgement.jobs
    said = well(checked)
    if said is None or any(checked.view.settings.job(one.key).maintenance for one in jobs):
        return timedelta(0)
    return next((span for span in SPANS if well(_later(checked, span)) == said), timedelta(0))


def _later(checked: Checked, span: timedelta) -> Checked:
    at = checked.at + span
    judgement = judge(checked.view, at)
    return Checked(checked.view, judgement, conditions(checked.view, judgement, at), at)
