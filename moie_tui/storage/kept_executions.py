"""Executions that ended while the health document could not be read: `.moie/executions.jsonl`."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from moie_tui.storage.atomic import append_line
from moie_tui.storage.durability import sync_folder
from moie_tui.storage.failures import failed
from moie_tui.storage.folders import OURS, private_folder
from moie_tui.storage.locks import FileLock
from moie_tui.values.plain_json import dumps, loads

KEPT_NAME = f"{OURS}/executions.jsonl"
_PATIENCE_SECONDS = 60.0

Line = Mapping[str, object]


class KeptExecutions:
    """A waiting room: what is appended here is on the disk, and leaves only once it was taken up."""

    def __init__(self, root: Path) -> None:
        self._path = root / KEPT_NAME
        self._taking = self._path.with_name("executions.taking.jsonl")
        self._lock = FileLock(root / OURS / "executions.lock")

    def append(self, line: Line) -> None:
        """Keeps one."""
        private_folder(self._path.parent)
        with self._lock.hold(timeout=_PATIENCE_SECONDS, holder="keeping an execution"):
            append_line(self._path, dumps(line, ensure_ascii=False).encode(), durable=True)

    def count(self) -> int:
        """How many wait."""
        return sum(len(_lines(path)) for path in (self._taking, self._path))

    def take(self, each: Callable[[Line, bool], None]) -> None:
        """Gives each to `each`, oldest first, and forgets them; `again` says that it may have had it before.

        What is being taken up has a name of its own, so that after a kill nothing is lost and nothing comes
        twice. Cheap when nothing waits."""
        if not (self._path.exists() or self._taking.exists()):
            return
        with self._lock.hold(timeout=_PATIENCE_SECONDS, holder="taking up kept executions"):
            self._take_up(each, again=True)
            try:
                os.replace(self._path, self._taking)
            except FileNotFoundError:
                return
            except OSError as error:
                raise failed(error, self._path, "can't take up the executions kept") from error
            self._take_up(each, again=False)

    def _take_up(self, each: Callable[[Line, bool], None], *, again: bool) -> None:
        for line in _lines(self._taking):
            each(line, again)
        try:
            self._taking.unlink(missing_ok=True)
            sync_folder(self._path.parent)
        except OSError as error:
            raise failed(error, self._taking, "can't forget the executions taken up") from error


def _lines(path: Path) -> list[Line]:
    """Those that are whole; a torn one was never acknowledged."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise failed(error, path, "can't read") from error
    found: list[Line] = []
    for line in data.splitlines():
        with suppress(ValueError, RecursionError):
            if isinstance(raw := loads(line), dict):
                found.append(raw)
    return found
