"""The facts a dashboard shows, as the app tells them to the one in front."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from textual.reactive import var

from moie_tui.domain.keys import SHIPPED, Keys
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui.alerts import NO_ALERTS, Alerts
from moie_tui.tui.clocks import SHOWN, Clocks
from moie_tui.tui.difference import Difference
from moie_tui.tui.mark import NO_MARK, Mark
from moie_tui.tui.overview import Glance
from moie_tui.tui.proofs import Proofs

if TYPE_CHECKING:
    from moie_tui.domain.diagnosis import Silence
    from moie_tui.domain.digest import Digest
    from moie_tui.domain.judge import Judgement
    from moie_tui.domain.metrics import Metrics

FACTS = (
    "view", "judgement", "alerts", "locked", "read_only", "activity", "keys", "mark", "day", "silence",
    "digest", "difference", "proofs", "marked", "roots", SHOWN,
)  # fmt: skip
"""Their names, here and in the app; that last which everything that ages follows."""


class Facts(Clocks, inherit_bindings=False):
    """What they mean is said where the app holds them."""

    view: var[SystemView] = var(NO_VIEW, init=False)
    judgement: var[Judgement | None] = var(None, init=False)
    alerts: var[Alerts] = var(NO_ALERTS, init=False)
    locked: var[bool] = var(False, init=False)
    read_only: var[bool] = var(False, init=False)
    activity: var[str] = var("", init=False)
    keys: var[Keys] = var(SHIPPED, init=False)
    mark: var[Mark] = var(NO_MARK, init=False)
    day: var[Metrics | None] = var(None, init=False)
    silence: var[Silence | None] = var(None, init=False)
    digest: var[Digest | None] = var(None, init=False)
    difference: var[Difference] = var(Difference(), init=False)
    proofs: var[Proofs] = var((), init=False)
    marked: var[datetime | None] = var(None, init=False)
    roots: var[tuple[Glance, ...]] = var((), init=False)
