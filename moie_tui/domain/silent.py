"""Whether a heart is silent; why it is so is another question, which takes far more to answer."""

from __future__ import annotations

from moie_tui.domain.health import CLOCK_SKEW, NEVER_RUN, STALE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.judge import Judgement
    from moie_tui.domain.view import SystemView


def is_silent(view: SystemView, judgement: Judgement | None) -> bool:
    """Whether there is a silence to explain: a beat that is late, false, impossible, or never came."""
    is_root = view.state is not None or view.state_problem is not None
    if judgement is None or view.as_of is not None or not is_root:
        return False
    return judgement.heartbeat.status in (STALE, CLOCK_SKEW, NEVER_RUN)
