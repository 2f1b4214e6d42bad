"""A real Chromium without a window, spoken to by its own DevTools protocol."""

from __future__ import annotations

import base64
import http.client
import itertools
import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SECONDS = 60.0


def installed() -> str | None:
    """Where one is; None where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Page:
    """One tab; `frames` are the bytes its sockets received, `troubles` what its console complained of."""

    def __init__(self, line: ClientConnection) -> None:
        self._line, self._ids = line, itertools.count(1)
        self.frames: list[bytes] = []
        self.statuses: dict[str, int] = {}
        self.troubles: list[str] = []
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **params: object) -> dict[str, Any]:
        """Sends a command and gives its result."""
        number = next(self._ids)
        self._line.send(json.dumps({"id": number, "method": method, "params": params}))
        while (message := json.loads(self._line.recv(timeout=SECONDS))).get("id") != number:
            self._note(message)
        assert "error" not in message, message
        result: dict[str, Any] = message["result"]
        return result

    def go(self, url: str) -> None:
        """Opens an address, and comes back when the page has loaded."""
        self.ask("Page.navigate", url=url)
        self.until(lambda: self.evaluate("document.readyState") == "complete", url)

    def evaluate(self, expression: str) -> Any:
        """The value of some JavaScript."""
        found = self.ask("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        return found["result"].get("value")

    def type(self, text: str) -> None:
        """Presses keys."""
        for key in text:
            words = {"key": key, "text": key, "unmodifiedText": key}
            self.ask("Input.dispatchKeyEvent", type="keyDown", **words)
            self.ask("Input.dispatchKeyEvent", type="keyUp", key=key)

    def click(self, x: int, y: int) -> None:
        """Clicks a place."""
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def picture(self) -> bytes:
        """A PNG of what is there to see."""
        return base64.b64decode(self.ask("Page.captureScreenshot", format="png")["data"])

    def until(self, is_so: Callable[[], object], what: str) -> None:
        """Comes back when it is so; fails when it takes too long."""
        deadline = time.monotonic() + SECONDS
        while not is_so():
            assert time.monotonic() < deadline, f"not in time: {what}"
            try:
                self._note(json.loads(self._line.recv(timeout=0.05)))
            except TimeoutError:
                continue

    def until_drawn(self, text: str) -> None:
        """Comes back when the dashboard has sent that text."""
        self.until(lambda: text in b"".join(self.frames).decode("utf-8", "replace"), text)

    def _note(self, message: dict[str, Any]) -> None:
        params = message.get("params", {})
        match message.get("method"):
            case "Network.webSocketFrameReceived" if params["response"]["opcode"] == 2:
                self.frames.append(base64.b64decode(params["response"]["payloadData"]))
            case "Network.responseReceived":
                self.statuses[params["response"]["url"]] = params["response"]["status"]
            case "Runtime.exceptionThrown":
                self.troubles.append(json.dumps(params["exceptionDetails"]))
            case "Log.entryAdded" if params["entry"]["level"] == "error":
                self.troubles.append(json.dumps(params["entry"]))


@contextmanager
def chromium(home: Path, size: tuple[int, int] = (1200, 760)) -> Iterator[Page]:
    """A tab of one that knows nobody; it is gone afterwards."""
    program = installed()
    assert program is not None
    words = (
        "--headless=new",
        "--no-sandbox",
        "--no-first-run",
        "--use-angle=swiftshader",
        "--enable-unsafe-swiftshader",
        "--remote-debugging-port=0",
        f"--user-data-dir={home}",
        f"--window-size={size[0]},{size[1]}",
        "about:blank",
    )
    process = subprocess.Popen([program, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with connect(_address(home, process), max_size=None) as line:
            yield Page(line)
    finally:
        process.terminate()
        process.wait(timeout=60)


def _address(home: Path, process: subprocess.Popen[bytes]) -> str:
    """Of its first tab."""
    file, deadline = home / "DevToolsActivePort", time.monotonic() + SECONDS
    while not (file.exists() and file.read_text().count("\n")):
        assert process.poll() is None, "chromium has ended"
        assert time.monotonic() < deadline, "chromium does not start"
        time.sleep(0.05)
    port = int(file.read_text().splitlines()[0])
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    client.request("GET", "/json/list")
    tabs = json.loads(client.getresponse().read())
    client.close()
    address: str = next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page")
    return address
