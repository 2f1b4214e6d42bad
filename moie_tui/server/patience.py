"""Connections that dawdle: a client that sends or reads too slowly is let go, and never stands in the way."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from moie_tui.server.limits import Limits

_WAITING = (h11.IDLE, h11.SEND_BODY)
"""States of a client whose request is not whole yet."""


class Patient(H11Protocol):
    """One connection: a request must be whole, and an answer taken, within `request_seconds`.

    Beyond so many connections the one that has waited longest without a whole request goes."""

    limits = Limits()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._request: asyncio.TimerHandle | None = None
        self._reader: asyncio.TimerHandle | None = None
        self.began = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client came."""
        super().connection_made(transport)
        self.began = self.loop.time()
        self._request = self._soon()
        if len(self.connections) > self.limits.connections:
            waiting = [one for one in self.connections if isinstance(one, Patient) and one.is_waiting]
            min(waiting, key=lambda one: one.began, default=self).transport.abort()

    @property
    def is_waiting(self) -> bool:
        """Whether its client has not sent a whole request."""
        return self.conn.their_state in _WAITING

    def data_received(self, data: bytes) -> None:
        """A piece of a request came: from its first one on time counts."""
        if self._request is None:
            self.began = self.loop.time()
            self._request = self._soon()
        super().data_received(data)
        if not self.is_waiting:
            self._request = _off(self._request)

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """It becomes a socket, which stays open; from here on another protocol has the connection."""
        self._request = _off(self._request)
        super().handle_websocket_upgrade(event)

    def on_response_complete(self) -> None:
        """The answer is out; a client that then says nothing is left to the keep-alive time."""
        super().on_response_complete()
        if self.conn.their_state is h11.IDLE and not self.conn.trailing_data[0]:
            self._request = _off(self._request)

    def pause_writing(self) -> None:
        """The client does not take its answer."""
        super().pause_writing()
        _off(self._reader)
        self._reader = self._soon()

    def resume_writing(self) -> None:
        """It does again."""
        super().resume_writing()
        self._reader = _off(self._reader)

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        self._request, self._reader = _off(self._request), _off(self._reader)
        super().connection_lost(exc)

    def _soon(self) -> asyncio.TimerHandle:
        return self.loop.call_later(self.limits.request_seconds, self.transport.abort)


def patient(limits: Limits) -> type[Patient]:
    """The protocol with these limits."""
    return type("Patient", (Patient,), {"limits": limits})


def _off(timer: asyncio.TimerHandle | None) -> asyncio.TimerHandle | None:
    if timer is not None:
        timer.cancel()
    return None
