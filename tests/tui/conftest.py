"""Pilot on a machine that is busy with other things."""

from __future__ import annotations

import asyncio

import pytest
from textual._wait import wait_for_idle

from tests.waiting import PATIENCE


@pytest.fixture(autouse=True)
def _idle_when_nothing_is_left_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual takes a process that got no processor for a while for one that has nothing to do."""
    for user in ("textual.app", "textual.pilot"):
        monkeypatch.setattr(f"{user}.wait_for_idle", _idle)


async def _idle(min_sleep: float = 0, max_sleep: float = 1) -> None:
    await wait_for_idle(min_sleep, max_sleep)
    loop = asyncio.get_running_loop()
    until = loop.time() + PATIENCE
    while loop._ready and loop.time() < until:  # type: ignore[attr-defined]
        await asyncio.sleep(0)
