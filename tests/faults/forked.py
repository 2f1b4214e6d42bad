"""Acts in a forked copy of this process, which may die of it."""

from __future__ import annotations

import json
import os
import signal
import traceback
from collections.abc import Callable
from typing import Any

from moie_tui.values import dataclass

LONGEST_SECONDS = 600


@dataclass(frozen=True)
class Fate:
    """How a child ended: what it told, or None with the number of the signal that killed it."""

    told: Any
    signal: int = 0


def start(act: Callable[[], object]) -> tuple[int, int]:
    """A child that runs `act` and tells its result; its process id and the descriptor to read from."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    os.close(reading)
    signal.alarm(LONGEST_SECONDS)
    try:
        said: dict[str, Any] = {"told": act()}
    except BaseException:
        said = {"broke": traceback.format_exc()}
    with open(writing, "w", closefd=False) as file:
        file.write(json.dumps(said))
    os._exit(0)


def end(child: int, reading: int) -> Fate:
    """Waits for a child; AssertionError with its traceback when the test's own code broke in it."""
    with open(reading, "rb") as file:
        said = file.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return Fate(None, os.WTERMSIG(status))
    raw = json.loads(said)
    assert "broke" not in raw, raw["broke"]
    return Fate(raw["told"])


def forked(act: Callable[[], object]) -> Fate:
    """Runs `act` in a child and waits for it."""
    return end(*start(act))
