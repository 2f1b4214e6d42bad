"""A monkey at the dashboard: random keys, words, pastes, clicks and sizes, all from one seed."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from random import Random
from typing import Any

from textual import events
from textual.geometry import Size
from textual.keys import _character_to_key
from textual.pilot import Pilot

from moie_tui.domain.key_catalogue import ACT, ACTIONS
from moie_tui.domain.plan import Cancel, Operation, Outcome, Plan, Progress
from moie_tui.domain.view import SystemView
from moie_tui.tui.keymap import keys_of
from moie_tui.tui.screens.plan_sheet import PlanSheet
from moie_tui.tui.stacking import DEEP
from moie_tui.workspace import Workspace
from tests.faults.monkey_life import Life
from tests.faults.monkey_words import WORDS
from tests.tui.live_app import LiveApp

FIXED = ("escape", "enter", "backspace", "delete", "insert", "ctrl+c", "ctrl+a", "ctrl+k", "ctrl+w", "f5",
         "ctrl+left", "shift+right", "alt+x", "ctrl+pagedown")  # fmt: skip
PRINTABLE = (*map(chr, range(32, 127)), "é", "日")
KNOWN = tuple(key for one in ACTIONS for key in one.keys)
ACTS = tuple(key for one in ACTIONS if one.kind == ACT for key in one.keys)
TRAIL = 60
BURSTS = (1, 4, 12, 30, 60)
"""Plays between two moments of rest."""


class Watched(Workspace):
    """Remembers the plan of every operation that was run."""

    ran: list[Plan]

    def run(
        self, operation: Operation, plan: Plan, progress: Progress | None = None, cancel: Cancel | None = None
    ) -> Outcome:
        """Notes it down, whatever becomes of it."""
        self.ran.append(plan)
        return super().run(operation, plan, progress, cancel)


class MonkeysApp(LiveApp):
    """Stays open when it is told to leave; knows every consent before it is given, or lets none through."""

    def __init__(self, workspace: Watched, *, consents: bool) -> None:
        super().__init__(workspace)
        self.workspace = workspace
        self.consents = consents
        self.consented: list[Plan] = []
        self.left = 0

    def show(self, view: SystemView) -> None:
        """Keeps only the newest."""
        super().show(view)
        del self.views[:-1]

    def exit(self, *arguments: Any, **options: Any) -> None:
        """Counts it."""
        self.left += 1

    async def on_event(self, event: events.Event) -> None:
        """The sheet that is on top when it arrives is the one it consents to."""
        if not self._is_consent(event):
            await super().on_event(event)
        elif self.consents:
            if isinstance(self.screen, PlanSheet):
                self.consented.append(self.screen.plan)
            await super().on_event(event)

    def _is_consent(self, event: events.Event) -> bool:
        if isinstance(event, events.Key):
            return not event.is_forwarded and event.key in keys_of(self).of("consent")
        if isinstance(event, events.MouseDown | events.MouseUp) and not event.is_forwarded:
            return "consent" in str(self.screen.get_style_at(event.x, event.y).meta.get("@click", ""))
        return False


class Monkey:
    """Plays on a dashboard."""

    def __init__(self, pilot: Pilot[None], life: Life, random: Random) -> None:
        assert isinstance(pilot.app, MonkeysApp)
        self.pilot, self.app, self.life, self.random = pilot, pilot.app, life, random
        self.done: Counter[str] = Counter()
        self.screens: Counter[str] = Counter()
        self.trail: deque[str] = deque(maxlen=TRAIL)
        self._plays: tuple[tuple[int, Callable[[], Any]], ...] = (
            (60, self._known_key), (12, self._any_key), (14, self._act), (12, self._fixed_key),
            (10, self._word), (2, self._paste), (22, self._click), (14, self._wheel), (10, self._move),
            (3, self._resize), (6, self._life), (4, self._time), (10, self._consent), (18, self._out),
            (8, self.deed),
        )  # fmt: skip

    async def play(self, inputs: int) -> None:
        """Presses and clicks so often; raises what the app raised, with what led to it."""
        weights, plays = zip(*self._plays, strict=True)
        while self.done["keys"] + self.done["clicks"] < inputs:
            for _ in range(self.random.choice(BURSTS)):
                await self.random.choices(plays, weights)[0]()
            await self.settle()
        await self.pilot.pause(0.05)

    async def settle(self) -> None:
        """Until all that was sent has been heard; a screen that never comes to rest fails."""
        await asyncio.sleep(0)
        await asyncio.wait_for(self.pilot._wait_for_screen(), 30)
        piled = [type(one).__name__ for one in self.app.screen_stack]
        assert len(piled) < 2 * DEEP, f"{' '.join(piled)} after {' '.join(self.trail)}"
        self.app.screen._on_timer_update()
        if self.app._exception is not None:
            raise AssertionError(f"after {' '.join(self.trail)}") from self.app._exception
        self.screens[type(self.app.screen).__name__] += 1

    def _send(self, *messages: events.Event) -> None:
        assert self.app._driver is not None
        for message in messages:
            self.app._driver.process_message(message)

    def _note(self, what: str, kind: str) -> None:
        self.trail.append(what)
        self.done[kind] += 1

    async def _press(self, key: str) -> None:
        name = _character_to_key(key) if len(key) == 1 else key
        character = " " if key == "space" else key if len(key) == 1 else None
        self._note(key, "keys")
        self._send(events.Key(name, character))

    async def _known_key(self) -> None:
        await self._press(self.random.choice(KNOWN))

    async def _any_key(self) -> None:
        await self._press(self.random.choice(PRINTABLE))

    async def _act(self) -> None:
        await self._press(self.random.choice(ACTS))

    async def _fixed_key(self) -> None:
        await self._press(self.random.choice(FIXED))

    async def _word(self) -> None:
        for letter in self.random.choice(WORDS)[:20]:
            await self._press(letter)
        await self._press(self.random.choice(("enter", "escape")))

    async def _consent(self) -> None:
        await self.settle()
        self.app.seconds.pass_by(1)
        await self._press("y")

    async def _out(self) -> None:
        await self._press("escape")

    async def deed(self) -> None:
        """An act, waited for and consented to."""
        for _ in range(3):
            await self._out()
        await self._act()
        for _ in range(20):
            await self.settle()
            if isinstance(self.app.screen, PlanSheet):
                break
            await asyncio.sleep(0.02)
        await self._consent()

    async def _paste(self) -> None:
        self._note("PASTE", "keys")
        self._send(events.Paste(self.random.choice(("y", "P\ny\n", *WORDS))))

    def _place(self) -> tuple[int, int]:
        size = self.app.size
        return self.random.randrange(size.width + 1), self.random.randrange(size.height + 1)

    def _mouse(self, kind: type[events.MouseEvent], x: int, y: int, button: int = 0) -> events.MouseEvent:
        return kind(None, x, y, 0, 0, button, False, False, False, x, y)

    async def _click(self) -> None:
        x, y = self._place()
        button, times = self.random.choice(((1, 1), (1, 1), (1, 2), (3, 1)))
        self._note(f"CLICK{times}({x},{y})", "clicks")
        for _ in range(times):
            self._send(self._mouse(events.MouseDown, x, y, button), self._mouse(events.MouseUp, x, y, button))

    async def _wheel(self) -> None:
        x, y = self._place()
        kind = self.random.choice((events.MouseScrollDown, events.MouseScrollUp))
        self._note(f"WHEEL({x},{y})", "clicks")
        self._send(self._mouse(kind, x, y))

    async def _move(self) -> None:
        x, y = self._place()
        self._note(f"MOVE({x},{y})", "clicks")
        self._send(self._mouse(events.MouseMove, x, y))

    async def _resize(self) -> None:
        small = self.random.random() < 0.15
        width, height = (self._small if small else self._usual)()
        self._note(f"SIZE{width}x{height}", "sizes")
        size = self.app._driver._size = Size(width, height)  # type: ignore[union-attr]
        self._send(events.Resize(size, size))

    def _small(self) -> tuple[int, int]:
        return self.random.randrange(1, 20), self.random.randrange(1, 5)

    def _usual(self) -> tuple[int, int]:
        return self._mostly_low(20, 250), self._mostly_low(5, 80)

    def _mostly_low(self, least: int, most: int) -> int:
        return min(self.random.randint(least, most) for _ in range(3))

    async def _life(self) -> None:
        self._note("FILES", "changes")
        self.life.goes_on()
        await asyncio.sleep(self.random.choice((0, 0, 0.03)))

    async def _time(self) -> None:
        self._note("TIME", "times")
        self.life.root.clock.advance(seconds=self.random.choice((1, 1, 60, 4000, -3)))
        self.app.seconds.pass_by(self.random.choice((0.1, 1)))
        self.app.tick()
