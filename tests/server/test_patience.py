"""How long a connection may take."""

from __future__ import annotations

import asyncio
import socket

import pytest
from starlette.types import Receive, Scope, Send
from uvicorn import Config, Server
from websockets.asyncio.client import connect

from moie_tui.server.limits import Limits
from moie_tui.server.patience import patient


async def _echo(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] != "websocket.disconnect":
        if "text" in message:
            await send({"type": "websocket.send", "text": message["text"]})


async def test_a_socket_outlives_the_time_for_a_request(caplog: pytest.LogCaptureFixture) -> None:
    timers: list[asyncio.TimerHandle] = []

    class Noted(patient(Limits())):
        def _soon(self) -> asyncio.TimerHandle:
            timers.append(super()._soon())
            return timers[-1]

    config = Config(
        _echo,
        http=Noted,
        ws="websockets-sansio",
        lifespan="off",
        log_config=None,
    )
    server = Server(config)
    with socket.create_server(("127.0.0.1", 0)) as place:
        serving = asyncio.create_task(server._serve([place]))
        async with connect(f"ws://127.0.0.1:{place.getsockname()[1]}/") as line:
            assert timers
            assert all(one.cancelled() for one in timers), "nothing is left that cuts it off later"
            await line.send("still here")
            assert await line.recv() == "still here"
        server.should_exit = True
        await serving
