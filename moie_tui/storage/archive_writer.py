"""Packing a whole root into one `.tar.gz` that holds a moment at which all of it was so."""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Callable
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from moie_tui.domain.errors import OperationFailed, Refused
from moie_tui.domain.manifest import MANIFEST_NAME, MODES, Manifest, Packed
from moie_tui.domain.timestamps import utc_text
from moie_tui.storage.archive_reader import read_back
from moie_tui.storage.atomic import create_streamed
from moie_tui.storage.failures import failed
from moie_tui.storage.root_files import LOGS, root_files
from moie_tui.storage.strict_json import dump

_TRIES = 5
_CHUNK = 1024 * 1024
Step = Callable[[str], None]
"""Hears of each step, and raises Cancelled to stop."""


class _Changed(Exception):
    """A file is not what the manifest says of it."""


def write_archive(root: Path, target: Path, now: datetime, journal: str | None, step: Step) -> Manifest:
    """Packs the root into `target`, which must not be there, and reads it back before it gets its name.

    Every file is read twice: since the second reading, after the whole first one, finds the same bytes, all
    of them were so at one moment between. Else it begins anew; logs may grow meanwhile."""
    if os.path.lexists(target):
        raise Refused("is there already", where=str(target), fix="choose another name")
    for _ in range(_TRIES):
        manifest = measure(root, now, journal, step)
        try:
            create_streamed(target, partial(_write, root, manifest, journal, step))
        except _Changed as error:
            changing = str(error)
        except FileExistsError as error:
            raise Refused("is there already", where=str(target), fix="choose another name") from error
        else:
            return manifest
    fix = "stop the program that keeps writing it, or try again"
    raise OperationFailed("changes all the time while it is packed", where=changing, fix=fix)


def measure(root: Path, now: datetime, journal: str | None, step: Step) -> Manifest:
    """The manifest of the root as it is."""
    files = []
    for path in root_files(root, journal):
        step(f"reading {path}")
        try:
            with open(root / path, "rb") as file:
                found = os.fstat(file.fileno())
                total, size = sha256(), 0
                while chunk := file.read(_CHUNK):
                    total.update(chunk)
                    size += len(chunk)
        except FileNotFoundError:
            continue  # pruned just now
        except OSError as error:
            raise failed(error, root / path, "can't read") from error
        files.append(Packed(path, size, total.hexdigest(), found.st_mode & MODES))
    name = os.fsencode(root.name).decode("utf-8", "replace")
    return Manifest(name, utc_text(now), tuple(files))


def _write(root: Path, manifest: Manifest, journal: str | None, step: Step, file: BinaryIO) -> None:
    if root_files(root, journal) != [one.path for one in manifest.files]:
        raise _Changed(str(root))
    with tarfile.open(fileobj=file, mode="w:gz", format=tarfile.PAX_FORMAT) as archive:
        head = dump(manifest.as_json())
        archive.addfile(_info(Packed(MANIFEST_NAME, len(head), "")), io.BytesIO(head))
        for at, one in enumerate(manifest.files, start=1):
            step(f"packing {at} of {len(manifest.files)}: {one.path}")
            _add(archive, root, one)
    file.flush()
    file.seek(0)
    step("reading it back")
    if read_back(file, step) != manifest:
        raise OperationFailed("came back otherwise than it was written", fix="check the disk")


def _add(archive: tarfile.TarFile, root: Path, one: Packed) -> None:
    try:
        with open(root / one.path, "rb") as file:
            reading = _Reading(file)
            archive.addfile(_info(one), reading)
            grew = not one.path.startswith(LOGS + "/") and file.read(1) != b""
    except FileNotFoundError as error:
        raise _Changed(one.path) from error
    except OSError as error:
        # tarfile says so when a file became shorter, with no number of the system.
        if error.errno is None:
            raise _Changed(one.path) from error
        raise failed(error, root / one.path, "can't pack") from error
    if grew or reading.total.hexdigest() != one.sha256:
        raise _Changed(one.path)


class _Reading:
    """A file whose bytes are hashed as they are read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.total = file, sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._file.read(size)
        self.total.update(data)
        return data


def _info(one: Packed) -> tarfile.TarInfo:
    """A plain file; whose it was here says nothing elsewhere."""
    info = tarfile.TarInfo(one.path)
    info.size, info.mode = one.size, one.mode
    return info
