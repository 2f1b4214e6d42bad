"""From a key to what was written in an editor: the terminal is lent out, and nothing written is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from textual.app import SuspendNotSupported

from moie_tui.domain.draft import Draft, Written
from moie_tui.domain.errors import MoieError, Refused
from moie_tui.domain.plan import Operation, Plan
from moie_tui.domain.text import plain
from moie_tui.domain.validation import Finding
from moie_tui.tui.desk import Desk
from moie_tui.tui.live import Live
from moie_tui.tui.overview import names
from moie_tui.tui.screens.draft_sheet import AGAIN, DISCARD, DraftSheet
from moie_tui.tui.terminal import is_browser

EDIT = "edit"
STATE = "state"
NO_TERMINAL = "there is no terminal here that could be lent to an editor"


class Editing:
    """The drafts of one app: one a root and document, kept until it is in force or thrown away."""

    def __init__(self, app: Live) -> None:
        self._app = app
        self._drafts: dict[tuple[str, str], Draft] = {}
        self._source = app.source
        """That of the root it is about, whichever is in front by now."""
        self._key = ("", "")

    async def begin(self, desk: Desk, what: str = STATE) -> Operation | None:
        """What was written, as an operation; None when there is nothing to do."""
        self._source, self._key = desk.source, (desk.newest.root, what)
        if kept := self._drafts.get(self._key):
            answer = await self._ask(kept)
            if answer is None:
                return None
            if answer == DISCARD:
                await self._drop()
        if self._key not in self._drafts:
            self._drafts[self._key] = await asyncio.to_thread(self._source.drafts.begin, what)
        return await self.written()

    async def written(self) -> Operation | None:
        """Lends the terminal out until what was written is sound, or the operator gives up."""
        draft = self._drafts[self._key]
        while True:
            self._lend(draft)
            found = await self._look(draft)
            if found.text == draft.base:
                await self._nothing("You changed nothing.")
                return None
            if found.found.valid:
                name = EDIT if self._key[1] == STATE else f"{EDIT} {self._key[1]}"
                return self._source.operation(name, file=draft.file, base=draft.base, text=found.text)
            answer = await self._ask(draft, found.found.errors)
            if answer == DISCARD:
                await self._nothing("What you wrote is thrown away.")
            if answer != AGAIN:
                return None

    async def is_idle(self, plan: Plan) -> bool:
        """Whether what was written changes nothing: then it is told, and the draft is dropped."""
        if plan.operation != EDIT or plan.effects:
            return False
        await self._nothing("No value differs: the file stays as it is.")
        return True

    async def done(self) -> None:
        """It is in force: the draft is no longer needed."""
        await self._drop()

    async def leave(self) -> None:
        """Says where a draft lies that is not in force."""
        draft = self._drafts.get(self._key)
        if draft is None:
            return
        try:
            if (await self._look(draft)).text == draft.base:
                await self._drop()
                return
        except MoieError as error:
            del self._drafts[self._key]
            self._app.notify(plain(error.line()), title="Lost", severity="error", markup=False)
            return
        key = self._app.keys.shown("edit")
        self._app.notify(
            f"What you wrote is kept: {draft.place}\n{key} goes on with it.",
            title=self._titled("Edit not applied"),
            severity="warning",
            timeout=12,
            markup=False,
        )

    def _titled(self, words: str) -> str:
        """Words that say of which root they are, where several are open."""
        found = [name for desk, name in names(self._app.desks).items() if desk.source is self._source]
        return " · ".join([*found[:1], words]) if len(self._app.desks) > 1 else words

    def _lend(self, draft: Draft) -> None:
        if is_browser():
            # Every editor is a shell too, and a page in a browser must not have one.
            raise Refused(NO_TERMINAL, fix=f"open it in a terminal, or edit {draft.file} by hand")
        trouble: Exception | None = None
        try:
            # It holds up everything else, as keys that signal can be kept from us only in this thread.
            with self._app.suspend():
                try:
                    self._source.drafts.edit(draft)
                except Exception as error:
                    # Raised in here it would keep the screen from coming back.
                    trouble = error
        except SuspendNotSupported as error:
            raise Refused(NO_TERMINAL, fix=f"edit {draft.file} by hand") from error
        self._app.come_back()
        if trouble is not None:
            raise trouble

    async def _ask(self, draft: Draft, errors: Sequence[Finding] = ()) -> str | None:
        return await self._app.push_screen_wait(DraftSheet(draft, self._app.now, self._app.view.zone, errors))

    async def _look(self, draft: Draft) -> Written:
        return await asyncio.to_thread(self._source.drafts.look, draft)

    async def _nothing(self, words: str) -> None:
        await self._drop()
        self._app.notify(words, title="Nothing was done", markup=False)

    async def _drop(self) -> None:
        await asyncio.to_thread(self._source.drafts.drop, self._drafts.pop(self._key))
