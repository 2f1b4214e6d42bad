"""What every check gets: the root, the time, and the machine around it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from moie_tui.processes.crontab import has_crontab, read_crontab
from moie_tui.storage.agents import agents_folder, units_folder
from moie_tui.storage.stores import Stores
from moie_tui.storage.unpacking import free_bytes
from moie_tui.values import dataclass


@dataclass(frozen=True)
class Machine:
    """What is asked of the machine; tests answer themselves."""

    crontab: Callable[[], str]
    agents: Path
    free_bytes: Callable[[Path], int]
    uid: int
    wall: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    units: Path | None = None


@dataclass(frozen=True)
class Patient:
    """One root under examination; `step` tells what is being done, and raises Cancelled to stop."""

    stores: Stores
    now: datetime
    machine: Machine
    step: Callable[[str], None]

    @property
    def root(self) -> Path:
        """The folder."""
        return self.stores.root


def counted(number: int, thing: str) -> str:
    """ "1 snapshot", "2 snapshots"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def this_machine() -> Machine:
    """The real one."""
    agents, units = agents_folder(os.environ), units_folder(os.environ)
    return Machine(_crontab, agents, free_bytes, os.geteuid(), units=units)


def _crontab() -> str:
    """The user's table; "" without one, or without cron."""
    return ((read_crontab() if has_crontab() else None) or b"").decode(errors="replace")
