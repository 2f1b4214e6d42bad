"""The dashboard beside programs that rewrite its files as they please; `pytest -s` shows the figures."""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from moie_tui.domain.view import SystemView
from moie_tui.storage import reading
from moie_tui.tui.widgets.pane import ListPane
from moie_tui.workspace import Workspace
from tests.faults import plain_writer
from tests.faults.plain_writer import numbered_health, numbered_state, write_in_pieces
from tests.tui.live_app import LiveApp, live
from tests.waiting import PATIENCE

pytestmark = pytest.mark.long

RATE, ENOUGH = 50, 15


def a_root(folder: Path) -> Workspace:
    root = folder / "root"
    root.mkdir()
    write_in_pieces(root / "cyclic_job_health.json", json.dumps(numbered_health(0)))
    write_in_pieces(root / "sovereign_state_v2.json", json.dumps(numbered_state(0)))
    (root / plain_writer.MORE).touch()
    return Workspace.open(root, home=folder / "home", via="tests")


def milliseconds(seconds: Sequence[float]) -> str:
    """Median, 95th percentile and maximum, as one reads them."""
    ordered = sorted(one * 1000 for one in seconds)
    p95 = ordered[int(len(ordered) * 0.95)]
    return f"p50 {statistics.median(ordered):.1f} ms, p95 {p95:.1f} ms, max {ordered[-1]:.1f} ms"


@asynccontextmanager
async def a_writer(workspace: Workspace, period: float, seconds: float, *how: str) -> AsyncIterator[Process]:
    """A process of its own that writes; gone at the end."""
    words = [plain_writer.__file__, str(workspace.root), str(period), str(seconds), *how]
    process = await asyncio.create_subprocess_exec(sys.executable, *words, stdout=PIPE)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@asynccontextmanager
async def lateness() -> AsyncIterator[list[float]]:
    """How late a task wakes that wants to wake every 5 ms, in seconds."""
    late: list[float] = []

    async def pulse() -> None:
        while True:
            due = time.monotonic() + 0.005
            await asyncio.sleep(0.005)
            late.append(time.monotonic() - due)

    task = asyncio.create_task(pulse())
    try:
        yield late
    finally:
        task.cancel()


async def keys_until_it_ends(app: LiveApp, writer: Process, seconds: int) -> list[float]:
    """Moves the cursor again and again; seconds from each key to the frame that shows it.

    The writer goes on for so many seconds, and on a slow machine until enough has come of it."""
    rows = app.screen.query_one("#phases", ListPane).rows
    took: list[float] = []
    while writer.returncode is None:
        took.append(await app.typed("k" if len(took) % 2 else "j", lambda: rows.key))
        await asyncio.sleep(0.05)
        if min(len(took), len(app.views)) > seconds and round_of(app.view) > seconds * RATE / 2:
            (app.source.root / plain_writer.MORE).unlink(missing_ok=True)
    return took


def round_of(view: SystemView) -> int:
    """Which of the rewrites its state is of."""
    return int(view.state.project.removeprefix("Round ")) if view.state else -1


def is_whole(view: SystemView) -> bool:
    """Whether all of a view's state, and all of its health, is of one round."""
    state, health = view.state, view.health.get("1.1")
    if state is None or health is None:
        return False
    names = {phase.name for phase in state.phases} | {f"Phase {job.task[5:]}" for _, job in state.jobs()}
    return (
        names == {f"Phase {state.project.removeprefix('Round ')}"}
        and len(state.phases) == plain_writer.PHASES
        and len(health.executions) == 100
        and health.executions[-1].error == f"error {health.total_runs - 100}"
    )


@pytest.mark.parametrize("seconds", [3, pytest.param(60, marks=pytest.mark.slow)])
async def test_fifty_torn_rewrites_a_second_are_never_seen_and_the_last_one_is(
    seconds: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("STABLE_SECONDS", "PATIENCE_SECONDS"):
        monkeypatch.setattr(reading, name, PATIENCE)  # a slow machine may let the writer stand still
    workspace = a_root(tmp_path)
    async with live(workspace) as (app, _), a_writer(workspace, 1 / RATE, seconds) as writer:
        async with lateness() as late:
            keys = await keys_until_it_ends(app, writer, seconds)
        last, ended = int(await writer.stdout.read()), time.monotonic()
        shown_after = await app.drawn_with(f"Round {last}") - ended
    torn = [view for view in app.views if not is_whole(view)]
    broken = [problem for view in app.views for problem in view.problems]
    print(f"{last} rewrites in {seconds} s, {len(app.views)} views, {len(broken)} problems")
    print(f"loop late by {milliseconds(late)}; key to screen {milliseconds(keys)}")
    print(f"last content on screen {shown_after * 1000:.0f} ms after the writer's end")
    assert last > seconds * RATE / 2
    assert len(app.views) > seconds
    assert torn == []
    assert app.views[-1].health["1.1"].total_runs == last + 100
    assert broken == []
    assert len(keys) > seconds
    assert app.return_code is None


async def test_an_atomic_replace_by_another_process_is_on_screen_at_once(tmp_path: Path) -> None:
    workspace = a_root(tmp_path)
    took = []
    async with live(workspace) as (app, _), a_writer(workspace, 0.25, 5, "replace") as writer:
        async for line in writer.stdout:
            number, *replaced = line.split()
            if replaced:
                at = float(replaced[0])
                # A machine that is slow to draw shows a later one.
                took.append(await app.drawn_when(lambda least=int(number): round_of(app.view) >= least) - at)
            if len(took) == ENOUGH:
                (workspace.root / plain_writer.MORE).unlink()
    print(f"{len(took)} replaces, on screen after {milliseconds(took)}")
    assert len(took) >= ENOUGH
