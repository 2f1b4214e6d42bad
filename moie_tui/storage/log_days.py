"""The days of the log: which files hold each, and their text as one, however it is stored."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from moie_tui.storage.failures import failed
from moie_tui.values import Protocol, dataclass, form_of

PACKED, CLOSING, PLAIN = ".jsonl.gz", ".jsonl.closing", ".jsonl"
"""In the order of their lines: what is compressed, what is about to be, and what is written to."""
_ENDS = (PACKED, CLOSING, PLAIN)
_BEGIN, _DAY = "events-", "0000-00-00"
_MOST_UNPACKED = 1024 * 1024 * 1024
_CHUNK = 4096
_CUT = b"\nthe rest of this compressed log can't be read\n"
_TRIES = 20

Mark = tuple[int, int, int]
"""Inode, modification time and size of a file: what tells that it changed."""


@dataclass(frozen=True, slots=True)
class LogDay:
    """One day ("2026-11-22") and the files it has, by the ends of their names."""

    day: str
    files: tuple[tuple[str, Mark], ...]

    @property
    def stored(self) -> int:
        """How many bytes it takes on the disk."""
        return sum(mark[-1] for _, mark in self.files)

    def has(self, *ends: str) -> bool:
        """Whether it has a file of one of these kinds."""
        return any(end in ends for end, _ in self.files)


class Text(Protocol):
    """Bytes that are read anywhere."""

    @property
    def size(self) -> int:
        """How many there are."""

    def read(self, offset: int, size: int) -> bytes:
        """So many from there on, fewer at the end."""


def file_of(folder: Path, day: str, end: str) -> Path:
    """Where one file of a day lies."""
    return folder / f"events-{day}{end}"


def log_days(folder: Path) -> tuple[LogDay, ...]:
    """The days that have a file, oldest first."""
    found: dict[str, dict[str, Mark]] = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                day, end = _day_and_end(entry.name)
                if day and entry.is_file():
                    with suppress(FileNotFoundError):  # rotation was faster; its other name is listed
                        seen = entry.stat()
                        found.setdefault(day, {})[end] = (seen.st_ino, seen.st_mtime_ns, seen.st_size)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise failed(error, folder, "can't list") from error
    return tuple(
        LogDay(day, tuple((end, ends[end]) for end in _ENDS if end in ends))
        for day, ends in sorted(found.items())
    )


def _day_and_end(name: str) -> tuple[str, str]:
    """The day that a file's name tells, and how it ends; "" of any other file."""
    day, end = name[len(_BEGIN) :][: len(_DAY)], name[len(_BEGIN) + len(_DAY) :]
    ours = name.startswith(_BEGIN) and form_of(day) == _DAY and end in _ENDS
    return (day, end) if ours else ("", "")


@contextmanager
def day_text(folder: Path, day: str) -> Iterator[Text]:
    """The uncompressed log of a day as it is now; empty when the day has none."""
    with ExitStack() as stack:
        try:
            texts = [_text(fd, end, stack) for end, fd in _opened(folder, day, stack)]
        except OSError as error:
            raise failed(error, error.filename or file_of(folder, day, PLAIN), "can't read") from error
        yield texts[0] if len(texts) == 1 else joined(texts)


def joined(texts: list[Text]) -> Text:
    """Texts as one; where one ends within a line, a newline keeps it from the next one's first."""
    whole: list[Text] = []
    for text in texts:
        if text.size and whole and whole[-1].read(whole[-1].size - 1, 1) != b"\n":
            whole.append(_Bytes(b"\n"))
        if text.size:
            whole.append(text)
    return _Joined(whole)


def _opened(folder: Path, day: str, stack: ExitStack) -> list[tuple[str, int]]:
    """The files of a day, opened at one moment: rotation moves lines from one to the next."""
    found: dict[str, int] = {}
    for _ in range(_TRIES):
        opened = ExitStack()
        found = {end: fd for end in _ENDS if (fd := _open(file_of(folder, day, end), opened)) is not None}
        stack.enter_context(opened)
        if all(_is_still(found.get(end), file_of(folder, day, end)) for end in _ENDS):
            break
    if CLOSING in found and _is_packed(found[CLOSING]):
        found.pop(PACKED, None)  # it was replaced by what holds both
    return [(end, found[end]) for end in _ENDS if end in found]


def _open(path: Path, stack: ExitStack) -> int | None:
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    stack.callback(os.close, fd)
    return fd


def _is_still(fd: int | None, path: Path) -> bool:
    try:
        now = os.stat(path)
    except FileNotFoundError:
        return fd is None
    return fd is not None and os.path.samestat(os.fstat(fd), now)


def _text(fd: int, end: str, stack: ExitStack) -> Text:
    if end == PLAIN or not _is_packed(fd):
        return _Plain(fd)
    from moie_tui.storage.packed_text import PackedText

    try:
        return PackedText(fd)
    except ValueError:
        return _Plain(_unpacked(fd, stack))


def _is_packed(fd: int) -> bool:
    from moie_tui.storage.packed_text import is_packed

    return is_packed(fd)


def _unpacked(fd: int, stack: ExitStack) -> int:
    """A temporary file with the text of what another program compressed, which can't be read anywhere."""
    import tempfile
    import zlib

    file = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
    try:
        for piece in _gzip_text(fd):
            file.write(piece)
            if file.tell() > _MOST_UNPACKED:
                raise zlib.error("larger than any log")
    except zlib.error:
        file.write(_CUT)
    file.flush()
    return file.fileno()


def _gzip_text(fd: int) -> Iterator[bytes]:
    """What a gzip file holds, as far as it can be read; then zlib.error if that is not all."""
    import zlib

    at, data, unpack = 0, b"", None
    while True:
        if not data:
            data = os.pread(fd, _CHUNK, at)
            at += len(data)
        if not data:
            break
        unpack = unpack or zlib.decompressobj(zlib.MAX_WBITS | 16)
        yield unpack.decompress(data)
        data = unpack.unused_data
        unpack = None if unpack.eof else unpack
    if unpack is not None:
        raise zlib.error("cut")


class _Plain:
    def __init__(self, fd: int) -> None:
        self._fd = fd
        self.size = os.fstat(fd).st_size

    def read(self, offset: int, size: int) -> bytes:
        return os.pread(self._fd, max(0, min(size, self.size - offset)), offset)


class _Bytes:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def read(self, offset: int, size: int) -> bytes:
        return self._data[offset : offset + size]


class _Joined:
    def __init__(self, texts: list[Text]) -> None:
        self._texts = texts
        self.size = sum(text.size for text in texts)

    def read(self, offset: int, size: int) -> bytes:
        found = []
        for text in self._texts:
            if offset < text.size:
                wanted = min(size, text.size - offset)
                found.append(text.read(offset, wanted))
                size -= len(found[-1])
                if size <= 0 or len(found[-1]) < wanted:
                    break  # all there is, or the file was cut while it was read
            offset = max(0, offset - text.size)
        return b"".join(found)
