"""The incident bundle before it is written: every file of it can be read, and is as it will be sent."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable
from pathlib import Path

from textual import on
from textual.content import Content
from textual.widget import Widget

from moie_tui.domain.amounts import counted, size
from moie_tui.domain.errors import MoieError
from moie_tui.domain.incident import README, Incident, Part, Seen
from moie_tui.domain.text import plain
from moie_tui.tui.columns import Column
from moie_tui.tui.keymap import keys_of
from moie_tui.tui.pieces import text
from moie_tui.tui.screens.failure_sheet import failure_rows
from moie_tui.tui.screens.sheet import KeyHint, Sheet
from moie_tui.tui.source import Source
from moie_tui.tui.terminal import NO_FILES, is_browser
from moie_tui.tui.widgets.hanging_text import HangingText, Row
from moie_tui.tui.widgets.rows import Rows
from moie_tui.tui.widgets.text_lines import TextLines

COLUMNS = (
    Column(28, "file"),
    Column(12, "what", flexible=True),
    Column(8, "size", right=True, drop=2),
    Column(9, "secrets", right=True, drop=1),
)
GATHERING = "Gathering …"
LONGEST = 4000
"""Characters of a line that are shown."""
CARE = "Nothing is sent. Secrets are taken out as far as they can be told: read it before you pass it on."


class BundleSheet(Sheet[None]):
    """Gathers in a thread; `e` writes a zip outside the root, Enter shows a file of it.

    It is written once: what `e` would write again is the same."""

    AUTO_FOCUS = "Rows"

    def __init__(self, seen: Seen, source: Source) -> None:
        super().__init__()
        self._seen, self._source = seen, source
        self._found: Incident | None = None
        self._place: Path | None = None
        self._is_writing = False
        self._cancel = threading.Event()
        self._rows: Rows[Part] = Rows(COLUMNS, _cells, lambda one: one.name, empty=GATHERING)

    def head(self) -> str:
        """What it is."""
        return f"Incident bundle · {self._seen.now:%Y-%m-%d %H:%M} UTC"

    def tail(self) -> str:
        """How much it is, or where it lies."""
        if self._place is not None:
            return f"written: {self._place}"
        if self._found is None:
            return ""
        removed = sum(one.removed for one in self._found.parts[1:])
        whole = size(sum(one.size for one in self._found.parts))
        return f"{counted(len(self._found.parts), 'file')}, {whole} · {counted(removed, 'secret')} taken out"

    def parts(self) -> Iterable[Widget]:
        """The files, and a word of care."""
        yield self._rows
        yield HangingText([(Content(), Content(CARE))], id="care")

    def on_mount(self) -> None:
        """Begins at once."""
        self.run_worker(self._gather(), group="gather")

    def on_unmount(self) -> None:
        """Nobody waits for it."""
        self._cancel.set()

    async def _gather(self) -> None:
        try:
            found, place = await asyncio.to_thread(self._gathered)
        except MoieError as error:
            if self.ready:
                self.query_one("#care", HangingText).show(failure_rows(error, keys_of(self)))
            return
        if self.ready:
            self._found = found
            self._rows.set_rows(found.parts)
            if place is not None and not is_browser():
                key = keys_of(self).shown("export")
                self.say([(Content(), Content(CARE)), *_where(key, place)], "#care")
            self.relabel()

    def _gathered(self) -> tuple[Incident, Path | None]:
        found = self._source.incidents.gather(self._seen, self._cancel)
        return found, self._source.incidents.place(found)

    def relabel(self) -> None:
        """The keys, once there is something to do."""
        there: tuple[KeyHint, ...] = (("enter", "read", "screen.go"), ("export", "write it", "screen.export"))
        there = there[:1] if self._place else there
        self.hints = (*(there if self._found else ()), ("esc", "back", "screen.leave"))
        super().relabel()

    @on(Rows.Chosen)
    def action_go(self) -> None:
        """One file as it will be sent."""
        if self._rows.item is not None:
            self.app.push_screen(PartSheet(self._rows.item))

    def action_export(self) -> None:
        """Writes it, or says where it lies already."""
        if is_browser():
            self.notify(NO_FILES, severity="warning", markup=False)
        elif self._place is not None:
            self.notify(plain(self._place), title="Written already", markup=False)
        elif self._found is not None and not self._is_writing:
            self._is_writing = True
            self.run_worker(self._write(self._found), group="export")

    async def _write(self, found: Incident) -> None:
        try:
            self._place = await asyncio.to_thread(self._source.incidents.write, found)
        except MoieError as error:
            self.notify(plain(error.line()), title="Not written", severity="error", markup=False)
        else:
            self.notify(plain(self._place), title="Written", markup=False)
            self.relabel()
        finally:
            self._is_writing = False

    def action_copy(self) -> None:
        """Where it lies, once it was written; else the selected row."""
        if self._place is None:
            super().action_copy()
        else:
            from moie_tui.tui.clipboard import copy_from

            copy_from(self.app, str(self._place))


class PartSheet(Sheet[None]):
    """One file, as plain text."""

    AUTO_FOCUS = "TextLines"

    def __init__(self, part: Part) -> None:
        super().__init__()
        self._part = part
        self._text = TextLines(id="output")

    def head(self) -> str:
        """Which file, and what it is."""
        return f"{self._part.name} · {self._part.words}"

    def parts(self) -> Iterable[Widget]:
        """The text."""
        yield self._text

    def on_mount(self) -> None:
        """All of it."""
        self._text.set_lines([text(plain(line)[:LONGEST]) for line in self._part.text.split("\n")])


def _where(key: str, place: Path) -> list[Row]:
    return [(Content.styled(f"{key} writes ", "$faint"), Content(plain(place)))]


def _cells(one: Part) -> tuple[tuple[tuple[str, str], ...], ...]:
    removed = f"{one.removed} out" if one.removed and one.name != README else ""
    name, words = text(plain(one.name)), text(plain(one.words), "faint")
    return name, words, text(size(one.size), "faint"), text(removed)
