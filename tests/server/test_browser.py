"""The pages of the dashboard in a browser: who gets them, and with what in hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from starlette.types import Scope

from moie_tui.server.access import Access, access
from moie_tui.server.app import build_app
from moie_tui.server.browsing import Browsing
from moie_tui.server.entrance import is_browsers, taken
from moie_tui.server.limits import Limits, Rate
from moie_tui.server.live import Live
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root
from tests.server.asked import OPENED, TOKEN, WITH_TOKEN

HERE = "http://127.0.0.1:8420"


@pytest.fixture
def root(tmp_path: Path) -> Root:
    return Root(tmp_path, a_state(a_phase(1, a_job("1.1", "cyclic")), meta={"project": "<b>Field</b>"}))


@asynccontextmanager
async def browsing(
    root: Root, allowed: Access = WITH_TOKEN, limits: Limits | None = None
) -> AsyncIterator[httpx.AsyncClient]:
    async with Live(root.workspace) as live:
        app = build_app(live, allowed, limits, Browsing(("false",), {}))
        transport = httpx.ASGITransport(app.asgi)
        async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
            yield client


async def test_the_token_in_the_address_is_swapped_for_a_cookie_that_is_not_the_token(root: Root) -> None:
    async with browsing(root) as client:
        answer = await client.get("/dashboard", params={"token": TOKEN})
        cookie = answer.headers["set-cookie"]
        assert (answer.status_code, answer.headers["location"]) == (303, "/dashboard")
        assert TOKEN not in cookie
        assert {"HttpOnly", "SameSite=strict", "Path=/dashboard"} <= set(cookie.split("; "))
        shown = await client.get("/dashboard")
        assert shown.status_code == 200
        assert "<title>&lt;b&gt;Field&lt;/b&gt; · moie</title>" in shown.text
        assert "script-src 'self';" in shown.headers["content-security-policy"]


async def test_without_the_token_there_is_a_form_that_takes_it(root: Root) -> None:
    async with browsing(root) as client:
        asked = await client.get("/dashboard")
        assert (asked.status_code, "textual.js" in asked.text, "<form" in asked.text) == (401, False, True)
        wrong = await client.post("/dashboard", data={"token": "wrong"}, headers={"Origin": HERE})
        assert (wrong.status_code, "That is not the token." in wrong.text) == (401, True)
        assert (await client.post("/dashboard")).status_code == 401
        right = await client.post("/dashboard", data={"token": TOKEN}, headers={"Origin": HERE})
        assert (right.status_code, (await client.get("/dashboard")).status_code) == (303, 200)


async def test_the_header_is_as_good_as_the_cookie(root: Root) -> None:
    async with browsing(root) as client:
        assert (await client.get("/dashboard", headers=OPENED)).status_code == 200


async def test_whoever_guesses_is_not_heard_for_a_while(root: Root) -> None:
    async with browsing(root, limits=Limits(failures=Rate(2, 0.01))) as client:
        codes = [(await client.get("/dashboard", params={"token": "no"})).status_code for _ in range(3)]
        right = await client.get("/dashboard", params={"token": TOKEN})
        assert (codes, right.status_code) == ([401, 401, 429], 429)


async def test_the_cookie_opens_the_dashboard_and_nothing_else(root: Root) -> None:
    async with browsing(root) as client:
        await client.get("/dashboard", params={"token": TOKEN})
        jar = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        assert jar
        assert (await client.get("/jobs/1.1/runs", headers={"Cookie": jar})).status_code == 401
        assert (await client.post("/actions/backup", headers={"Cookie": jar})).status_code == 401


async def test_the_cookie_of_another_server_is_worth_nothing(root: Root) -> None:
    async with browsing(root) as client:
        await client.get("/dashboard", params={"token": TOKEN})
        jar = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    async with browsing(root, access(TOKEN)) as other:
        assert (await other.get("/dashboard", headers={"Cookie": jar})).status_code == 401


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://127.0.0.1:9", "http://127.0.0.1", "null", "file://", ""]
)
async def test_the_page_of_another_site_is_refused_whatever_it_shows(root: Root, origin: str) -> None:
    async with browsing(root) as client:
        for path in ("/dashboard", "/health"):
            assert (await client.get(path, headers=OPENED | {"Origin": origin})).status_code == 403


@pytest.mark.parametrize("origin", [None, HERE, "http://127.0.0.1:8420", "https://proxy.lan"])
def test_our_own_page_is_welcome_and_so_is_one_behind_a_proxy_that_was_named(origin: str | None) -> None:
    assert access(TOKEN, proxies=frozenset(("Proxy.lan",))).welcomes(origin, "127.0.0.1:8420")


async def test_where_nothing_is_answered_without_the_token_the_form_is(root: Root) -> None:
    async with browsing(root, access(TOKEN, required=True)) as client:
        codes = [(await client.get(path)).status_code for path in ("/dashboard", "/health", "/dashboards")]
        assert codes == [401, 401, 401]
        assert "<form" in (await client.get("/dashboard")).text
        assert (await client.get("/dashboard/files/page.css")).status_code == 200


async def test_only_the_files_of_the_page_are_there(root: Root) -> None:
    async with browsing(root) as client:
        found = {
            name: (await client.get(f"/dashboard/files/{name}")).status_code
            for name in ("textual.js", "xterm.css", "mono.ttf", "mono-italic.ttf", "page.js", "sign-in.html",
                         "../app.py", "..%2fapp.py", "")
        }  # fmt: skip
        assert list(found.values()) == [200] * 5 + [404] * 4


async def test_a_server_without_it_has_no_dashboard(root: Root) -> None:
    async with Live(root.workspace) as live:
        transport = httpx.ASGITransport(build_app(live, WITH_TOKEN).asgi)
        async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
            for path in ("/dashboard", "/dashboard/files/page.css", f"/dashboard?token={TOKEN}"):
                assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize(
    ("path", "query", "shown", "left"),
    [
        ("/dashboard", b"token=a%20b", "a b", b""),
        ("/dashboard", b"x=1&token=t&y=2", "t", b""),
        ("/dashboard", b"x=1", "", b"x=1"),
        ("/dashboard", b"\xff", "", b"\xff"),
        ("/dashboard", b"a=1&b=2&c=3&d=4&token=t", "", b"a=1&b=2&c=3&d=4&token=t"),
        ("/health", b"token=t", "", b"token=t"),
    ],
)
def test_the_token_is_taken_out_of_the_address(path: str, query: bytes, shown: str, left: bytes) -> None:
    scope: Scope = {"path": path, "query_string": query}
    assert (taken(scope), scope["query_string"]) == (shown, left)


def test_only_the_dashboard_is_the_browsers() -> None:
    paths = ("/dashboard", "/dashboard/socket", "/dashboards", "/", "/x/dashboard")
    assert [is_browsers(path) for path in paths] == [True, True, False, False, False]
