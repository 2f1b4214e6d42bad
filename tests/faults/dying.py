"""Dying in the middle of an act, in this process: from one write on nothing reaches the disk any more."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

WRITES = ("write", "replace", "link", "unlink", "rename", "fsync", "mkdir")


class Killed(BaseException):
    """What `kill -9` is, seen from inside: no handler of ours catches it, and no write follows it."""


@contextmanager
def dies_at(step: int) -> Iterator[None]:
    """The `step`-th change of the disk does not happen, nor any after it; 0 never dies.

    Locks are given back as the kernel does it for a dead process: they are closed, not written."""
    if not step:
        yield
        return
    left = step

    def counted(real: Any, counts: Any = lambda *_: True) -> Any:
        def call(*arguments: Any, **more: Any) -> Any:
            nonlocal left
            if counts(*arguments):
                left -= 1
                if left <= 0:
                    raise Killed
            return real(*arguments, **more)

        return call

    makes_a_file = lambda path, flags, *_: bool(flags & os.O_CREAT)  # noqa: E731
    patches = {name: counted(getattr(os, name)) for name in WRITES}
    patches["open"] = counted(os.open, makes_a_file)
    with patch.multiple(os, **patches):
        yield
