"""The lines of a file from its end, in bounded memory, however large the file and its lines are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_BLOCK = 64 * 1024


def lines_from_end(path: Path, *, longest: int, at_most: int, block: int = _BLOCK) -> Iterator[bytes]:
    """The lines, last one first, without their newlines; blank ones are left out.

    Of a line of `longest` bytes or more only the first `longest` come, or none if they are blank. It stops
    after `at_most` bytes, there within a line. OSError as the system gives it."""
    fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        end = os.fstat(fd).st_size
        stop = max(0, end - at_most)
        carry = b""
        while end > stop:
            start = max(stop, end - block)
            first, *rest = (os.pread(fd, end - start, start) + carry).split(b"\n")
            yield from (cut for line in reversed(rest) if (cut := line[:longest]).strip())
            # Of a line that is too long its beginning counts, which is still to come.
            carry, end = first[:longest], start
        if stop == 0 and carry.strip():
            yield carry[:longest]
    finally:
        os.close(fd)
