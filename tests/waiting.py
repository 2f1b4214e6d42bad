"""Waiting for what processes and threads do: a test that passes never waits this long, a slow machine may."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

PATIENCE = 60.0
DAY = 86_400.0
"""More than any time that a test sets for a command."""


def came(holds: Callable[[], object], seconds: float = PATIENCE) -> bool:
    """Whether it came to hold."""
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.005)
    return True


def until(holds: Callable[[], object], what: object = "") -> None:
    """Return when it holds; fails when it never does."""
    assert came(holds), what or "what was waited for never came"


def time_is_up_when(
    monkeypatch: pytest.MonkeyPatch, holds: Callable[[], object], seconds: float = DAY
) -> None:
    """Commands run in this process are past their time, by so many seconds, as soon as it holds.

    A real limit that is short enough for a test is over before a slow machine has started the command."""

    class Clock:
        """In place of the module `time` of the one that runs commands."""

        passed = 0.0

        @classmethod
        def monotonic(cls) -> float:
            cls.passed = cls.passed or (seconds if holds() else 0.0)
            return time.monotonic() + cls.passed

    monkeypatch.setattr("moie_tui.processes.command.time", Clock)


def written(path: Path) -> Callable[[], bool]:
    """Whether the file has something in it, which comes after that it is there."""
    return lambda: path.exists() and path.stat().st_size > 0
