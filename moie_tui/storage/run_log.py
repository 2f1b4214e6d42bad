"""The output of one run on disk: its head, its newest part, and between them how much was dropped.

While it runs, `RUN.log` holds the first 512 kB, and `RUN.START.part` files what came after, by the place of
their first byte in the whole output; old ones go as new ones come. At the end all that is left is put into
`RUN.log`. Offsets are places in the whole output, so a follower is not disturbed by any of this."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from moie_tui.storage.atomic import write_atomic
from moie_tui.storage.durability import write_all
from moie_tui.values import dataclass, pattern

HEAD_BYTES = TAIL_BYTES = 512 * 1024
PART_BYTES = 128 * 1024
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_OLD = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_PART = pattern(r"(.+)\.(\d{12})\.part", re.ASCII)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some bytes of the output, and the place of the first one."""

    start: int
    data: bytes

    @property
    def end(self) -> int:
        """The place behind the last one."""
        return self.start + len(self.data)


class LogWriter:
    """Writes the output of one run as it comes. A disk that takes no more is `problem`; the run goes on."""

    def __init__(self, folder: Path, run_id: str) -> None:
        self.total = 0
        self.problem = ""
        self._folder, self._run_id = folder, run_id
        self._fd = os.open(folder / f"{run_id}.log", _NEW, 0o600)
        self._room = HEAD_BYTES
        self._parts: list[int] = []

    def write(self, data: bytes) -> None:
        """Append it; what falls out of the tail is deleted."""
        rest = memoryview(data)
        try:
            while rest and not self.problem:
                if not self._room:
                    self._next_part()
                piece = rest[: self._room]
                write_all(self._fd, bytes(piece))
                self._room -= len(piece)
                self.total += len(piece)
                rest = rest[len(piece) :]
        except OSError as error:
            self.problem = error.strerror or type(error).__name__

    def close(self) -> None:
        """Give the descriptor back; nothing is written afterwards."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _next_part(self) -> None:
        self.close()
        self._fd = os.open(_part(self._folder, self._run_id, self.total), _NEW, 0o600)
        self._parts.append(self.total)
        self._room = PART_BYTES
        while self._parts[0] + PART_BYTES <= self.total - TAIL_BYTES:
            with suppress(FileNotFoundError):  # somebody cleaned up by hand
                os.unlink(_part(self._folder, self._run_id, self._parts[0]))
            self._parts.pop(0)


def settle(folder: Path, run_id: str) -> int:
    """Puts what is left of the output into one file; the size of the whole. Nothing writes to it any more."""
    head, parts = _head(folder, run_id), part_names(folder, run_id)
    if not parts:
        return len(head)
    pieces = [Piece(start, _bytes(_part(folder, run_id, start))) for start in parts]
    total = pieces[-1].end
    tail = b"".join(piece.data for piece in pieces)[-TAIL_BYTES:]
    data = head + dropped(total - len(head) - len(tail)) + tail
    write_atomic(folder / f"{run_id}.log", data, durable=False)
    return total


def remove_parts(folder: Path, run_id: str) -> None:
    """Deletes the parts of a log that is settled."""
    for start in part_names(folder, run_id):
        with suppress(FileNotFoundError):  # another sweep was faster
            os.unlink(_part(folder, run_id, start))


def read_settled(folder: Path, run_id: str, total: int, offset: int) -> tuple[bytes, int]:
    """The output of an ended run from `offset` on, with a line where some was dropped, and its end."""
    data = _bytes(folder / f"{run_id}.log")
    mark = dropped(max(0, total - HEAD_BYTES - TAIL_BYTES))
    if not mark:
        return data[offset:], max(offset, len(data))
    tail = data[HEAD_BYTES + len(mark) :]
    return _joined([Piece(0, data[:HEAD_BYTES]), Piece(total - len(tail), tail)], offset)


def read_growing(folder: Path, run_id: str, offset: int) -> tuple[bytes, int]:
    """The same of a run that goes on; FileNotFoundError when it ends meanwhile."""
    skipped = min(offset, HEAD_BYTES)
    head = _bytes(folder / f"{run_id}.log", HEAD_BYTES - skipped, skipped)
    starts = [start for start in part_names(folder, run_id) if start + PART_BYTES > offset]
    parts = [Piece(start, _bytes(_part(folder, run_id, start))) for start in starts]
    return _joined([Piece(skipped, head), *parts], offset)


def part_names(folder: Path, run_id: str) -> list[int]:
    """Where the parts of a log begin, oldest first."""
    found = (_PART.fullmatch(name) for name in os.listdir(folder) if name.startswith(run_id))
    return sorted(int(one[2]) for one in found if one and one[1] == run_id)


def dropped(count: int) -> bytes:
    """The line that stands where bytes were dropped, nothing for none."""
    return f"\n… {count:,} bytes dropped …\n".encode() if count > 0 else b""


def _joined(pieces: list[Piece], offset: int) -> tuple[bytes, int]:
    out, at = [], offset
    for piece in pieces:
        if piece.end > at:
            out += [dropped(piece.start - at), piece.data[max(0, at - piece.start) :]]
            at = piece.end
    return b"".join(out), at


def _part(folder: Path, run_id: str, start: int) -> Path:
    return folder / f"{run_id}.{start:012d}.part"


def _head(folder: Path, run_id: str) -> bytes:
    return _bytes(folder / f"{run_id}.log", HEAD_BYTES)


def _bytes(path: Path, at_most: int = 4 * HEAD_BYTES, skipped: int = 0) -> bytes:
    with open(os.open(path, _OLD), "rb") as file:
        file.seek(skipped)
        return file.read(at_most)
