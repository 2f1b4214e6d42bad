"""The dashboard in a real Chromium."""

from __future__ import annotations

import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.builders import a_job, a_phase, a_state
from tests.roots import Root
from tests.server.chromium import Page, chromium, installed
from tests.server.served import TOKEN, serving, start
from tests.waiting import PATIENCE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(installed() is None, reason="no Chromium is installed here"),
]


@pytest.fixture
def root(tmp_path: Path) -> Root:
    marked = "ui: {mark: {name: LIVE, colour: red}}\n"
    return Root(tmp_path, a_state(a_phase(1, a_job("1.1"), name="Wire the field")), config=marked)


def test_it_signs_in_draws_takes_keys_and_ends(root: Root, tmp_path: Path) -> None:
    with serving(root, "--web", token=TOKEN) as served, chromium(tmp_path / "profile") as page:
        page.go(f"{served.url}/dashboard")
        assert page.evaluate("document.querySelector('form') !== null")
        page.evaluate(f"document.querySelector('#token').value = {TOKEN!r}")
        page.evaluate("document.querySelector('form').submit()")
        page.until_drawn("Wire the field")
        assert page.evaluate("document.title").startswith("LIVE · ")
        assert TOKEN not in page.evaluate("document.cookie + location.href")
        page.until(lambda: len(_colours(page.picture())) > 12, "a picture")
        may = ["clipboardReadWrite", "clipboardSanitizedWrite"]  # what is not named is denied
        page.ask("Browser.grantPermissions", permissions=may, origin=served.url)
        page.click(100, 60)
        page.type("c")
        page.until_drawn("Copied")
        copied = "navigator.clipboard.readText()"
        page.until(lambda: "Wire the field" in page.evaluate(copied), "the copied row")
        page.type("?")
        page.until_drawn("Help")
        page.until(lambda: _is_left(page), "the end")
        # The form alone is answered with 401, and a `q` may come when the other one has just ended all.
        known = ("401", "already in CLOSING or CLOSED state")
        assert [one for one in page.troubles if not any(words in one for words in known)] == []
        assert "has ended" in page.evaluate("document.querySelector('#closed').innerText")
        page.evaluate("document.querySelector('#again').click()")
        page.until(lambda: page.evaluate("document.body.className") == "-loaded -first-byte", "another one")


def test_without_a_token_one_is_made_and_stands_in_the_address(root: Root, tmp_path: Path) -> None:
    process = start(root, "--web", "--port", "0")
    try:
        assert process.stdout is not None
        process.stdout.readline()
        address = process.stdout.readline().split()[-1]
        assert "/dashboard?token=" in address
        with chromium(tmp_path / "profile") as page:
            page.go(address)
            page.until_drawn("Wire the field")
            assert page.evaluate("location.pathname + location.search") == "/dashboard"
            assert page.troubles == []
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def test_the_page_of_another_port_gets_no_socket_although_its_cookie_comes_along(
    root: Root, tmp_path: Path
) -> None:
    with (
        serving(root, "--web", token=TOKEN) as served,
        _another_site() as other,
        chromium(tmp_path / "profile") as page,
    ):
        page.go(f"{served.url}/dashboard?token={TOKEN}")
        page.until_drawn("Wire the field")
        page.go(other)
        page.frames.clear()
        ended = page.evaluate(
            "new Promise(done => {"
            f" const line = new WebSocket('ws://127.0.0.1:{served.port}/dashboard/socket');"
            " line.onopen = () => done('open'); line.onerror = () => done('closed'); })"
        )
        assert (ended, page.frames) == ("closed", [])


@contextmanager
def _another_site() -> Iterator[str]:
    """A page on another port of this machine."""

    class Nothing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *words: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Nothing) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{site.server_address[1]}/"
        site.shutdown()


def _colours(png: bytes) -> set[bytes]:
    """The colours of an 8-bit RGB picture, filters undone only as far as counting needs."""
    at, packed = 8, b""
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        packed += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += length + 12
    raw = zlib.decompress(packed)
    return {raw[index : index + 3] for index in range(1, len(raw) - 3, 3)}


def _is_left(page: Page) -> bool:
    """Presses `q` until it is: a key counts only on the screen it was pressed on, and help is on top."""
    if "-closed" in page.evaluate("document.body.className"):
        return True
    page.type("q")
    return False
