"""The facts every screen binds to: those of the root in front; and the roots they are of."""

from __future__ import annotations

import asyncio
import os
from datetime import datetime
from typing import TYPE_CHECKING, Any

from textual.reactive import var

from moie_tui.domain.errors import MoieError
from moie_tui.domain.keys import SHIPPED, Keys
from moie_tui.domain.text import plain
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui.alerts import NO_ALERTS, Alerts
from moie_tui.tui.desk import Desk
from moie_tui.tui.difference import Difference, difference_of
from moie_tui.tui.driver import HangupDriver
from moie_tui.tui.mark import NO_MARK, Mark
from moie_tui.tui.overview import Glance, names
from moie_tui.tui.proofs import Proofs
from moie_tui.tui.source import Source
from moie_tui.tui.splash import Splash
from moie_tui.tui.stacking import Stacking

if TYPE_CHECKING:
    from moie_tui.domain.diagnosis import Silence
    from moie_tui.domain.digest import Digest
    from moie_tui.domain.judge import Judgement
    from moie_tui.domain.metrics import Metrics

OF_A_ROOT: dict[str, Any] = {"day": None, "digest": None, "difference": Difference(), "proofs": ()}
"""Facts that were found out for one root, and what stands for each until it is."""


class Holding(Stacking, inherit_bindings=False):
    """Holds them; finds nothing out."""

    view: var[SystemView] = var(NO_VIEW, init=False)
    now: var[datetime] = var(NO_VIEW.read_at, init=False, always_update=True)
    """Set last, after view and judgement: whoever shows ages follows this one alone. In a view of the past it
    stands still."""
    present: datetime = NO_VIEW.read_at
    """The time it really is."""
    marked: var[datetime | None] = var(None, init=False)
    """The moment another one is to be compared with."""
    judgement: var[Judgement | None] = var(None, init=False)
    alerts: var[Alerts] = var(NO_ALERTS, init=False)
    locked: var[bool] = var(False, init=False)
    read_only: var[bool] = var(False, init=False)
    activity: var[str] = var("", init=False)
    """What our own running operation is doing now, one plain line; "" when none runs."""
    keys: var[Keys] = var(SHIPPED, init=False)
    mark: var[Mark] = var(NO_MARK, init=False)
    difference: var[Difference] = var(Difference(), init=False)
    """Of the snapshot that was asked about last."""

    day: var[Metrics | None] = var(None, init=False)
    """What the last 24 hours came to; it comes a while after the first view."""

    digest: var[Digest | None] = var(None, init=False)
    """What happened while the operator was away, until it is read."""
    silence: var[Silence | None] = var(None, init=False)
    """Why the heart is silent now; None while it beats, and until what lies around it is known."""

    proofs: var[Proofs] = var((), init=False)
    """What verifications found since the dashboard was opened."""

    roots: var[tuple[Glance, ...]] = var((), init=False)
    """How all roots are, where there are several; else empty."""

    def __init__(self, source: Source, *others: Source, read_only: bool = False) -> None:
        # Without colours Textual else shows shades of grey, which are colours too.
        super().__init__(driver_class=HangupDriver, ansi_color=True if "NO_COLOR" in os.environ else None)
        self.desks = tuple(Desk(one, number) for number, one in enumerate((source, *others), 1))
        """The roots, in the order in which they were named."""
        self.desk = self.desks[0]
        """The one in front."""
        self.desk.in_front.set()
        self.splash = Splash()
        """What may stand on the screen already."""
        self.drawn = asyncio.Event()
        """Set once the first frame is there: what asks other programs waits for it."""
        self._forced_read_only = read_only
        self.set_reactive(Holding.now, source.clock())
        self.present = self.now
        self.set_reactive(Holding.read_only, read_only)

    @property
    def source(self) -> Source:
        """Where the facts of the root in front come from."""
        return self.desk.source

    @property
    def newest(self) -> SystemView:
        """What there is now, also while a view of the past is shown."""
        return self.desk.newest

    def learn(self, desk: Desk, name: str, found: object) -> None:
        """A fact that was found out for a root, be it in front by now or not."""
        if desk is self.desk:
            setattr(self, name, found)
        else:
            desk.kept[name] = found

    def _watch_view(self, before: SystemView, view: SystemView) -> None:
        """The day is that of the moment shown, and of no other."""
        if (before.as_of and before.as_of.at) != (view.as_of and view.as_of.at):
            self.day = None
            self.desk.days.forget()

    def known(self, desk: Desk, name: str) -> Any:
        """Such a fact."""
        return getattr(self, name) if desk is self.desk else desk.kept.get(name, OF_A_ROOT[name])

    def named(self, desk: Desk, words: str) -> str:
        """Words that say of which root they are, where it is not the one in front."""
        return words if desk is self.desk else f"{names(self.desks)[desk]} · {words}"

    async def compare(self, snapshot: str) -> None:
        """Finds out how much a snapshot differs from now; an error is an answer too."""
        desk = self.desk
        try:
            since = await asyncio.to_thread(desk.source.snapshot_diff, snapshot, None)
            found = difference_of(snapshot, since)
        except MoieError as error:
            found = Difference(snapshot, f"not known: {plain(error.what)}")
        self.learn(desk, "difference", found)
