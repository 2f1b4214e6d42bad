"""The verdict on a single job that somebody names."""

from __future__ import annotations

from datetime import datetime

from moie_tui.domain.health import NEVER_RUN, Verdict
from moie_tui.domain.judge import judge
from moie_tui.domain.view import SystemView
from moie_tui.values import replace


def judge_one(view: SystemView, key: str, now: datetime, max_age_minutes: float | None = None) -> Verdict:
    """What to think of one job, known or not; `max_age_minutes` goes before its own rules of age."""
    settings = view.settings
    if max_age_minutes is not None:
        asked = replace(settings.job(key), max_age_minutes=max_age_minutes)
        view = replace(view, settings=replace(settings, jobs={**settings.jobs, key: asked}))
    found = next((one.verdict for one in judge(view, now).jobs if one.key == key), None)
    if found is not None:
        return found
    known = view.state is not None and view.state.job(key) is not None
    return Verdict(NEVER_RUN, "no recorded run" if known else f"there is no job {key}")
