"""`moie status --watch`: the picture again whenever it changes; in its place on a terminal, else below."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import aclosing, suppress
from datetime import datetime
from typing import TYPE_CHECKING, cast

from moie_tui.cli.failures import INTERRUPTED
from moie_tui.cli.page import Line, cut, lines_text, text, wants_colour
from moie_tui.cli.picture import picture
from moie_tui.cli.status_line import filled, glance_of
from moie_tui.domain.judge import Judgement, judge
from moie_tui.domain.summary import summary
from moie_tui.domain.view import SystemView, as_read

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from moie_tui.cli.call import Call
    from moie_tui.workspace import Workspace

TICK_SECONDS = 1.0
"""How often ages and verdicts are looked at while no file changes."""
_UP, _CLEAR = "\x1b[{}F", "\x1b[J"


def watch(call: Call, template: str | None) -> int:
    """Shows it until it is interrupted."""
    workspace = call.workspace()
    workspace.require_root()
    in_place = wants_cursor()
    if call.json:
        face: Face = JsonLines()
    elif template is not None:
        face = OneLine(template, in_place)
    else:
        face = InPlace() if in_place else Blocks()
    with suppress(KeyboardInterrupt):  # how one leaves, as with `tail -f`
        asyncio.run(_follow(workspace, face))
    return INTERRUPTED


def wants_cursor() -> bool:
    """Whether stdout is a terminal that can move its cursor."""
    return sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"


class Face:
    """One way to show a reading; `shown` is what was written last."""

    shown = ""

    def show(self, view: SystemView, judgement: Judgement, now: datetime) -> None:
        """Writes it, if it is another one than before."""
        raise NotImplementedError

    def write(self, body: str) -> None:
        """Out with it at once: whoever reads a pipe waits for it."""
        self.shown = body
        sys.stdout.write(body)
        sys.stdout.flush()


class JsonLines(Face):
    """One object a line, whenever a verdict or a fact is another one."""

    _before: object = None

    def show(self, view: SystemView, judgement: Judgement, now: datetime) -> None:
        """The contract's `status`."""
        if (facts := facts_of(view, judgement)) != self._before:
            self._before = facts
            self.write(json.dumps(summary(view, judgement)) + "\n")


class Blocks(Face):
    """The picture below the one before, with the time above it: for pipes and dumb terminals."""

    _before: object = None

    def show(self, view: SystemView, judgement: Judgement, now: datetime) -> None:
        """Ages alone are no reason for another block."""
        if (facts := facts_of(view, judgement)) != self._before:
            gap = "\n" if self._before is not None else ""
            self._before = facts
            colour = wants_colour(sys.stdout)
            moment = now.astimezone(view.zone).isoformat(" ", "seconds")
            head = text(f"── {moment}", "faint")
            page = [head, *picture(view, judgement, now)]
            self.write(gap + lines_text(page, colour))


class OneLine(Face):
    """The line of --format; another line for each change where there is no cursor to move."""

    def __init__(self, template: str, in_place: bool) -> None:
        self._template, self._in_place = template, in_place
        self._line = ""

    def show(self, view: SystemView, judgement: Judgement, now: datetime) -> None:
        """The fields are those of a single call."""
        line = filled(self._template, glance_of(view, judgement), now.timestamp())
        if line != self._line or not self.shown:
            self._line = line
            self.write(f"\r{line}\x1b[K" if self._in_place else f"{line}\n")


class InPlace(Face):
    """The picture over the one before, cut to the terminal; what stood above stays."""

    def __init__(self) -> None:
        self._height, self._columns = 0, 0

    def show(self, view: SystemView, judgement: Judgement, now: datetime) -> None:
        """Also as ages grow."""
        columns, rows = os.get_terminal_size(sys.stdout.fileno())
        columns, rows = columns or 80, rows or 24  # a terminal that never learnt its size says 0
        page = fitting([*picture(view, judgement, now), text("ctrl-c ends", "faint")], columns, rows - 1)
        body = lines_text(page, wants_colour(sys.stdout))
        if body == self.shown and columns == self._columns:
            return
        # A terminal of another width has broken the old lines anew: nobody knows how many there are now.
        back = _UP.format(self._height) + _CLEAR if self._height and columns == self._columns else ""
        self._height, self._columns = len(page), columns
        sys.stdout.write(back)
        self.write(body)


def fitting(page: list[Line], columns: int, rows: int) -> list[Line]:
    """The page cut to that many columns and rows; the last row says what is missing."""
    lines = [cut(line, columns) for line in page]
    if len(lines) <= rows:
        return lines
    kept = max(0, rows - 1)
    return [*lines[:kept], text(f"… {len(lines) - kept} more lines"[:columns], "faint")]


def facts_of(view: SystemView, judgement: Judgement) -> object:
    """What of a reading is news: no ages."""
    told = cast("dict[str, object]", json.loads(json.dumps(summary(view, judgement))))
    cast("dict[str, object]", told["heartbeat"]).pop("age_seconds")
    for job in cast("list[dict[str, object]]", told["jobs"]):
        job.pop("late_seconds")
        job.pop("message")
    return told


async def _follow(workspace: Workspace, face: Face) -> None:
    """Shows each reading as it comes, and the newest again at every tick."""
    readings: asyncio.Queue[SystemView] = asyncio.Queue()
    views = cast("AsyncGenerator[SystemView]", workspace.watch())

    async def read() -> None:
        async with aclosing(views):
            async for view in views:
                readings.put_nowait(view)

    reader = asyncio.create_task(read())
    try:
        async for view in _ticking(readings, reader):
            now = workspace.clock()
            shown = as_read(view)
            face.show(shown, judge(shown, now), now)
    finally:
        reader.cancel()


async def _ticking(
    readings: asyncio.Queue[SystemView], reader: asyncio.Task[None]
) -> AsyncIterator[SystemView]:
    view = None
    while not reader.done():
        try:
            view = await asyncio.wait_for(readings.get(), TICK_SECONDS)
        except TimeoutError:
            if view is None:
                continue  # the first reading takes its time
        yield view
    await reader  # a reading that failed says why
