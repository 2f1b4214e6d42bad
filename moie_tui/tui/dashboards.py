"""A dashboard for each root, with its own cursors, filters and folds; the one in front is told the facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from moie_tui.tui.clocks import PRESENT
from moie_tui.tui.desk import Desk
from moie_tui.tui.live import Live
from moie_tui.tui.screens.dashboard import Dashboard
from moie_tui.tui.screens.facts import FACTS


class Dashboards:
    """Makes them when they are first wanted, and hands the facts of the app down."""

    def __init__(self, app: Live) -> None:
        self._app = app
        self._made: dict[Desk, Dashboard] = {}

    def of(self, desk: Desk) -> Dashboard:
        """The one of that root."""
        if desk not in self._made:
            self._made[desk] = made = Dashboard(desk.source.events, several=len(self._app.desks) > 1)
            # Textual throws a screen away that leaves the stack, unless it is installed.
            self._app.install_screen(made, f"root {desk.number}")
        return self._made[desk]

    def begin(self) -> None:
        """Each fact goes down as it changes."""
        for name in FACTS:
            self._app.watch(self._app, name, self._teller(name), init=False)
        self.tell_all()

    def put_up(self, desk: Desk) -> None:
        """That of this root is on screen from now on; the others wait as they are.

        The first one lies under all others: Textual can't take it off the stack."""
        app, known, front = self._app, desk in self._made, self.of(desk)
        if known:
            # The looks may have changed since it was there.
            app.stylesheet.update(front, animate=False)
        if front is app.screen_stack[0]:
            app.pop_screen()
        elif len(app.screen_stack) == 1:
            app.push_screen(front)
        else:
            app.switch_screen(front)

    def tell_all(self) -> None:
        """All facts, as some may be those of the last root."""
        self.pass_present(self._app.present)
        for name in FACTS:
            self._teller(name)(getattr(self._app, name))

    def pass_present(self, moment: datetime) -> None:
        """What time it really is."""
        self._teller(PRESENT)(moment)

    def _teller(self, name: str) -> Callable[[object], None]:
        def tell(fact: object) -> None:
            front = self._made.get(self._app.desk)
            if front is not None:
                front.tell(name, fact)

        return tell
