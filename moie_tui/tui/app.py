"""The cockpit: puts themes, sheets, keys, the dashboard and the acts together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from textual.app import App, SystemCommand
from textual.screen import Screen
from textual.system_commands import SystemCommandsProvider

from moie_tui.domain.keys import Keys, keys_from
from moie_tui.domain.view import SystemView
from moie_tui.tui import keymap
from moie_tui.tui.acting import Acting
from moie_tui.tui.keymap import textual_keymap
from moie_tui.tui.live import Live
from moie_tui.tui.messages import (
    ActRequested,
    DifferenceWanted,
    EventOpened,
    GoTo,
    HelpRequested,
    JobOpened,
    LeaveRequested,
    NoteWanted,
    OperationOpened,
    OutputOpened,
    OutputsCompared,
    RunOpened,
    SilenceWanted,
    SnapshotOpened,
    SortsChosen,
    SortsWanted,
)
from moie_tui.tui.palette import MoieCommands
from moie_tui.tui.screens.dashboard import Dashboard
from moie_tui.tui.screens.executions import ExecutionsScreen
from moie_tui.tui.screens.help import HelpScreen
from moie_tui.tui.screens.sheet import Sheet
from moie_tui.tui.screens.snapshot_diff import SnapshotDiffScreen
from moie_tui.tui.source import Source
from moie_tui.tui.styles import sheets
from moie_tui.tui.theme import NIGHT, THEMES, tokens_for


class MoieApp(Live, inherit_bindings=False):
    """One root on one screen."""

    TITLE = "moie"
    CSS_PATH = sheets()
    BINDINGS = keymap.APP
    COMMANDS = {MoieCommands, SystemCommandsProvider}
    COMMAND_PALETTE_BINDING = "ctrl+p"
    NOTIFICATION_TIMEOUT = 4

    def __init__(self, source: Source, *, read_only: bool = False) -> None:
        super().__init__(source, read_only=read_only)
        self.acting = Acting(self)
        self._wanted_theme: str | None = None
        self._wanted_keys: Mapping[str, str] = {}
        for theme in THEMES:
            self.register_theme(theme)
        # Without the theme's watcher, which would have all sheets parsed a second time.
        self.set_reactive(App.theme, NIGHT.name)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our tokens for themes that do not have them."""
        return tokens_for(self.current_theme)

    def get_default_screen(self) -> Screen[Any]:
        """The dashboard, bound to the facts."""
        return Dashboard(self.source.events, id="dashboard").data_bind(
            Live.view,
            Live.judgement,
            Live.now,
            Live.alerts,
            Live.locked,
            Live.read_only,
            Live.activity,
            Live.keys,
            Live.difference,
        )

    def watch_view(self, view: SystemView) -> None:
        """The config may name a theme, and other keys."""
        wanted = view.settings.ui.theme
        if wanted != self._wanted_theme:
            self.theme = wanted if wanted in self.available_themes else NIGHT.name
        self._wanted_theme = wanted
        if view.settings.ui.keymap != self._wanted_keys:
            self._wanted_keys = view.settings.ui.keymap
            self.keys = keys_from(self._wanted_keys)[0]

    def watch_keys(self, keys: Keys) -> None:
        """Every key works, and is named, as it is now."""
        self.set_keymap(textual_keymap(keys))
        for screen in self.screen_stack:
            if isinstance(screen, Sheet):
                screen.relabel()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the palette offers beside the keys."""
        yield SystemCommand("Theme", "change the colours until you leave", self.action_change_theme)

    def action_help_quit(self) -> None:
        """Nothing is ended by ctrl+c; says what does end it."""
        self.notify(f"{self.keys.shown('back')} quits. Jobs started here live on.", markup=False)

    def action_toggle_lock(self) -> None:
        """A lock for clumsy fingers; read-only can't be lifted by it."""
        self.locked = not self.locked

    def action_show_running(self) -> None:
        """Opens the sheet of the running operation."""
        self.acting.show_running()

    def action_help_here(self) -> None:
        """Help for the pane in front."""
        front = self.screen.front if isinstance(self.screen, Dashboard) else ""
        self.post_message(HelpRequested(front))

    def action_leave(self) -> None:
        """Asks to quit."""
        self.post_message(LeaveRequested())

    def on_act_requested(self, message: ActRequested) -> None:
        """Every act goes through the one dispatcher."""
        self.acting.request(message.name, **message.arguments)

    def on_job_opened(self, message: JobOpened) -> None:
        """Deeper into a job."""
        screen = ExecutionsScreen(message.key, self.source)
        self.push_screen(screen.data_bind(Live.view, Live.now, Live.judgement))

    def on_snapshot_opened(self, message: SnapshotOpened) -> None:
        """Deeper into a snapshot."""
        screen = SnapshotDiffScreen(message.id, self.source)
        self.push_screen(screen.data_bind(Live.view, Live.now, Live.read_only))

    # Sheets that are opened seldom are imported when they are: the first frame does not wait for them.

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

        self.push_screen(SortsSheet(message.chosen, self.source), self._show_sorts)

    def _show_sorts(self, chosen: frozenset[str] | None) -> None:
        if chosen is not None:
            self.screen_stack[0].post_message(SortsChosen(chosen))

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
        screen = AlertsScreen(self.source).data_bind(Live.view, Live.now, Live.alerts, Live.read_only)
        self.push_screen(screen, self._go_to)

    def _go_to(self, place: GoTo | None) -> None:
        if place is not None:
            self.screen_stack[0].post_message(place)

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

    def on_difference_wanted(self, message: DifferenceWanted) -> None:
        """Compares in a thread; the answer comes down as a fact."""
        self.run_worker(self.compare(message.snapshot), group="compare", exclusive=True)

    def on_help_requested(self, message: HelpRequested) -> None:
        """The keys that work here."""
        self.push_screen(HelpScreen(self.screen.active_bindings, message.pane))

    def on_leave_requested(self) -> None:
        """Quits, asking only while an operation runs."""
        self.run_worker(self._leave(), name="leave", group="leave", exclusive=True)

    async def _leave(self) -> None:
        if await self.acting.may_quit():
            self.exit()
