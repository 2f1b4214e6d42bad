"""What the app opens over the dashboard when a message asks for it: each sheet with the facts it follows."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from textual.message import Message
from textual.screen import ModalScreen, Screen

from moie_tui.domain.health import ago
from moie_tui.domain.silent import is_silent
from moie_tui.tui.away import AWAY, Away
from moie_tui.tui.live import Live
from moie_tui.tui.messages import (
    DifferenceWanted,
    EventOpened,
    GoTo,
    JobOpened,
    MatterWanted,
    NoteWanted,
    OperationOpened,
    OutputOpened,
    OutputsCompared,
    RootWanted,
    RunOpened,
    SilenceWanted,
    SnapshotOpened,
    SortsChosen,
    SortsWanted,
)
from moie_tui.tui.source import Source
from moie_tui.tui.working import instead

if TYPE_CHECKING:
    from moie_tui.tui.acting import Acting


class Opening(Live, inherit_bindings=False):
    """Pushes screens; what acts goes through the one dispatcher."""

    def __init__(self, source: Source, *others: Source, read_only: bool = False) -> None:
        super().__init__(source, *others, read_only=read_only)
        self._aways = {desk: Away(self, desk) for desk in self.desks}

    @cached_property
    def acting(self) -> Acting:
        """The one way to act; made once the first frame is drawn, for it brings half of our sheets along."""
        from moie_tui.tui.acting import Acting

        return Acting(self)

    @property
    def away(self) -> Away:
        """Who was away from the root in front."""
        return self._aways[self.desk]

    @property
    def _front(self) -> Screen[Any]:
        """The dashboard under all sheets."""
        return next(one for one in reversed(self.screen_stack) if not isinstance(one, ModalScreen))

    # Sheets are imported when they are opened: the first frame does not wait for them.

    def on_job_opened(self, message: JobOpened) -> None:
        """Deeper into a job."""
        from moie_tui.tui.screens.executions import ExecutionsScreen

        screen = ExecutionsScreen(message.key, self.source)
        self.push_screen(screen.data_bind(Live.view, Live.now, Live.judgement, Live.proofs))

    def on_snapshot_opened(self, message: SnapshotOpened) -> None:
        """Deeper into a snapshot."""
        from moie_tui.tui.screens.snapshot_diff import SnapshotDiffScreen

        screen = SnapshotDiffScreen(message.id, self.source)
        self.push_screen(screen.data_bind(Live.view, Live.now, Live.read_only))

    def on_run_opened(self, message: RunOpened) -> None:
        """A run with its evidence."""
        from moie_tui.tui.screens.review_sheet import ReviewSheet

        self.push_screen(ReviewSheet(message.review, message.runs, self.view, self.source, message.evidence))

    def on_output_opened(self, message: OutputOpened) -> None:
        """The output of a run."""
        from moie_tui.tui.screens.output import OutputScreen

        screen = OutputScreen(message.job, message.run_id, self.source)
        self.push_screen(screen.data_bind(Live.view, Live.now))

    def on_outputs_compared(self, message: OutputsCompared) -> None:
        """Two outputs side by side."""
        from moie_tui.tui.screens.output_compare import OutputCompare

        self.push_screen(OutputCompare(message.job, message.run_id, message.older, self.source))

    def on_event_opened(self, message: EventOpened) -> None:
        """An event in full."""
        from moie_tui.tui.screens.event_sheet import EventSheet

        self.push_screen(EventSheet(message.event, self.now, self.view, self.source))

    def on_sorts_wanted(self, message: SortsWanted) -> None:
        """Which categories of events to list."""
        from moie_tui.tui.screens.sorts_sheet import SortsSheet

        self.push_screen(SortsSheet(message.chosen, message.seen, self.source), self._show_sorts)

    def _show_sorts(self, chosen: frozenset[str] | None) -> None:
        if chosen is not None:
            self._front.post_message(SortsChosen(chosen))

    def on_operations_opened(self) -> None:
        """What was done, and how to take it back."""
        from moie_tui.tui.screens.operations import OperationsScreen

        self.push_screen(OperationsScreen().data_bind(Live.view, Live.now))

    def on_operation_opened(self, message: OperationOpened) -> None:
        """Deeper into an operation."""
        from moie_tui.tui.screens.operation import OperationScreen

        self.push_screen(OperationScreen(message.id, self.source).data_bind(Live.view, Live.now))

    def on_alerts_opened(self) -> None:
        """All that is wrong; choosing one leads to where the dashboard shows it."""
        from moie_tui.tui.screens.alerts import AlertsScreen

        # The list says more than the toasts that called for it, and they would lie over its keys.
        self.clear_notifications()
        screen = AlertsScreen(self.source).data_bind(
            Live.view, Live.now, Live.alerts, Live.read_only, Live.silence
        )
        self.push_screen(screen, self._go_to)

    def on_heart_opened(self) -> None:
        """Deeper into the heart."""
        from moie_tui.tui.screens.heart_sheet import HeartSheet

        if is_silent(self.view, self.judgement):
            self.push_screen(HeartSheet().data_bind(Live.view, Live.judgement, Live.now, Live.silence))
        else:
            self.on_forecast_opened()

    def on_forecast_opened(self) -> None:
        """What the next beats will do."""
        from moie_tui.tui.screens.forecast import ForecastScreen

        self.push_screen(ForecastScreen().data_bind(Live.view, Live.judgement, Live.now))

    def on_digest_opened(self) -> None:
        """What happened while nobody was here; read by this, and there to be read again."""
        from moie_tui.tui.screens.away import AwaySheet

        found = self.away.read()
        if found is None:
            self.notify(f"No news: you count as away after {ago(AWAY)} without a key.", markup=False)
        else:
            self.push_screen(AwaySheet(found).data_bind(Live.view, Live.now), self._go_to_news)

    def on_digest_read(self) -> None:
        """It is put away."""
        self.away.read()

    def _go_to_news(self, message: Message | None) -> None:
        if isinstance(message, GoTo):
            self._go_to(message)
        elif message is not None:
            self.post_message(message)

    def on_roots_opened(self) -> None:
        """How all roots are; choosing one brings it to the front."""
        from moie_tui.tui.screens.roots import RootsScreen

        self.push_screen(RootsScreen().data_bind(Live.roots, Live.now), self._want_root)

    def _want_root(self, number: int | None) -> None:
        if number is not None:
            self._front.post_message(RootWanted(number))

    def on_metrics_opened(self) -> None:
        """What happened in a span of time, counted."""
        from moie_tui.tui.screens.metrics import MetricsScreen

        self.push_screen(MetricsScreen(self.source).data_bind(Live.view, Live.now, Live.judgement))

    def on_go_to(self, message: GoTo) -> None:
        """A sheet left for something on the dashboard."""
        self._go_to(message)

    def _go_to(self, place: GoTo | None) -> None:
        if place is not None:
            self._front.post_message(place)

    def on_note_wanted(self, message: NoteWanted) -> None:
        """Asks for the note, then for the acknowledgement."""
        from moie_tui.tui.screens.note_sheet import NoteSheet

        if self.acting.allows("ack"):
            self.push_screen(NoteSheet(message.key, message.message, message.note))

    def on_silence_wanted(self, message: SilenceWanted) -> None:
        """Asks for how long and why, then for the mute."""
        from moie_tui.tui.screens.silence_sheet import SilenceSheet

        if self.acting.allows("mute"):
            self.push_screen(SilenceSheet(message.what, self.now, self.view.zone))

    def on_hold_wanted(self) -> None:
        """Asks for how long and why, then for the hold."""
        from moie_tui.tui.screens.hold_sheet import HoldSheet

        if self.acting.allows("hold"):
            self.push_screen(HoldSheet(self.now, self.view.zone))

    def action_bundle(self) -> None:
        """What is on screen now, and all that lies behind it, for somebody else."""
        from moie_tui.domain.incident import Seen
        from moie_tui.tui.picture import about, svg_of, text_of
        from moie_tui.tui.screens.bundle_sheet import BundleSheet, PartSheet

        if self.judgement is None or isinstance(self.screen, BundleSheet | PartSheet):
            return
        facts, moments = (self.view, self.judgement), (self.now, self.present)
        seen = Seen(*facts, *moments, text_of(self), svg_of(self), self.silence, about(self))
        self.push_screen(BundleSheet(seen, self.source))

    def on_matter_wanted(self, message: MatterWanted) -> None:
        """Copies it, or writes it into a file."""
        from moie_tui.tui.handing_out import HandingOut

        self.run_worker(HandingOut(self).request(message), group="hand out")

    def on_difference_wanted(self, message: DifferenceWanted) -> None:
        """Compares in a thread; the answer comes down as a fact."""
        instead(self, "compare", self.compare, message.snapshot)
