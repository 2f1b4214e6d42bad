"""One check of a root: what is not well, and, if wanted, telling people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from moie_tui.domain.alerts import conditions
from moie_tui.domain.checking import AlertRow, Board, Checked, Watched, as_known, rows
from moie_tui.domain.errors import Busy, InvalidDocument, MoieError
from moie_tui.domain.judge import judge
from moie_tui.domain.view import SystemView, as_read
from moie_tui.storage.alert_file import AlertFile, Told, real_root
from moie_tui.storage.look import Looker
from moie_tui.storage.stores import Stores
from moie_tui.values import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.condition import Condition
    from moie_tui.domain.plan import Clock

PATIENCE_SECONDS = 5.0
"""How long a watchdog waits for another one that tells people right now."""
Sweep = Callable[[Stores, datetime], object]
"""Finishes what dead processes left behind, so that it is seen."""


def check(
    stores: Stores, clock: Clock, sweep: Sweep | None, patience_seconds: float = PATIENCE_SECONDS
) -> Checked:
    """What is not well now; with a `sweep` to do first, people are told what is news.

    While the config can't be read, it goes by the last one that could: nobody would hear of it otherwise."""
    stores = opened(stores)
    looks: list[Checked] = []

    def look() -> tuple[SystemView, tuple[Condition, ...]]:
        looks.append(looked(stores, clock()))
        return looks[-1].view, looks[-1].conditions

    watched = None
    if sweep is not None:
        from moie_tui.alerts.configured import channels
        from moie_tui.alerts.watchdog import watch

        unswept, named = _swept(stores, clock, sweep), channels(stores)
        try:
            watched = watch(stores, look, named, clock, patience_seconds)
        except Busy as error:
            watched = Watched(busy=error.holder)
        unheard = not named and not stores.settings.alerts.ping_url
        watched = replace(watched, unswept=unswept, unheard=unheard)
    found = looks[-1] if looks else looked(stores, clock())
    known = watchdog_board(stores).open
    since = tuple(as_known(one, known) for one in found.conditions)
    return Checked(found.view, found.judgement, since, found.at, watched)


def board(stores: Stores, clock: Clock) -> tuple[AlertRow, ...]:
    """The alerts of now, as `alerts list` shows them."""
    stores = opened(stores)
    known = watchdog_board(stores)
    return rows(looked(stores, clock()), known.open, known.outbox, real_root(stores.root))


def watchdog_board(stores: Stores) -> Board:
    """What the watchdog has written down; no look at the root."""
    try:
        told = AlertFile(stores.root).read()
    except InvalidDocument:
        told = Told()  # the next check says so and begins anew
    return Board(told.written_at, told.open, told.outbox)


def _swept(stores: Stores, clock: Clock, sweep: Sweep) -> str:
    """Why it could not be done, "" when it was; people are told of the rest in any case."""
    try:
        sweep(stores, clock())
    except MoieError as error:
        return error.line()
    return ""


def looked(stores: Stores, now: datetime) -> Checked:
    """The root as it is now, and what to think of it."""
    view = as_read(Looker(stores, verdicts_only=True).look(now))
    judgement = judge(view, now)
    return Checked(view, judgement, conditions(view, judgement, now), now)


def opened(stores: Stores) -> Stores:
    """The same root by the settings of its last readable config; UsageError when it is no root."""
    stores.state.require_live_version()
    return stores
