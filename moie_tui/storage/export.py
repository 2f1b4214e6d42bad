"""Writing a document for people outside the root, under a name that was free."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
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
    inside = os.path.realpath(root)
    name = re.sub(r"[^\w.-]+", "-", stem, flags=re.ASCII).strip("-.")[:_LONGEST] or "export"
    for folder in folders:
        real = os.path.realpath(folder)
        if real == inside or real.startswith(inside + os.sep):
            continue
        try:
            return _written(Path(real), name, suffix, data)
        except MoieError as error:
            problem = error
    raise problem


def _written(folder: Path, name: str, suffix: str, data: bytes) -> Path:
    for nth in range(1, _TRIES + 1):
        path = folder / (f"{name}.{suffix}" if nth == 1 else f"{name}-{nth}.{suffix}")
        try:
            create_new(path, data)
        except FileExistsError:
            continue
        return path
    raise OperationFailed(
        f"{name}.{suffix} and {_TRIES - 1} more are there", where=str(folder), fix="move them"
    )
