"""The one view: fresh soon after a change, and honest when it can't be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx

from moie_tui.domain.view import SystemView
from moie_tui.server import live as live_module
from moie_tui.server.live import Live
from moie_tui.values import replace
from moie_tui.workspace import Workspace
from tests.builders import a_state
from tests.roots import Root
from tests.server.asked import asking
from tests.waiting import PATIENCE


async def _until(live: Live, project: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while live.moment().view.state is None or live.moment().view.state.project != project:
            await asyncio.sleep(0.01)


async def test_a_change_is_seen_by_itself(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state())
    async with Live(root.workspace) as live:
        root.write(a_state(meta={"project": "Other"}))
        await _until(live, "Other")


async def test_the_last_valid_config_stays_in_force(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(), config="server: {allow_actions: true}\n")
    async with Live(root.workspace) as live:
        assert live.settings.server.allow_actions is True
        (root.folder / "config.yaml").write_text("server: {allow_actions: maybe}\n")
        async with asyncio.timeout(PATIENCE):
            while live.moment().view.config_problem is None:
                await asyncio.sleep(0.01)
        assert live.settings.server.allow_actions is True


async def test_a_watch_that_broke_is_told_and_taken_up_again(tmp_path: Path, monkeypatch: object) -> None:
    root = Root(tmp_path, a_state(meta={"last_heartbeat": "2026-11-22T11:55:00Z"}))
    turns: list[int] = []
    breaks, mended = asyncio.Event(), asyncio.Event()

    async def watch(self: Workspace) -> AsyncIterator[SystemView]:
        turns.append(1)
        if len(turns) == 2:
            await mended.wait()
        yield replace(self.view(), root=str(len(turns)))
        if len(turns) == 1:
            await breaks.wait()
            raise OSError("the disk is gone")
        await asyncio.sleep(600)

    monkeypatch.setattr(Workspace, "watch", watch)  # type: ignore[attr-defined]
    monkeypatch.setattr(live_module, "RETRY_SECONDS", 0.0)  # type: ignore[attr-defined]
    async with asking(root) as client:
        assert (await client.get("/health")).status_code == 200
        breaks.set()
        lost = await _answered(client, 503)
        assert lost.json()["checks"][-1]["name"] == "watch"
        assert "disk" not in lost.text
        mended.set()
        await _answered(client, 200)


async def _answered(client: httpx.AsyncClient, code: int) -> httpx.Response:
    """What /health says once it says it with that code."""
    async with asyncio.timeout(PATIENCE):
        while (answer := await client.get("/health")).status_code != code:
            await asyncio.sleep(0.01)
    return answer


async def test_a_poll_judges_nothing_anew_while_nothing_changed(tmp_path: Path) -> None:
    async with Live(Root(tmp_path, a_state()).workspace) as live:
        assert live.moment() is live.moment()
