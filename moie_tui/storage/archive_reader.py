"""Opening an archive of a root that somebody else may have made to do harm."""

from __future__ import annotations

import gzip
import os
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from moie_tui.domain.errors import InvalidDocument, ShapeError
from moie_tui.domain.manifest import MANIFEST_NAME, Manifest, Packed, manifest_from
from moie_tui.storage.atomic import create_streamed
from moie_tui.storage.failures import failed
from moie_tui.storage.strict_json import parse

_LARGEST_MANIFEST = 64 * 1024**2
_LARGEST_READ = _LARGEST_MANIFEST
_PER_FILE = 8192
_CHUNK = 1024 * 1024
_FIX = "get the archive again, or another one"
_BROKEN = (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, UnicodeError, ValueError, OverflowError)
Step = Callable[[str], None]


def read_manifest(path: Path) -> Manifest:
    """What the archive says that it holds; nothing else of it is read."""
    with _opened(path) as file, _archive(file, str(path)) as archive:
        return _manifest(archive, path.name)


def read_back(file: BinaryIO, step: Step) -> Manifest:
    """The manifest, after every file of the archive was held against it; InvalidDocument else."""
    with _archive(file, "archive") as archive:
        manifest = _manifest(archive, "archive")
        for one, content in _contents(archive, manifest, "archive"):
            step(f"checking {one.path}")
            _hashed(content, one, lambda data: None)
    return manifest


def unpack(path: Path, folder: Path, step: Step) -> Manifest:
    """Writes every file below `folder`, an empty one of ours, each held against the manifest."""
    with _opened(path) as file, _archive(file, str(path)) as archive:
        manifest = _manifest(archive, path.name)
        for one, content in _contents(archive, manifest, path.name):
            step(f"unpacking {one.path}")
            _write(folder, one, content)
    return manifest


def sha256_of_file(path: Path) -> str:
    """The sha256 of a file of any size."""
    with _opened(path) as file:
        total = sha256()
        while chunk := file.read(_CHUNK):
            total.update(chunk)
    return total.hexdigest()


def _write(folder: Path, one: Packed, content: BinaryIO) -> None:
    target = folder / one.path
    try:
        for parent in reversed(target.relative_to(folder).parents):
            private = one.path.startswith(".moie/") and parent != Path()
            (folder / parent).mkdir(mode=0o700 if private else 0o755, exist_ok=True)
        create_streamed(target, lambda file: _hashed(content, one, file.write))
        os.chmod(target, one.mode)
    except OSError as error:
        raise failed(error, target, "can't unpack") from error


def _hashed(content: BinaryIO, one: Packed, take: Callable[[bytes], object]) -> None:
    """Hands the content on, and raises InvalidDocument when it was not what the manifest says."""
    total = sha256()
    while chunk := content.read(_CHUNK):
        total.update(chunk)
        take(chunk)
    if total.hexdigest() != one.sha256:
        raise InvalidDocument("is damaged: its bytes are not those packed", path=one.path, fix=_FIX)


def _manifest(archive: tarfile.TarFile, name: str) -> Manifest:
    first = archive.next()
    if first is None or first.name != MANIFEST_NAME or not _is_plain(first) or first.size > _LARGEST_MANIFEST:
        raise InvalidDocument("is no archive of a root", path=name, fix="`moie archive` makes one")
    content = archive.extractfile(first)
    assert content is not None
    try:
        manifest = manifest_from(parse(content.read(), MANIFEST_NAME))
    except ShapeError as error:
        key = ".".join(map(str, error.path))
        raise InvalidDocument(error.what, path=f"{name}: {MANIFEST_NAME}", key=key, fix=_FIX) from error
    bounded = archive.fileobj
    assert isinstance(bounded, _Bounded)
    bounded.limit = _LARGEST_MANIFEST + manifest.total + _PER_FILE * (len(manifest.files) + 2)
    return manifest


def _contents(archive: tarfile.TarFile, manifest: Manifest, name: str) -> Iterator[tuple[Packed, BinaryIO]]:
    """Each file in the order of the manifest; InvalidDocument for anything else in the archive."""
    for one in manifest.files:
        member = archive.next()
        if member is None or member.name != one.path or member.size != one.size or not _is_plain(member):
            found = "nothing" if member is None else repr(member.name)
            what = f"holds {found} where its manifest says {one.path}"
            raise InvalidDocument(what, path=name, fix=_FIX)
        content = archive.extractfile(member)
        assert content is not None
        yield one, content  # type: ignore[misc]
    if (more := archive.next()) is not None:
        raise InvalidDocument(f"holds {more.name!r}, which its manifest does not name", path=name, fix=_FIX)
    # At the end stands the sum of the whole stream, which is checked as it is reached.
    while archive.fileobj is not None and archive.fileobj.read(_CHUNK):
        continue


def _is_plain(member: tarfile.TarInfo) -> bool:
    """A regular file and nothing that pretends to be one: no link, device, folder or sparse file."""
    return member.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and member.sparse is None


class _Bounded:
    """A stream that is read forward only so far, and never in pieces that would fill the memory.

    `tarfile` steps one byte back before each header; a stream that is unpacked would begin anew for it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._read_to, self._at, self._last = stream, 0, 0, b""
        self.limit = 2 * _LARGEST_MANIFEST

    def read(self, size: int) -> bytes:
        """The next bytes; ValueError beyond the limits."""
        if not 0 <= size <= _LARGEST_READ:
            raise ValueError("it is larger than it says")
        again = self._last if size and self._at < self._read_to else b""
        data = again + self._onward(size - len(again))
        self._at += len(data)
        return data

    def seek(self, offset: int) -> int:
        """On to a place further behind, or one byte back; ValueError beyond the limits."""
        if not self._read_to - 1 <= offset <= self.limit:
            raise ValueError("it is larger than it says")
        while offset > self._read_to and self._onward(min(_CHUNK, offset - self._read_to)):
            continue
        self._at = offset
        return offset

    def tell(self) -> int:
        """Where the next byte is."""
        return self._at

    def _onward(self, size: int) -> bytes:
        if self._read_to + size > self.limit:
            raise ValueError("it is larger than it says")
        data = self._stream.read(size)
        self._read_to += len(data)
        self._last = data[-1:] or self._last
        return data


@contextmanager
def _archive(file: BinaryIO, name: str) -> Iterator[tarfile.TarFile]:
    """The archive in a compressed file; whatever is wrong with it is an InvalidDocument."""
    try:
        with gzip.GzipFile(fileobj=file) as stream:
            bounded = _Bounded(stream)  # type: ignore[arg-type]
            with tarfile.open(fileobj=bounded, mode="r:") as archive:  # type: ignore[call-overload]
                yield archive
    except _BROKEN as error:
        what = f"is no archive that can be read: {str(error) or type(error).__name__}"
        raise InvalidDocument(what, path=name, fix=_FIX) from error


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with open(path, "rb") as file:
            yield file
    except OSError as error:
        raise failed(error, path, "can't read") from error
