"""The API over a real root, asked in this process."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from threading import Event

import httpx
import pytest

from moie_tui.domain.judge import judge
from moie_tui.domain.summary import snapshot_row
from moie_tui.server.access import access
from moie_tui.server.limits import Limits, Rate
from moie_tui.workspace import Workspace
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root
from tests.server.asked import OPENED, TOKEN, asking
from tests.waiting import PATIENCE

SECRET = "hunter2"
CONFIG = f"""
alerts: {{command: "notify {SECRET}", urls: ["tgram://{SECRET}"], ping_url: "http://127.0.0.1:9/{SECRET}"}}
jobs: {{"5.2": {{command: "echo {SECRET}"}}}}
"""
PATHS = (
    "/", "/health", "/metrics", "/state", "/jobs", "/jobs/1.2", "/jobs/5.1", "/jobs/a%2Fb",
    "/jobs/5.1/executions", "/snapshots", "/events", "/events?limit=500&level=info", "/openapi.json",
)  # fmt: skip
TRICKS = (
    "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/jobs/..%2f..%2f..%2fetc%2fpasswd", "//etc/passwd",
    "/jobs/../config.yaml", "/snapshots/..%2fsovereign_state_v2.json", "/snapshots/%2fetc%2fpasswd",
    "/jobs/5.1%00", "/health%0a", "/config.yaml", "/.moie/pulse.lock", "/jobs//", "/state/", "/actions",
    "/jobs/5.1/runs/..%2f..%2fconfig/output",
)  # fmt: skip
SLIPS = (
    "/state?x=1", "/events?limit=0", "/events?limit=501", "/events?limit=%D9%A3", "/events?level=loud",
    "/events?since=now", "/events?since=2026-11-22T10:00:00", "/events?before=2026",
    "/events?limit=1&limit=2", "/snapshots?offset=-1",
)  # fmt: skip
LASTING = ("/state", "/jobs", "/jobs/5.1", "/jobs/5.1/executions", "/snapshots", "/events")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Root:
    """One on which much has happened, and every command, output and config value names the secret."""
    folder = tmp_path_factory.mktemp("asked")
    first = a_job("1.2", verification_cmd=f"echo {SECRET} >&2; exit 3", description="What it is.")
    cyclic = a_job("5.1", "cyclic", command=f"echo {SECRET}; exit 4")
    others = a_job("5.2", "cyclic"), a_job("a/b", "cyclic")
    root = Root(
        folder,
        a_state(a_phase(1, a_job("1.1", "completed"), first), a_phase(5, cyclic, *others)),
        config=CONFIG,
    )
    root.trust()
    root.do("pulse")
    root.write(json.loads(json.dumps(root.document).replace("exit 3", f"exit 5 # {SECRET}")))
    root.do("pulse")
    root.do("backup", note="by hand")
    for _ in range(3):
        root.do("run", job="5.1")
    root.do("verify")
    root.do("record", job="5.2", status="failure", duration_ms=5, error=f"no {SECRET}")
    return root


@pytest.fixture
def fresh(root: Root, tmp_path: Path) -> Root:
    """A copy of it to change."""
    shutil.copytree(root.folder, tmp_path / "root")
    copy = Root(tmp_path, root.document)
    copy.clock.now = root.clock.now
    return copy


@pytest.fixture
async def client(root: Root) -> AsyncIterator[httpx.AsyncClient]:
    async with asking(root) as client:
        yield client


async def test_without_the_token_no_answer_has_a_command_an_output_or_a_secret(fresh: Root) -> None:
    for broken in ("", "cyclic_job_health.json", "config.yaml"):
        if broken:
            (fresh.folder / broken).write_text(f"{{ {SECRET}: [")
        async with asking(fresh) as client:
            for path in PATHS:
                answer = await client.get(path)
                assert answer.status_code in (200, 404, 503), path
                assert SECRET not in answer.text, path


async def test_the_token_opens_commands_and_outputs_but_never_what_the_config_hides(
    client: httpx.AsyncClient,
) -> None:
    for path in PATHS:
        answer = await client.get(path, headers=OPENED)
        assert "tgram" not in answer.text
        assert TOKEN not in answer.text
    job = (await client.get("/jobs/5.1", headers=OPENED)).json()
    assert job["definition"]["command"] == f"echo {SECRET}; exit 4"
    events = (await client.get("/events", headers=OPENED)).json()["events"]
    assert any(SECRET in str(one["metadata"].get("output")) for one in events)
    runs = (await client.get("/jobs/5.1/runs", headers=OPENED)).json()["runs"]
    output = await client.get(f"/jobs/5.1/runs/{runs[0]['id']}/output?offset=3", headers=OPENED)
    assert (output.json()["text"], output.json()["next_offset"]) == (f"{SECRET}\n"[3:], len(SECRET) + 1)


async def test_the_wrong_token_and_a_missing_one_are_401(client: httpx.AsyncClient) -> None:
    wrong = await client.get("/state", headers={"Authorization": "Bearer no"})
    missing = [await client.get(path) for path in ("/jobs/5.1/runs", "/events?text=x")]
    assert [one.status_code for one in (wrong, *missing)] == [401, 401, 401]
    assert all("--token-file" in one.json()["fix"] for one in missing), "there may be none to show"
    assert wrong.headers["www-authenticate"] == "Bearer"


async def test_where_the_token_is_required_nothing_answers_without_it(root: Root) -> None:
    async with asking(root, access(TOKEN, required=True)) as client:
        assert [(await client.get(path)).status_code for path in PATHS] == [401] * len(PATHS)
        assert (await client.get("/health", headers=OPENED)).status_code == 200


async def test_no_path_leads_outside(client: httpx.AsyncClient) -> None:
    for path in TRICKS:
        request = client.build_request("GET", "/", headers=OPENED)
        request.url = httpx.URL("http://127.0.0.1").copy_with(raw_path=path.encode())
        answer = await client.send(request)
        assert answer.status_code in (404, 405), path
        assert answer.headers["content-type"] == "application/problem+json"


async def test_a_foreign_host_is_refused(client: httpx.AsyncClient) -> None:
    assert (await client.get("/health", headers={"Host": "evil.example"})).status_code == 421


async def test_the_state_is_that_of_the_command_line_with_the_jobs_of_each_phase(
    client: httpx.AsyncClient, root: Root
) -> None:
    found = (await client.get("/state")).json()
    view = root.workspace.view()
    assert (found["project"], found["current_phase"]) == ("Project", 1)
    assert found["heartbeat"]["last"] == judge(view, root.clock()).beat_at.isoformat(timespec="microseconds")
    assert [(phase["id"], [job["id"] for job in phase["jobs"]]) for phase in found["phases"]] == [
        (1, ["1.1", "1.2"]),
        (5, ["5.1", "5.2", "a/b"]),
    ]
    assert (await client.get("/jobs")).json()["jobs"] == found["jobs"]


async def test_executions_and_snapshots_come_newest_first_and_in_pages(
    client: httpx.AsyncClient, root: Root
) -> None:
    first = (await client.get("/jobs/5.1/executions?limit=2")).json()
    rest = (await client.get(f"/jobs/5.1/executions?limit=2&offset={first['next_offset']}")).json()
    times = [one["timestamp"] for one in first["executions"] + rest["executions"]]
    assert (times, first["total"], rest["next_offset"]) == (sorted(times, reverse=True), 3, None)
    assert "error" not in first["executions"][0]
    snapshots = (await client.get("/snapshots")).json()["snapshots"]
    assert snapshots == [snapshot_row(one) for one in root.workspace.snapshots()]
    assert (await client.get(f"/snapshots/{snapshots[0]['id']}")).json() == snapshots[0]


async def test_events_are_paged_back_to_the_first_and_forth_again(
    client: httpx.AsyncClient, root: Root
) -> None:
    whole = [one["cursor"] for one in (await client.get("/events?limit=500")).json()["events"]]
    back: list[str] = []
    page = (await client.get("/events?limit=4")).json()
    while True:
        back = [one["cursor"] for one in page["events"]] + back
        if page["older"] is None:
            break
        page = (await client.get(f"/events?limit=4&before={page['older']}")).json()
    forth = (await client.get(f"/events?after={whole[0]}")).json()
    assert (back, [one["cursor"] for one in forth["events"]]) == (whole, whole[1:])
    between = (await client.get(f"/events?after={whole[0]}&before={whole[3]}")).json()
    assert [one["cursor"] for one in between["events"]] == whole[1:3]


async def test_events_are_filtered(client: httpx.AsyncClient) -> None:
    jobs = (await client.get("/events?category=job&level=error")).json()["events"]
    assert {(one["category"], one["level"]) for one in jobs} == {("job", "error")}
    assert {one["metadata"]["job"] for one in jobs} == {"5.1", "5.2"}
    assert (await client.get("/events?until=2026-11-22T11:00:00Z")).json()["events"] == []


async def test_what_did_not_change_is_304_until_it_does(fresh: Root) -> None:
    async with asking(fresh) as client:
        tags = {path: (await client.get(path)).headers["etag"] for path in LASTING}
        for path, tag in tags.items():
            again = await client.get(path, headers={"If-None-Match": f'"x", {tag}'})
            assert (again.status_code, again.content) == (304, b""), path
    fresh.clock.advance(hours=30)
    fresh.trust()
    fresh.do("run", job="5.1")
    fresh.do("backup")
    async with asking(fresh) as client:
        for path, tag in tags.items():
            assert (await client.get(path, headers={"If-None-Match": tag})).status_code == 200, path


async def test_time_alone_makes_no_new_state(fresh: Root) -> None:
    async with asking(fresh) as client:
        tag = (await client.get("/state")).headers["etag"]
    fresh.clock.advance(seconds=9)
    async with asking(fresh) as client:
        assert (await client.get("/state", headers={"If-None-Match": tag})).status_code == 304


async def test_a_slip_is_told(client: httpx.AsyncClient) -> None:
    for path in SLIPS:
        answer = await client.get(path)
        assert (answer.status_code, bool(answer.json()["detail"])) == (400, True), path


async def test_other_methods_are_405_and_every_answer_has_its_headers(client: httpx.AsyncClient) -> None:
    answers = [await client.request(one, "/state") for one in ("PUT", "DELETE", "OPTIONS", "TRACE", "POST")]
    assert [(one.status_code, one.headers["allow"]) for one in answers] == [(405, "GET, HEAD")] * 5
    for one in (*answers, await client.get("/health"), await client.get("/none")):
        assert one.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in one.headers["content-security-policy"]
        assert "access-control-allow-origin" not in one.headers


async def test_who_asks_too_often_waits_and_health_goes_on(root: Root) -> None:
    async with asking(root, limits=Limits(reading=Rate(2, 0.01))) as client:
        codes = [(await client.get("/state")).status_code for _ in range(3)]
        assert codes == [200, 200, 429]
        assert (await client.get("/health")).status_code == 200


async def test_who_guesses_tokens_is_not_heard_any_more_and_others_are(root: Root) -> None:
    async with asking(root, limits=Limits(failures=Rate(2, 0.01))) as client:
        guesses = [
            (await client.get("/", headers={"Authorization": f"Bearer {at}"})).status_code for at in range(3)
        ]
        assert guesses == [401, 401, 429]
        assert (await client.get("/", headers=OPENED)).status_code == 429
        assert (await client.get("/")).status_code == 200


async def test_a_log_of_foreign_odd_lines_is_answered(fresh: Root) -> None:
    deep = '{"a":' * 300 + "1" + "}" * 300
    odd = [
        '{"timestamp":"2026-11-22T12:00:00Z","level":"info","category":"x","message":"m","metadata":{"n":NaN}}',
        f'{{"timestamp":"2026-11-22T12:00:00Z","level":"info","message":"\\ud800","metadata":{deep}}}',
        "torn {",
    ]
    log = next((fresh.folder / "logs").glob("events-*.jsonl"))
    log.write_bytes(log.read_bytes() + "\n".join([*odd, ""]).encode())
    async with asking(fresh) as client:
        answer = await client.get("/events", headers=OPENED)
    assert answer.status_code == 200
    assert answer.json()["unreadable"] == 1
    assert answer.json()["events"][-3]["metadata"] == {"n": None}


async def test_what_takes_too_long_is_given_up(root: Root, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = Event()

    def slow(*unused: object, cancel: Event, **more: object) -> None:
        assert cancel.wait(PATIENCE)
        seen.set()
        raise TimeoutError

    monkeypatch.setattr(Workspace, "events", slow)
    async with asking(root, limits=Limits(seconds=0.05)) as client:
        assert (await client.get("/events")).status_code == 503
        async with asyncio.timeout(PATIENCE):
            while (await client.get("/health")).status_code != 200:  # it has no more time than the others
                await asyncio.sleep(0.01)
    assert seen.wait(PATIENCE)


async def test_a_mistake_of_ours_is_500_without_a_traceback(
    root: Root, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*unused: object, **more: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(Workspace, "events", broken)
    async with asking(root) as client:
        answer = await client.get("/events")
    assert (answer.status_code, "oh" in answer.text) == (500, False)
    assert capsys.readouterr().err == "moie: GET /events: ZeroDivisionError: oh\n"


def test_no_answer_waits_for_the_metrics_for_long() -> None:
    from moie_tui.server import recent

    assert timedelta(seconds=recent.PATIENCE_SECONDS) < timedelta(seconds=Limits().seconds)
