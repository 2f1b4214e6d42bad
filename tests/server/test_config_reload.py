"""A config that changes while the dashboard and a server of its own run: the last valid one is in force."""

from __future__ import annotations

import asyncio
import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from moie_tui.domain.view import SystemView
from tests.builders import a_state
from tests.roots import Root
from tests.server.served import Served, serving
from tests.tui.bare_app import until
from tests.tui.live_app import live

INVALID = (
    "heartbeat: {max_age_minutes: soon}",
    "heartbeat: [",
    "- 1",
    "backups: {keep: 0.5}",
    "heartbeat: {",
)
AGE_MINUTES = 30
SECONDS = 2.0


def in_force(view: SystemView) -> tuple[bool, float]:
    return view.config_problem is not None, view.settings.heartbeat.max_age_minutes


async def settled(served: Served, refused: bool, in_time: bool) -> float:
    """Seconds until /health says so of the config and, by the limit in force, of the heartbeat."""
    began = time.monotonic()
    while True:
        _, health = await asyncio.to_thread(served.get, "/health")
        found = {one["name"]: one["ok"] for one in health["checks"]}
        if (found["document:config"], found["heartbeat"]) == (not refused, in_time):
            return time.monotonic() - began
        assert time.monotonic() - began < SECONDS, f"never {refused, in_time}: {health}"
        await asyncio.sleep(0.01)


@pytest.mark.slow
async def test_after_each_of_a_hundred_edits_dashboard_and_server_go_by_the_last_valid_one(
    tmp_path: Path,
) -> None:
    beat = (datetime.now(UTC) - timedelta(minutes=AGE_MINUTES)).isoformat()
    root = Root(tmp_path, a_state(meta={"last_heartbeat": beat}), config="heartbeat: {max_age_minutes: 60}\n")
    dice, limit = random.Random(7), 60
    late: list[float] = []
    with serving(root) as served:
        async with live(root.workspace) as (app, pilot):
            for _ in range(100):
                bad = dice.random() < 0.5
                limit = limit if bad else dice.choice([*range(5, 25), *range(40, 60)])
                text = dice.choice(INVALID) if bad else f"heartbeat: {{max_age_minutes: {limit}}}"
                (root.folder / "config.yaml").write_text(text)
                await until(pilot, lambda wanted=(bad, limit): in_force(app.view) == wanted)
                late.append(await settled(served, bad, limit > AGE_MINUTES))
    assert max(late) < 1
