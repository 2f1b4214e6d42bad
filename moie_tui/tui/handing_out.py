"""Copying and exporting, from wherever it is asked for: the one place that does it."""

from __future__ import annotations

import asyncio

from moie_tui.domain.errors import MoieError
from moie_tui.domain.text import plain
from moie_tui.tui.clipboard import copy_from
from moie_tui.tui.live import Live
from moie_tui.tui.matter import Form, Matter, copies, exports, line_of
from moie_tui.tui.messages import AS, EXPORT, ROW, MatterWanted
from moie_tui.tui.screens.form_sheet import FormSheet
from moie_tui.tui.terminal import NO_FILES, is_browser

NOTHING = "There is nothing here to copy or to export."
OUTSIDE = "into the current folder, or at home where that is the root"


class HandingOut:
    """Copies the selected row, lets the form of it be chosen, or writes all of it into a file."""

    def __init__(self, app: Live) -> None:
        self._app = app

    async def request(self, message: MatterWanted) -> None:
        """What the message asks for; an error is told."""
        matter: Matter = message.matter
        if message.how == ROW and (line := line_of(matter)):
            copy_from(self._app, line)
        elif message.how == AS and (forms := copies(matter, self._app.view.root)):
            chosen = await self._choose(FormSheet(f"Copy · {matter.title}", forms, "copy"))
            if chosen is not None:
                copy_from(self._app, chosen.make())
        elif message.how == EXPORT and is_browser():
            self._app.notify(NO_FILES, severity="warning", markup=False)
        elif message.how == EXPORT and (forms := exports(matter)):
            chosen = await self._choose(FormSheet(f"Export · {matter.title}", forms, "write", OUTSIDE))
            if chosen is not None:
                await self._export(matter, chosen)
        else:
            self._app.notify(NOTHING, markup=False)

    async def _choose(self, sheet: FormSheet) -> Form | None:
        return await self._app.push_screen_wait(sheet)

    async def _export(self, matter: Matter, form: Form) -> None:
        name = matter.title.partition(" · ")[0].lower()
        stem = form.stem or f"moie-{name}-{self._app.present:%Y%m%dT%H%M%SZ}"
        try:
            path = await asyncio.to_thread(lambda: self._app.source.export(stem, form.make(), form.suffix))
        except MoieError as error:
            self._app.notify(plain(error.line()), title="Not exported", severity="error", markup=False)
        else:
            self._app.notify(plain(path), title="Exported", markup=False)
