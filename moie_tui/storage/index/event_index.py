"""The index of one root's log: opened, mended by making it anew, and asked."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import tzinfo
from pathlib import Path
from typing import TypeVar

from moie_tui.domain.errors import Busy
from moie_tui.domain.facts import Facts
from moie_tui.domain.metric_window import Window
from moie_tui.storage.folders import OURS, private_folder
from moie_tui.storage.index.catch_up import catch_up
from moie_tui.storage.index.facts import facts_of
from moie_tui.storage.index.remainder import remainder
from moie_tui.storage.index.schema import BUSY_SECONDS, create, is_ours

NAME = "events.sqlite"
_BESIDE = ("", "-wal", "-shm", "-journal")
_OTHERS_AT_WORK = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

T = TypeVar("T")


class EventIndex:
    """Follows `logs/` in `.moie/cache/events.sqlite`, or in memory where that can't be written.

    A file that is spoilt, foreign or of another version is made anew. May be asked by several threads."""

    def __init__(self, root: Path, zone: tzinfo | None) -> None:
        self._logs, self.zone = root / "logs", zone
        self._ours = root / OURS
        self.path = self._ours / "cache" / NAME
        self._in_memory: sqlite3.Connection | None = None
        self._turn = threading.Lock()

    def facts(self, window: Window, limit: float, patience: float | None = None) -> Facts:
        """What the log says of the window, with silences of the heart longer than `limit` seconds.

        Before, it is caught up with for `patience` seconds (None: to its end)."""
        until = float("inf") if patience is None else time.monotonic() + patience

        def asked(db: sqlite3.Connection) -> Facts:
            behind = catch_up(db, self._logs, self.zone, lambda: time.monotonic() >= until)
            return facts_of(db, window, limit, behind, remainder(self._logs, self.zone, window))

        return self._ask(asked)

    def categories(self) -> tuple[str, ...]:
        """The categories of the events counted so far, in order; none before facts were asked for."""
        if not self.path.exists():
            return ()
        names = "SELECT DISTINCT name FROM categories WHERE name != '' ORDER BY name"
        return self._ask(lambda db: tuple(name for (name,) in db.execute(names)))

    def _ask(self, question: Callable[[sqlite3.Connection], T]) -> T:
        with self._turn:
            for _ in range(2 if self._is_writable() else 0):
                try:
                    with closing(self._opened()) as db:
                        return question(db)
                except sqlite3.DatabaseError as error:
                    if getattr(error, "sqlite_errorcode", None) in _OTHERS_AT_WORK:
                        raise Busy("another process counts the log just now", where=str(self.path)) from error
                    if not self._removed():  # disposable: whatever is wrong with it, a new one is right
                        break
            return question(self._memory())

    def _opened(self) -> sqlite3.Connection:
        private_folder(self.path.parent)
        db = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            if not is_ours(db, str(self.zone)):
                create(db, str(self.zone))
        except BaseException:
            db.close()
            raise
        return db

    def _memory(self) -> sqlite3.Connection:
        """A database that lives as long as this object."""
        if self._in_memory is None:
            self._in_memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            weakref.finalize(self, self._in_memory.close)
            create(self._in_memory, str(self.zone))
        return self._in_memory

    def _is_writable(self) -> bool:
        """Looking at a root that nobody acted in leaves no trace there."""
        return os.path.isdir(self._ours) and os.access(self._ours, os.W_OK | os.X_OK)

    def _removed(self) -> bool:
        """Whether nothing is in the way of a new one any more."""
        try:
            for end in _BESIDE:
                with suppress(FileNotFoundError):
                    os.unlink(f"{self.path}{end}")
        except OSError:  # a folder of its name, or a file where its folder should be
            return False
        return True
