"""The cockpit: puts themes, sheets, keys, the dashboard and the acts together."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from textual import events
from textual.notifications import Notify
from textual.screen import ModalScreen, Screen
from textual.theme import Theme

from moie_tui.domain.text import plain
from moie_tui.domain.view import SystemView
from moie_tui.tui import collecting, heap, keymap, leftovers, toast_place, toasts
from moie_tui.tui.aimed import Aimed
from moie_tui.tui.dashboards import Dashboards
from moie_tui.tui.desk import Desk
from moie_tui.tui.dressing import Dressing
from moie_tui.tui.messages import ActRequested, HelpRequested, LeaveRequested, RootWanted, TimeRequested
from moie_tui.tui.opening import Opening
from moie_tui.tui.screens.dashboard import Dashboard
from moie_tui.tui.source import Source
from moie_tui.tui.styles import first_sheets, sheets
from moie_tui.tui.theme import NIGHT, PLAIN, tokens_for
from moie_tui.tui.working import instead

if TYPE_CHECKING:
    from textual.command import Provider

    from moie_tui.tui.time_machine import TimeMachine

_HERE = events.Key | events.Paste | events.MouseDown | events.MouseScrollDown | events.MouseScrollUp
"""What tells that somebody is here; a mouse that is only pushed does not."""

# What opens over the dashboard is imported when it does: the first frame does not wait for it.


def _ours() -> type[Provider]:
    from moie_tui.tui.palette import MoieCommands

    return MoieCommands


class MoieApp(Opening, inherit_bindings=False):
    """One root on the screen, and how others are."""

    TITLE = "moie"
    CSS_PATH = [*first_sheets()]
    BINDINGS = keymap.APP
    COMMANDS = {_ours}
    COMMAND_PALETTE_BINDING = "ctrl+p"
    NOTIFICATION_TIMEOUT = 4
    ALLOW_SELECT = False
    """Textual's own selection of text copies by OSC 52 alone, and fails on a click beside what just left."""

    def __init__(
        self, source: Source, *others: Source, read_only: bool = False, usual: Theme = NIGHT
    ) -> None:
        super().__init__(source, *others, read_only=read_only)
        self.dashboards = Dashboards(self)
        self.aimed = Aimed()
        self.dressing = Dressing(self, PLAIN if self.no_color else usual)
        self.stylesheet.set_variables(self.get_css_variables())

    @cached_property
    def time_machine(self) -> TimeMachine:
        """What shows other moments."""
        from moie_tui.tui.time_machine import TimeMachine

        return TimeMachine(self)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our tokens; Textual asks for them before anything of ours is there."""
        dressing = getattr(self, "dressing", None)
        return dressing.tokens() if dressing else tokens_for(self.current_theme)

    def get_default_screen(self) -> Screen[Any]:
        """The dashboard of the root in front."""
        return self.dashboards.of(self.desk)

    def on_mount(self) -> None:
        """Tells the dashboard the facts; follows the user's own themes."""
        self.dashboards.begin()
        self.run_worker(self.dressing.follow(), name="themes", group="themes")
        self.set_interval(leftovers.EVERY_SECONDS, lambda: leftovers.drop(self))
        # Back from the shell nothing is on the screen, and Textual draws only what changed.
        self.app_resume_signal.subscribe(self, lambda _: self.refresh())

    def show(self, view: SystemView) -> None:
        """Looks as the config of this view wants, and shows it."""
        super().show(self.dressing.put_on(view))
        self.dressing.entitle()
        self.away.begin()

    def on_drawn(self) -> None:
        """The first frame is there: now what will be wanted next."""
        self.drawn.set()
        _ = self.acting
        heap.share()
        collecting.resume()

    def bring(self, desk: Desk) -> None:
        """Another root comes to the front, in its own dashboard and looks."""
        self.dashboards.put_up(desk)
        super().bring(desk)
        self.dashboards.tell_all()
        self.dressing.repaint()
        self.away.touched()

    async def on_event(self, event: events.Event) -> None:
        """Keys and clicks tell that somebody is here, whoever they are for."""
        if isinstance(event, events.Key) and not self.aimed.hits(event, self.screen):
            return
        if isinstance(event, _HERE):
            self.away.touched()
        await super().on_event(event)

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        """The first screen over the dashboard brings the sheets that its first frame did not wait for."""
        if missing := [one for one in sheets() if not self.stylesheet.has_source(str(one))]:
            self.stylesheet.read_all(missing)
            self.stylesheet.parse()
        super()._load_screen_css(screen)

    def watch_theme(self) -> None:
        """Textual reads the sheets anew first."""
        self.call_next(self.dressing.repaint)

    def watch_judgement(self) -> None:
        """How it is may have changed: the terminal's title says it too."""
        self.dressing.entitle()

    def pass_present(self, moment: datetime) -> None:
        """A second has really passed: who shows how long ago the past is hears of it, and who waits."""
        super().pass_present(moment)
        self.dashboards.pass_present(moment)
        self.away.tick()

    def action_command_palette(self) -> None:
        """Opens ours."""
        from moie_tui.tui.screens.choices import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def search_themes(self) -> None:
        """The same list for themes."""
        from textual.theme import ThemeProvider

        from moie_tui.tui.screens.choices import Palette

        self.push_screen(Palette(providers=[ThemeProvider], placeholder="Search for themes…"))

    def action_help_quit(self) -> None:
        """Nothing is ended by ctrl+c; says what does end it."""
        self.notify(f"{self.keys.shown('back')} quits. Jobs started here live on.", markup=False)

    def action_suspend(self) -> None:
        """Back to the shell for a while."""
        from moie_tui.tui.suspending import suspend

        if suspend(self, at_work=self.acting.at_work):
            self.come_back()

    def action_toggle_lock(self) -> None:
        """A lock for clumsy fingers; read-only can't be lifted by it."""
        self.locked = not self.locked

    def action_show_running(self) -> None:
        """Opens the sheet of the running operation."""
        if not self.acting.show_running():
            listed = f"{self.keys.shown('operations')} lists what was done."
            toasts.say_once(self, plain(self.view.running) or listed, "Nothing that was started here runs")

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

    def on_notify(self, message: Notify) -> None:
        """One more toast comes."""
        toasts.let_last(message, self.size)
        toasts.make_room(self)
        if self.screen_stack:
            toast_place.place(self.screen)

    def on_root_wanted(self, message: RootWanted) -> None:
        """Another root, unless a sheet of this one opened meanwhile."""
        at = message.number - 1 if message.number else self.desk.number - 1 + message.step
        desk = self.desks[at % len(self.desks)]
        if desk is self.desk or isinstance(self.screen, ModalScreen):
            self.dashboards.of(self.desk).stay()
        else:
            self.bring(desk)

    def on_time_requested(self, message: TimeRequested) -> None:
        """Another moment, a mark, or what differs."""
        self.run_worker(self.time_machine.request(message.what), group="time")

    def on_help_requested(self, message: HelpRequested) -> None:
        """The keys that work here."""
        from moie_tui.tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.screen.active_bindings, message.pane))

    def on_leave_requested(self) -> None:
        """Quits, asking only while an operation runs."""
        instead(self, "leave", self._leave)

    async def _leave(self) -> None:
        if await self.acting.may_quit():
            self.exit()
