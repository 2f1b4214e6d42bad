"""The app in this process, asked as a client would, over a real root."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from moie_tui.server.access import Access, access
from moie_tui.server.app import build_app
from moie_tui.server.limits import Limits
from moie_tui.server.live import Live
from tests.roots import Root

TOKEN = "a token that only tests know"
OPENED = {"Authorization": f"Bearer {TOKEN}"}
WITH_TOKEN = access(TOKEN)


@asynccontextmanager
async def asking(
    root: Root, allowed: Access = WITH_TOKEN, limits: Limits | None = None
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the app of that root; nothing of the network is used."""
    async with Live(root.workspace) as live:
        transport = httpx.ASGITransport(build_app(live, allowed, limits).asgi)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            yield client
