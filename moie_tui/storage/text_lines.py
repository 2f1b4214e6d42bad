"""The lines of a text from its end or from a place on, in bounded memory however long the lines are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from moie_tui.storage.log_days import Text

BLOCK = 256 * 1024
_FIRST_BLOCK = 64 * 1024
"""Whoever wants the newest few lines pays for no more."""

Block = tuple[int, bytes]
"""Where some lines begin, and the lines; of the last one, if it is too long, only its beginning."""
Line = tuple[int, bytes]
"""Where a line begins, and its bytes without the newline."""


def blocks_backwards(
    text: Text, *, longest: int, end: int | None = None, stop: int = 0, block: int = _FIRST_BLOCK
) -> Iterator[Block]:
    """The lines that end before `end`, in blocks, the last block first; none that begins before `stop`.

    Of a line of `longest` bytes or more no more than those need be there."""
    end = text.size if end is None else min(end, text.size)
    carry = b""
    while end > stop:
        start = max(stop, end - block)
        data = text.read(start, end - start)
        if len(data) < end - start:
            return  # the file was cut while it was read
        first = data.find(b"\n") + 1
        if first:
            yield start + first, data[first:] + carry
            data, carry = data[:first], b""
        # Of a line that is too long its beginning counts, which is still to come.
        carry, end, block = (data + carry)[: longest + 1], start, max(block, min(BLOCK, block * 2))
    if carry and (stop == 0 or text.read(stop - 1, 1) == b"\n"):
        yield end, carry


def blocks_forwards(text: Text, start: int, *, longest: int, block: int = BLOCK) -> Iterator[Block]:
    """The lines from `start` on, which is the beginning of one, in blocks."""
    at, carry = start, b""
    while data := text.read(start, block):
        start += len(data)
        data = carry + data
        last = data.rfind(b"\n") + 1
        if last:
            yield at, data[:last]
        at, carry = at + last, data[last:]
        if len(carry) > longest:
            # Its beginning tells that the line is too long; the rest is passed over.
            yield at, carry[:longest]
            at, carry = line_after(text, start, block), b""
            start = at
    if carry:
        yield at, carry


def lines_of(block: Block, longest: int) -> list[Line]:
    """The lines of a block, without blank ones; of each no more than its first `longest` bytes."""
    at, data = block
    found = []
    for line in data.split(b"\n"):
        if line and (cut := line[:longest]).strip():
            found.append((at, cut))
        at += len(line) + 1
    return found


def lines_backwards(
    text: Text, *, longest: int, end: int | None = None, stop: int = 0, block: int = _FIRST_BLOCK
) -> Iterator[Line]:
    """The lines one by one, last one first."""
    blocks = blocks_backwards(text, longest=longest, end=end, stop=stop, block=block)
    return chain.from_iterable(reversed(lines_of(one, longest)) for one in blocks)


def lines_forwards(text: Text, start: int, *, longest: int, block: int = BLOCK) -> Iterator[Line]:
    """The lines one by one, first one first."""
    blocks = blocks_forwards(text, start, longest=longest, block=block)
    return chain.from_iterable(lines_of(one, longest) for one in blocks)


def line_after(text: Text, offset: int, block: int = BLOCK) -> int:
    """Where the first line begins behind the next newline at or after `offset`; else the end."""
    while data := text.read(offset, block):
        found = data.find(b"\n")
        if found >= 0:
            return offset + found + 1
        offset += len(data)
    return offset
