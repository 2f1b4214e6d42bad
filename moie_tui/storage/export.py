"""Writing a document for people outside the root, under a name that was free."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from moie_tui.domain.errors import MoieError, OperationFailed
from moie_tui.storage.atomic import create_new

_TRIES = 100
_LONGEST = 80


def export(root: Path, stem: str, text: str, folders: Sequence[Path], suffix: str = "md") -> Path:
    """Writes `STEM.SUFFIX` into the first folder that takes it and lies outside the root; where it lies now.

    A file that is there is never written over: the next one gets `-2`."""
    return export_bytes(root, stem, text.encode("utf-8", "replace"), folders, suffix)


def export_bytes(root: Path, stem: str, data: bytes, folders: Sequence[Path], suffix: str) -> Path:
    """The same for what is no text."""
    problem: MoieError = OperationFailed("there is no folder to write to", fix="start it in another folder")
    name = _name(stem)
    for folder in _outside(root, folders):
        try:
            return _written(folder, name, suffix, data)
        except MoieError as error:
            problem = error
    raise problem


def export_place(root: Path, stem: str, folders: Sequence[Path], suffix: str) -> Path | None:
    """Where it would be written as things are; None when no folder outside the root takes it."""
    for folder in _outside(root, folders):
        if os.access(folder, os.W_OK):
            return next((path for path in _paths(folder, _name(stem), suffix) if not path.exists()), None)
    return None


def _name(stem: str) -> str:
    return re.sub(r"[^\w.-]+", "-", stem, flags=re.ASCII).strip("-.")[:_LONGEST] or "export"


def _outside(root: Path, folders: Sequence[Path]) -> Iterator[Path]:
    inside = os.path.realpath(root)
    for folder in folders:
        real = os.path.realpath(folder)
        if real != inside and not real.startswith(inside + os.sep):
            yield Path(real)


def _paths(folder: Path, name: str, suffix: str) -> Iterator[Path]:
    for nth in range(1, _TRIES + 1):
        yield folder / (f"{name}.{suffix}" if nth == 1 else f"{name}-{nth}.{suffix}")


def _written(folder: Path, name: str, suffix: str, data: bytes) -> Path:
    for path in _paths(folder, name, suffix):
        try:
            create_new(path, data)
        except FileExistsError:
            continue
        return path
    raise OperationFailed(
        f"{name}.{suffix} and {_TRIES - 1} more are there", where=str(folder), fix="move them"
    )
