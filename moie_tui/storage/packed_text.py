"""Text in gzip members that tell their sizes: any tool unpacks it, and we read anywhere in it."""

from __future__ import annotations

import os
import struct
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator

MAGIC = b"\x1f\x8b"
BLOCK = 256 * 1024
_LARGEST_BLOCK = 4 * 1024 * 1024
_HEAD = struct.Struct("<2sBBIBBH2sHII")
"""A gzip header with one extra field, ours: how long the member is, and how long its text."""
_TAIL = struct.Struct("<II")
_DEFLATE, _EXTRA, _UNKNOWN_SYSTEM, _OURS = 8, 4, 255, b"ME"
_SPOILT = b"a part of this compressed log can't be read\n"


def is_packed(fd: int) -> bool:
    """Whether an open file begins as gzip does, whatever its name."""
    return os.pread(fd, len(MAGIC), 0) == MAGIC


def packed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The members that hold a text, whatever pieces it comes in."""
    waiting = b""
    for piece in pieces:
        waiting += piece
        while len(waiting) >= BLOCK:
            yield _member(waiting[:BLOCK])
            waiting = waiting[BLOCK:]
    if waiting:
        yield _member(waiting)


class PackedText:
    """What lies in an open file of such members. The file is the caller's; ValueError when it has others."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._members: list[tuple[int, int]] = []
        """Where each member begins in the file, and how long it is."""
        self._starts = [0]
        """Where each member's text begins, and at last where the text ends."""
        self._held: tuple[int, bytes] = (-1, b"")
        at, end = 0, os.fstat(fd).st_size
        while at < end:
            length, text = _sizes(os.pread(fd, _HEAD.size, at))
            if not _HEAD.size + _TAIL.size < length <= end - at or not 0 < text <= _LARGEST_BLOCK:
                raise ValueError("a member does not tell its size")
            self._members.append((at, length))
            self._starts.append(self._starts[-1] + text)
            at += length

    @property
    def size(self) -> int:
        """How many bytes of text there are."""
        return self._starts[-1]

    @property
    def is_sound(self) -> bool:
        """Whether every member can be unpacked."""
        return all(self._unpacked(number) is not None for number in range(len(self._members)))

    def read(self, offset: int, size: int) -> bytes:
        """So many bytes of the text; a member that can't be unpacked is a line that says so."""
        found, end = [], min(offset + size, self.size)
        while offset < end:
            number = bisect_right(self._starts, offset) - 1
            text, start = self._text(number), self._starts[number]
            piece = text[offset - start : end - start]
            found.append(piece)
            offset += len(piece)
        return b"".join(found)

    def _text(self, number: int) -> bytes:
        if self._held[0] != number:
            text = self._unpacked(number)
            if text is None:
                size = self._starts[number + 1] - self._starts[number]
                text = (b"\n" + _SPOILT).ljust(size, b"\n")[:size]
            self._held = (number, text)
        return self._held[1]

    def _unpacked(self, number: int) -> bytes | None:
        at, length = self._members[number]
        data = os.pread(self._fd, length, at)
        size = self._starts[number + 1] - self._starts[number]
        unpack = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            # One byte more than it says would show that it lies; a bomb goes off no further.
            text = unpack.decompress(data[_HEAD.size : -_TAIL.size], size + 1)
        except zlib.error:
            return None
        is_whole = len(text) == size and data[-_TAIL.size :] == _TAIL.pack(zlib.crc32(text), size)
        return text if is_whole else None


def _member(text: bytes) -> bytes:
    pack = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = pack.compress(text) + pack.flush()
    length = _HEAD.size + len(data) + _TAIL.size
    head = _HEAD.pack(
        MAGIC, _DEFLATE, _EXTRA, 0, 0, _UNKNOWN_SYSTEM, 12, _OURS, 8, length, len(text)
    )  # fmt: skip
    return head + data + _TAIL.pack(zlib.crc32(text), len(text))


def _sizes(head: bytes) -> tuple[int, int]:
    """What a member tells of its own length and of its text's."""
    if len(head) == _HEAD.size:
        magic, method, flags, _, _, _, extra, name, width, length, text = _HEAD.unpack(head)
        if (magic, method, flags, extra, name, width) == (MAGIC, _DEFLATE, _EXTRA, 12, _OURS, 8):
            return length, text
    raise ValueError("not packed by us")
