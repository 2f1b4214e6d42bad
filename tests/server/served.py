"""`moie serve` as a process of its own, on a free port."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from moie_tui.values import dataclass
from tests.roots import Root
from tests.waiting import PATIENCE

TOKEN = "a token that only tests know"


@dataclass(frozen=True)
class Served:
    """A server that listens; its output is read when it has ended."""

    url: str
    port: int
    process: subprocess.Popen[str]

    def connect(self) -> http.client.HTTPConnection:
        """A connection that is kept alive."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def get(self, path: str, **headers: str) -> tuple[int, Any]:
        """The status and the parsed document of one request."""
        connection = self.connect()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, json.loads(body) if body else None


@contextmanager
def serving(root: Root, *words: str, token: str = "") -> Iterator[Served]:
    """Inside it listens; it must end with 0 on SIGTERM, and say nothing on stderr."""
    process = start(root, "--port", "0", *words, token=token)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        url = next(word for word in line.split() if word.startswith("http://"))
        yield Served(url, int(url.rpartition(":")[2]), process)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, err) == (0, ""), err
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def start(root: Root, *words: str, token: str = "") -> subprocess.Popen[str]:
    """The process, listening or not."""
    environment = {**os.environ, "MOIE_HOME": str(root.home), "MOIE_TOKEN": token}
    return subprocess.Popen(
        [sys.executable, "-m", "moie_tui", "--root", str(root.folder), "serve", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
