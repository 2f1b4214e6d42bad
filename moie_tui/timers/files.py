"""Files of ours in a scheduler's own folder: read, compared, written, removed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from moie_tui.domain.errors import PlanOutdated
from moie_tui.domain.plan import ABSENT, TIMER, Effect
from moie_tui.storage.atomic import write_atomic
from moie_tui.storage.failures import failed
from moie_tui.storage.reading import bytes_or_none
from moie_tui.timers.scheduler import Contents


def read_files(paths: Iterable[Path]) -> Contents:
    """Each file's bytes, None where there is none."""
    return {str(path): bytes_or_none(path) for path in paths}


def write_files(before: Contents, after: Contents) -> None:
    """Writes and removes what differs; PlanOutdated when a file is no longer as it was."""
    changed = [place for place, data in before.items() if after[place] != data]
    for place in changed:
        if bytes_or_none(Path(place)) != before[place]:
            raise PlanOutdated("changed since it was read, nothing was done", where=place, fix="look again")
    for place in changed:
        path, data = Path(place), after[place]
        if data is None:
            path.unlink(missing_ok=True)
        else:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise failed(error, path.parent, "can't make the folder") from error
            write_atomic(path, data)


def file_effects(before: Contents, after: Contents) -> list[Effect]:
    """One for each file that comes, goes or changes, with its whole text."""
    return [
        Effect(TIMER, place, _text(data), _text(after[place]))
        for place, data in before.items()
        if data != after[place]
    ]


def _text(data: bytes | None) -> object:
    return ABSENT if data is None else data.decode(errors="replace")
