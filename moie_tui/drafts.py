"""Documents of one root in the operator's editor; nothing of the root is changed by it."""

from __future__ import annotations

import os
from pathlib import Path

from moie_tui.domain.draft import Draft, Written
from moie_tui.domain.errors import InvalidDocument, UsageError
from moie_tui.domain.plan import Clock
from moie_tui.domain.state import NEW_ROOT_VERSION
from moie_tui.domain.validation import Finding
from moie_tui.processes.editor import edit_file, editor_command
from moie_tui.storage.config_file import CONFIG_NAME
from moie_tui.storage.drafts import begin_draft, drop_draft, text_of
from moie_tui.storage.state_file import parsed
from moie_tui.storage.stores import Stores
from moie_tui.storage.validation import validate
from moie_tui.values import replace

STATE, CONFIG = "state", "config"


class Drafts:
    """Copies of the live state or the config, outside the root."""

    def __init__(self, stores: Stores, clock: Clock) -> None:
        self._stores, self._clock = stores, clock

    def begin(self, what: str = STATE) -> Draft:
        """A copy of the live state, sound or not, or of the config, which may be missing yet."""
        file, base = self._document(what)
        return begin_draft(file, base, self._clock())

    def edit(self, draft: Draft) -> None:
        """Hands the terminal to the editor until it ends; only from the main thread."""
        edit_file(editor_command(os.environ), draft.place)

    def look(self, draft: Draft) -> Written:
        """What was written, and all that is wrong with it."""
        text, version = text_of(draft), self._stores.state.live_version() or NEW_ROOT_VERSION
        found = validate(Path(draft.place), version)
        if found.valid and draft.file != CONFIG_NAME:
            try:
                parsed(text, draft.file, version)
            except InvalidDocument as error:
                flaw = Finding(error.key, error.line_number, error.column, error.what)
                found = replace(found, errors=(flaw,))
        return Written(text, found)

    def drop(self, draft: Draft) -> None:
        """Throws the copy away."""
        drop_draft(draft)

    def _document(self, what: str) -> tuple[str, bytes]:
        if what == CONFIG:
            path = self._stores.config.path
            return CONFIG_NAME, path.read_bytes() if path.is_file() else b""
        state = self._stores.state
        name = state.path(state.require_live_version()).name
        if (base := state.bytes_of(name)) is None:
            raise UsageError("there is no state to edit", where=name, fix="roll back to a snapshot")
        return name, base
