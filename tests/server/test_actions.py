"""Acts over HTTP: off, until the config and the token allow them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from moie_tui.server.access import access
from moie_tui.server.limits import Limits, Rate
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root
from tests.server.asked import OPENED, asking
from tests.waiting import PATIENCE

ALLOWED = "server: {allow_actions: true}\n"


@pytest.fixture
def root(tmp_path: Path) -> Root:
    return Root(tmp_path, a_state(a_phase(1, a_job("1.1"))), config=ALLOWED).trust()


@pytest.fixture
async def client(root: Root) -> AsyncIterator[httpx.AsyncClient]:
    async with asking(root) as client:
        yield client


async def test_a_pulse_is_the_one_of_the_command_line(client: httpx.AsyncClient, root: Root) -> None:
    planned = await client.post("/actions/pulse", json={"dry_run": True}, headers=OPENED)
    assert [one["kind"] for one in planned.json()["effects"]][:2] == ["snapshot", "job"]
    assert root.document["phases"][0]["jobs"][0]["status"] == "pending"
    done = await client.post("/actions/pulse", headers=OPENED)
    assert (done.status_code, done.json()["outcome"], done.json()["job"]) == (200, "verified", "1.1")
    assert root.document["phases"][0]["jobs"][0]["status"] == "completed"
    assert root.workspace.operations()[0].id == done.json()["operation"]


async def test_a_backup_takes_note_and_pin(client: httpx.AsyncClient, root: Root) -> None:
    done = await client.post("/actions/backup", json={"note": "by a script", "pin": False}, headers=OPENED)
    (snapshot,) = root.workspace.snapshots()
    assert (done.json()["snapshot"], snapshot.note, snapshot.pinned) == (snapshot.name, "by a script", False)


async def test_without_the_token_or_with_the_wrong_one_nothing_is_done(
    client: httpx.AsyncClient, root: Root
) -> None:
    before = root.bytes
    for headers in ({}, {"Authorization": "Bearer no"}):
        assert (await client.post("/actions/pulse", headers=headers)).status_code == 401
    assert root.bytes == before


async def test_they_are_off_without_a_word_in_the_config_and_follow_it(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state())
    async with asking(root, limits=Limits(acting=Rate(100_000, 1))) as client:
        assert (await client.post("/actions/backup", headers=OPENED)).status_code == 403
        (root.folder / "config.yaml").write_text(ALLOWED)
        async with asyncio.timeout(PATIENCE):
            while (answer := await client.post("/actions/backup", headers=OPENED)).status_code == 403:
                await asyncio.sleep(0.05)
        assert answer.status_code == 200


async def test_without_any_token_they_stay_off(root: Root) -> None:
    async with asking(root, access("")) as client:
        assert (await client.post("/actions/backup")).status_code == 401


async def test_others_are_unknown(client: httpx.AsyncClient) -> None:
    for name in ("rollback", "trust", "run", "undo", "..%2fpulse"):
        assert (await client.post(f"/actions/{name}", headers=OPENED)).status_code == 404
    assert (await client.get("/actions/pulse", headers=OPENED)).status_code == 405


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        (b"{}", "text/plain", 415),
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"repeat": true}', "application/json", 400),
        (b'{"all": "yes"}', "application/json", 400),
        (b" " * 20_000, "application/json", 413),
        (b"[" * 10_000, "application/json", 400),
    ],
)
async def test_odd_bodies_are_refused(client: httpx.AsyncClient, body: bytes, kind: str, code: int) -> None:
    answer = await client.post("/actions/pulse", content=body, headers=OPENED | {"Content-Type": kind})
    assert answer.status_code == code


async def test_an_untrusted_root_refuses_and_a_broken_state_says_so(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(), config=ALLOWED)
    async with asking(root) as client:
        refused = await client.post("/actions/pulse", headers=OPENED)
        assert (refused.status_code, "trust" in refused.json()["detail"]) == (403, True)
        (root.folder / root.name).write_text("{")
        assert (await client.post("/actions/backup", headers=OPENED)).status_code == 409


async def test_one_act_at_a_time_and_not_too_many(root: Root) -> None:
    document = root.document
    document["phases"][0]["jobs"][0]["verification_cmd"] = "until test -e go; do sleep 0.02; done"
    root.write(document)
    async with asking(root.trust(), limits=Limits(acting=Rate(2, 0.01))) as client:
        both = [asyncio.create_task(client.post("/actions/pulse", headers=OPENED)) for _ in range(2)]
        (refused,), (working,) = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        (root.folder / "go").touch()
        assert [(await one).status_code for one in (refused, working)] == [409, 200]
        assert (await client.post("/actions/pulse", headers=OPENED)).status_code == 429
