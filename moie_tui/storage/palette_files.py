"""The user's own themes: one YAML file each in a folder of theirs, outside every root."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

from moie_tui.domain.errors import MoieError, ShapeError
from moie_tui.domain.palettes import Palette, Palettes
from moie_tui.domain.user_palette import palette_from
from moie_tui.domain.view import Problem
from moie_tui.storage.failures import failed
from moie_tui.storage.reading import Fingerprint, fingerprint, read_patiently
from moie_tui.storage.remembered import problem_of
from moie_tui.storage.yaml_document import parse_yaml
from moie_tui.values import dataclass

FOLDER = "themes"
MOST = 50
"""So many files are looked at, in the order of their names."""
EVERY_SECONDS = 5.0


@dataclass
class _Kept:
    seen: Fingerprint | None
    palette: Palette | None = None
    problem: Problem | None = None


class PaletteFiles:
    """The files of one folder, read again only when it changed; a broken one keeps its last good colours."""

    def __init__(self, home: Path) -> None:
        self._folder = home / FOLDER
        self._kept: dict[str, _Kept] = {}

    def read(self) -> Palettes:
        """All of them as they are now; a folder that is not there has none."""
        try:
            names = sorted(name for name in os.listdir(self._folder) if name.endswith((".yaml", ".yml")))
        except (FileNotFoundError, NotADirectoryError):
            names = []
        except OSError as error:
            return Palettes(problems=(problem_of(failed(error, self._folder, "can't list")),))
        self._kept = {name: self._looked(name) for name in names[:MOST]}
        kept = self._kept.values()
        return Palettes(
            tuple(one.palette for one in kept if one.palette is not None),
            tuple(one.problem for one in kept if one.problem is not None),
        )

    def _looked(self, name: str) -> _Kept:
        path, known = self._folder / name, self._kept.get(name, _Kept(None))
        seen = None
        try:
            seen = fingerprint(path)
            if seen is not None and seen == known.seen:
                return known
            _, palette = read_patiently(path, lambda data: _parsed(name, data))
        except FileNotFoundError:
            return _Kept(None)
        except MoieError as error:
            return _Kept(seen, known.palette, problem_of(error))
        return _Kept(seen, palette)


async def follow(home: Path, every: float = EVERY_SECONDS) -> AsyncIterator[Palettes]:
    """The palettes now, and again after each change of a file."""
    files, last = PaletteFiles(home), None
    while True:
        found = await asyncio.to_thread(files.read)
        if found != last:
            last = found
            yield found
        await asyncio.sleep(every)


def _parsed(name: str, data: bytes) -> Palette:
    document = parse_yaml(data, f"{FOLDER}/{name}")
    try:
        return palette_from(name.rpartition(".")[0], document.raw)
    except ShapeError as error:
        raise document.invalid_at(error.path, error.what) from error
