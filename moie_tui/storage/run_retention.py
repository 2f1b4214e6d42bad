"""Which runs are kept: so many of each job, and so many bytes in all; never one that still runs."""

from __future__ import annotations

import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from moie_tui.storage.run_record import is_run_id
from moie_tui.values import dataclass


@dataclass
class _Kept:
    """The files of one run."""

    run_id: str
    paths: list[str]
    size: int = 0


def forget_old(runs: Path, folder: Path, running: Collection[str], most: int, most_bytes: int) -> None:
    """Deletes the oldest runs of `folder` beyond `most`, then the oldest of all beyond `most_bytes`.

    Links in place of folders are not followed, and files that are no run's are left alone."""
    _delete(_ended(folder, running)[:-most])
    everywhere = [one for place in _folders(runs) for one in _ended(place, running)]
    over = sum(one.size for one in everywhere) - most_bytes
    oldest = []
    for one in sorted(everywhere, key=lambda one: one.run_id):
        if over <= 0:
            break
        oldest.append(one)
        over -= one.size
    _delete(oldest)


def _ended(folder: Path, running: Collection[str]) -> list[_Kept]:
    """The runs of a job with their files, oldest first, those that still run left out."""
    found: dict[str, _Kept] = {}
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            run_id = entry.name.partition(".")[0]
            if is_run_id(run_id) and run_id not in running and entry.is_file(follow_symlinks=False):
                kept = found.setdefault(run_id, _Kept(run_id, []))
                kept.paths.append(entry.path)
                with suppress(FileNotFoundError):  # another run's end was faster
                    kept.size += entry.stat(follow_symlinks=False).st_size
    return [found[run_id] for run_id in sorted(found)]


def _folders(runs: Path) -> list[Path]:
    with suppress(FileNotFoundError), os.scandir(runs) as entries:
        return [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
    return []


def _delete(runs: list[_Kept]) -> None:
    for run in runs:
        for path in run.paths:
            with suppress(FileNotFoundError):  # another run's end was faster
                os.unlink(path)
