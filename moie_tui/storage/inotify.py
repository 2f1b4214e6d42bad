"""Changes in folders as Linux itself tells them: nothing runs until something happens."""

from __future__ import annotations

import asyncio
import ctypes
import os
from collections.abc import Callable, Iterable, Iterator
from struct import Struct

from moie_tui.storage.watched import Watched

QUIET_SECONDS, LONGEST_SECONDS = 0.01, 0.1
"""How still it must be after a change before it is told, and how long that may take at most."""

_MODIFIED, _ATTRIBUTES, _CLOSED, _MOVED, _CREATED, _DELETED = 0x2, 0x4, 0x8, 0xC0, 0x100, 0x200
_GONE, _ONLY_FOLDERS = 0xC00, 0x0100_0000
_CHANGES = _MODIFIED | _ATTRIBUTES | _CLOSED | _MOVED | _CREATED | _DELETED | _GONE | _ONLY_FOLDERS
_HEAD = Struct("iIII")
_ENOUGH = 1 << 16


async def listen(places: Watched, heard: asyncio.Event, stop: asyncio.Event) -> None:
    """Sets `heard` soon after each change that matters, until `stop`; OSError where the system refuses."""
    folders = _Folders(places, heard.set)
    try:
        await stop.wait()
    finally:
        folders.close()


class _Folders:
    """What is told of some folders; however much it is, it is looked at a hundred times a second at most."""

    def __init__(self, places: Watched, tell: Callable[[], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._places, self._tell = places, tell
        self._descriptor, self._names = _opened(places.paths)
        self._timer: asyncio.TimerHandle | None = None
        self._until = 0.0
        self._loop.add_reader(self._descriptor, self._changed)

    def close(self) -> None:
        """Nothing is told any more."""
        if self._timer is not None:
            self._timer.cancel()
        self._loop.remove_reader(self._descriptor)
        os.close(self._descriptor)

    def _changed(self) -> None:
        if self._news():
            self._loop.remove_reader(self._descriptor)
            self._until = self._loop.time() + LONGEST_SECONDS
            self._timer = self._loop.call_later(QUIET_SECONDS, self._rested)

    def _rested(self) -> None:
        if self._loop.time() < self._until and self._news():
            self._timer = self._loop.call_later(QUIET_SECONDS, self._rested)
        else:
            self._loop.add_reader(self._descriptor, self._changed)
            self._tell()

    def _news(self) -> bool:
        """Whether anything that matters happened since it was asked."""
        try:
            data = os.read(self._descriptor, _ENOUGH)
        except BlockingIOError:
            return False
        return any(self._matters(watch, name) for watch, name in _events(data))

    def _matters(self, watch: int, name: str) -> bool:
        """Without a name it is the folder itself, or more than the system could tell."""
        folder = self._names.get(watch, "")
        return not name or self._places.matters(os.path.join(folder, name))


def _opened(paths: Iterable[str]) -> tuple[int, dict[int, str]]:
    """A descriptor to read from, and the folders by the numbers they have there."""
    library = ctypes.CDLL(None, use_errno=True)
    descriptor = _checked(library.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC), "")
    try:
        adding = library.inotify_add_watch
        return descriptor, {
            _checked(adding(descriptor, os.fsencode(path), _CHANGES), path): path for path in paths
        }
    except OSError:
        os.close(descriptor)
        raise


def _checked(result: int, path: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), path)
    return result


def _events(data: bytes) -> Iterator[tuple[int, str]]:
    """The number of the folder and the name in it, "" for none, of each event."""
    at = 0
    while at < len(data):
        watch, _, _, length = _HEAD.unpack_from(data, at)
        at += _HEAD.size + length
        yield watch, os.fsdecode(data[at - length : at].rstrip(b"\0"))
