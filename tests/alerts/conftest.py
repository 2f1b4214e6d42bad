"""A real HTTP server on a free port, and a root whose heart has stopped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from moie_tui.values import dataclass, field
from tests.builders import a_job, a_phase, a_state
from tests.roots import NOON, Root


@dataclass
class Listener:
    """What a server was asked, and what it answers."""

    port: int = 0
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str, Any]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/ping"


@pytest.fixture
def listener() -> Iterator[Listener]:
    heard = Listener()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            heard.asked.append((self.command, self.path, json.loads(body) if body else None))
            self.send_response(heard.status)
            for name, value in heard.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST = _answer  # noqa: N815

        def log_message(self, *unused: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        heard.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield heard
        server.shutdown()
        thread.join()


@pytest.fixture
def root(tmp_path: Path) -> Root:
    """A root that is well, but for a heart that stopped an hour ago; its hook writes down what it gets."""
    meta = {"last_heartbeat": NOON.replace(hour=11).isoformat()}
    document = a_state(a_phase(1, a_job()), a_phase(5, a_job("5.1", "cyclic")), meta=meta)
    config = "alerts: {desktop: false, command: 'cat >> told.jsonl'}\n"
    return Root(tmp_path, document, config=config).trust()


def told(root: Root) -> list[dict[str, Any]]:
    """What the hook got."""
    path = root.folder / "told.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
