"""Stands between the program and the operating system: every call on files of a folder passes by here."""

from __future__ import annotations

import fcntl
import io
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from moie_tui.values import dataclass

_WITH_DESCRIPTORS = ("write", "pwrite", "fsync", "ftruncate", "fchmod", "fchown")
_WITH_NAMES = ("replace", "rename", "link", "unlink", "mkdir", "rmdir")
CHANGING = frozenset((*_WITH_DESCRIPTORS, *_WITH_NAMES))
_ON_OS = (*sorted(CHANGING), "open", "pread", "scandir", "listdir")


@dataclass(frozen=True)
class Call:
    """One system call before it is made: its name, the path it is about (of a descriptor: as opened)."""

    name: str
    path: str
    arguments: tuple[Any, ...]
    real: Callable[[], Any]

    @property
    def changes(self) -> bool:
        """Whether it can change anything on the disk."""
        return self.name in CHANGING or (self.name == "open" and bool(self.arguments[1] & os.O_CREAT))

    @property
    def data(self) -> bytes:
        """What a write is given."""
        return bytes(self.arguments[1])

    def repeats(self, last: Call | None) -> bool:
        """Whether it only looks again, as one who waits does: how often depends on the machine's load."""
        return last is not None and (self.name, self.path) == (last.name, last.path) and not self.changes


Meet = Callable[[Call], Any]
"""Makes the call or does something else; what it returns or raises, the program gets."""


@contextmanager
def interposed(folder: Path, meet: Meet) -> Iterator[None]:
    """Inside, calls on files under `folder` go through `meet`; not those of processes that are started."""
    opened: dict[int, str] = {}
    within = os.path.realpath(folder)

    def standing_between(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any, **options: Any) -> Any:
            first = arguments[0] if arguments else "."
            path = opened.get(first, "") if isinstance(first, int) else os.path.abspath(os.fspath(first))
            call = Call(name, path, arguments, partial(real, *arguments, **options))
            result = meet(call) if path.startswith(within) else call.real()
            if name == "open":
                opened[result] = path
            return result

        return called

    with ExitStack() as stack:
        for name in _ON_OS:
            stack.enter_context(patch.object(os, name, standing_between(name, getattr(os, name))))
        stack.enter_context(patch.object(io, "open", standing_between("read", io.open)))
        stack.enter_context(patch.object(fcntl, "flock", standing_between("flock", fcntl.flock)))
        yield


class Recorder:
    """Keeps what was called, in order, and of calls that repeat the last one only the first."""

    def __init__(self) -> None:
        self.calls: list[Call] = []

    def __call__(self, call: Call) -> Any:
        if not call.repeats(self.calls[-1] if self.calls else None):
            self.calls.append(call)
        return call.real()


@dataclass
class KillAt:
    """`kill -9` before the n-th call that changes something, or in the middle of that write."""

    at: int
    halfway: bool = False
    seen: int = 0

    def __call__(self, call: Call) -> Any:
        if not call.changes:
            return call.real()
        self.seen += 1
        if self.seen == self.at:
            if self.halfway:
                real: Callable[..., Any] = call.real.func  # type: ignore[attr-defined]
                real(call.arguments[0], call.data[: len(call.data) // 2], *call.arguments[2:])
            os.kill(os.getpid(), signal.SIGKILL)
        return call.real()


@dataclass
class FailAt:
    """The n-th call that a `Recorder` keeps fails with `error` (None: a short write), once, or from there on
    for good."""

    at: int
    error: int | None
    for_good: bool = False
    seen: int = 0
    failed: str = ""
    last: Call | None = None

    def __call__(self, call: Call) -> Any:
        is_new, self.last = not call.repeats(self.last), call
        self.seen += is_new
        is_it = self.seen == self.at and is_new
        if not (is_it or (self.for_good and self.seen >= self.at)):
            return call.real()
        self.failed = self.failed or f"{call.name} {call.path}"
        if self.error is not None:
            raise OSError(self.error, os.strerror(self.error), call.path)
        if call.name != "write":
            return call.real()
        real: Callable[..., Any] = call.real.func  # type: ignore[attr-defined]
        return real(call.arguments[0], call.data[: len(call.data) // 2])
