"""What a hostile root looks like on every screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widgets import Input

from moie_tui.tui.screens.alerts import AlertsScreen
from moie_tui.tui.screens.effects_diff import EffectsDiff
from moie_tui.tui.screens.event_sheet import EventSheet
from moie_tui.tui.screens.executions import ExecutionsScreen
from moie_tui.tui.screens.failure_sheet import FailureSheet
from moie_tui.tui.screens.help import HelpScreen
from moie_tui.tui.screens.operation import OperationScreen
from moie_tui.tui.screens.operations import OperationsScreen
from moie_tui.tui.screens.plan_sheet import PlanSheet
from moie_tui.tui.screens.snapshot_diff import SnapshotDiffScreen
from moie_tui.tui.screens.trust_sheet import TrustSheet
from tests.hostile_root import MARKUP, TEXTS, broken, hostile_root, with_a_double
from tests.roots import Root
from tests.tui.bare_app import consent, shows, until, words
from tests.tui.live_app import LiveApp, live

pytestmark = pytest.mark.long

SIZES = ((200, 60), (120, 40), (80, 24))


def assert_plain(app: LiveApp) -> None:
    """Nothing but printable text is on screen, no link, and no click that a file asked for."""
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            assert segment.text.isprintable(), repr(segment.text)
            assert not segment.control
            assert segment.style is None or segment.style.link is None
            clicked = str(segment.style.meta.get("@click", "")) if segment.style else ""
            assert "quit" not in clicked, clicked


class Visitor:
    """Goes through the dashboard and looks at each place it comes to."""

    def __init__(self, app: LiveApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    async def go(self, *keys: str, to: object = None, says: str = MARKUP) -> None:
        """Presses the keys; the screen of that kind is on top and says the text."""
        await self.pilot.press(*keys)
        there: Callable[[], bool] = shows(self.app, to) if to else lambda: True  # type: ignore[arg-type]
        await until(self.pilot, lambda: there() and says in words(self.app))
        assert_plain(self.app)

    async def look_at_panes(self) -> None:
        """Each pane, and a click on every cell of a line that says it."""
        for keys, says in (("1", MARKUP), ("2", MARKUP), ("3", "♥"), ("5G", MARKUP), ("4", MARKUP)):
            await self.go(*keys, says=says)
        await self.go("0")
        y, line = next((y, line) for y, line in enumerate(words(self.app).split("\n")) if MARKUP in line)
        for x in range(line.index(MARKUP), line.index(MARKUP) + len(MARKUP), 8):
            await self.pilot.click(offset=(x, y))
        await self.go("0")

    async def go_deeper(self) -> None:
        """What Enter, `?` and the palette open."""
        await self.go("1", "j", "enter", to=ExecutionsScreen)
        await self.back()
        await self.go("2", "enter", to=ExecutionsScreen)
        await self.back()
        await self.go("4", "enter", to=SnapshotDiffScreen)
        await self.go("d", to=EffectsDiff)
        await self.pilot.press("escape")
        await self.back()
        await self.go("5", "enter", to=EventSheet)
        await self.back()
        await self.go("u", to=OperationsScreen, says=MARKUP[:16])
        await self.go("enter", to=OperationScreen)
        await self.pilot.press("escape")
        await self.back()
        await self.go("?", to=HelpScreen, says="Help")
        await self.back()
        await self.go("ctrl+p", to=CommandPalette, says="")
        self.app.screen.query_one(Input).value = "click"
        await until(self.pilot, lambda: MARKUP in words(self.app))
        assert_plain(self.app)
        await self.back()

    async def ask_for_acts(self) -> None:
        """The sheet of each act."""
        for key in "BRMUV":
            await self.go(key, to=PlanSheet, says="")
            await self.back()

    async def run_a_command(self) -> None:
        """Trust, the plan, and how the command ended: told in a toast, a failure sheet and the last line."""
        await self.go("P", to=TrustSheet)
        await consent(self.app, self.pilot)
        await until(self.pilot, lambda: type(self.app.screen) is PlanSheet and MARKUP in words(self.app))
        assert_plain(self.app)
        await consent(self.app, self.pilot)
        await until(self.pilot, lambda: bool(self.app._notifications) or shows(self.app, FailureSheet)())
        await self.pilot.pause(0.1)
        assert_plain(self.app)

    async def meet_problems(self, root: Root, text: str) -> None:
        """A state with something odd, then one that can't be read."""
        document = root.document
        root.write(with_a_double(document))
        await until(self.pilot, lambda: "1 problem" in words(self.app) or "▲ 1" in words(self.app))
        assert_plain(self.app)
        await self.go("a", to=AlertsScreen)
        await self.back()
        root.write(broken(document, text))
        await until(self.pilot, lambda: "BROKEN" in words(self.app))
        assert_plain(self.app)
        await self.go("!", to=AlertsScreen, says="✗ state")
        await self.back()

    async def back(self) -> None:
        """To the dashboard."""
        await self.pilot.press("escape")
        await until(self.pilot, lambda: not self.app.screen.is_modal)
        assert_plain(self.app)


CASES = [
    pytest.param("all", (120, 40)),
    *(
        pytest.param(kind, size, marks=pytest.mark.slow)
        for kind in ("all", *TEXTS)
        for size in SIZES
        if (kind, size) != ("all", (120, 40))
    ),
]


@pytest.mark.parametrize(("kind", "size"), CASES)
async def test_every_screen_shows_it_as_plain_text(kind: str, size: tuple[int, int], tmp_path: Path) -> None:
    text = TEXTS.get(kind, "".join(reversed(TEXTS.values())))
    root = hostile_root(tmp_path, text)
    async with live(root.workspace, size) as (app, pilot):
        visitor = Visitor(app, pilot)
        await visitor.look_at_panes()
        await visitor.go_deeper()
        await visitor.ask_for_acts()
        await visitor.run_a_command()
        await visitor.back()
        await visitor.meet_problems(root, text)
        assert app.return_code is None
