"""What the bytes of a state file hold, in a few words."""

from __future__ import annotations

from collections.abc import Mapping

from moie_tui.domain.errors import InvalidDocument
from moie_tui.domain.state import LATEST_VERSION, State
from moie_tui.domain.state_names import version_of
from moie_tui.storage.state_file import parsed


def contents(data: bytes, name: str) -> str:
    """Such as: a readable state: schema v2, 5 phases, 12 jobs; or why it is none."""
    version = version_of(name) or LATEST_VERSION
    try:
        _, state = parsed(data, name, version)
    except InvalidDocument as error:
        return f"a state that can't be read ({error})"
    jobs = sum(len(phase.jobs) for phase in state.phases)
    return f"a readable state: schema v{version}, {_many(len(state.phases), 'phase')}, {_many(jobs, 'job')}"


def state_in(data: bytes, name: str) -> State | None:
    """The state in the bytes of a file; None when they hold none, which `losses` tells."""
    try:
        return parsed(data, name, version_of(name) or LATEST_VERSION)[1]
    except InvalidDocument:
        return None


def losses(after: Mapping[str, bytes | None], live: str) -> tuple[str, ...]:
    """Warnings when the files, as they are to be, leave `live` missing or unreadable."""
    if live not in after:
        return ()
    data = after[live]
    if data is None:
        return (f"{live} is removed: there will be no state until a rollback, and no pulse runs",)
    try:
        parsed(data, live, version_of(live) or LATEST_VERSION)
    except InvalidDocument as error:
        way_out = "no pulse runs, and only a rollback or an undo of this leads out"
        return (f"the state can't be read afterwards ({error}): {way_out}",)
    return ()


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'s' * (count != 1)}"
