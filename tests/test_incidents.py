"""A bundle has all that somebody else needs, no secret, and lies outside the root."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from moie_tui.domain.incident import README, Incident, Seen
from moie_tui.domain.judge import judge
from moie_tui.domain.plan import Never
from moie_tui.domain.secrets import REMOVED
from tests.builders import a_health, a_job, a_phase, a_state, an_execution
from tests.roots import NOON, Root

SECRET = "s3cr3t-VALUE-42"
COMMAND = f"curl -H 'Authorization: Bearer {SECRET}' https://op:{SECRET}@hub/x"
CONFIG = f"alerts:\n  urls: ['tgram://{SECRET}/chat']\nserver: {{token_env: HUB_TOKEN}}\n"
LINES = [" MOIE", f" verify  API_KEY={SECRET}", " plain words"]
SVG = "".join(
    f'<text class="r1" clip-path="url(#t-line-{at})">{line.replace(" ", "&#160;")}</text>'
    for at, line in enumerate(LINES)
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Root:
    monkeypatch.setenv("HUB_TOKEN", "value-of-the-environment")
    away = tmp_path / "away"
    away.mkdir()
    monkeypatch.chdir(away)
    phase = a_phase(5, a_job("5.1", "cyclic", verification_cmd=COMMAND), a_job("5.2", api_key=SECRET))
    made = Root(tmp_path, a_state(phase, current=5), config=CONFIG)
    runs = [
        an_execution(f"2026-11-22T11:{at}:00+00:00", "failure", error=f"token={SECRET}", run_id=f"r{at}")
        for at in (10, 20, 30)
    ]
    health = {"5.1": a_health(*runs)}
    (made.folder / "cyclic_job_health.json").write_text(json.dumps(health))
    made.do("backup", note=f"PASSWORD={SECRET} value-of-the-environment")
    return made


def seen(root: Root, **more: Any) -> Seen:
    view = root.workspace.view()
    return Seen(view, judge(view, NOON), NOON, NOON, text="\n".join(LINES), svg=SVG, **more)


def gathered(root: Root, **more: Any) -> Incident:
    return root.workspace.incidents.gather(seen(root, **more), Never())


def _text(found: Incident, name: str) -> str:
    (part,) = [one for one in found.parts if one.name == name]
    return part.text


def test_everything_is_in_it_and_the_first_file_tells_of_the_others(root: Root) -> None:
    found = gathered(root, about={"textual": "8.0"})
    names = {one.name for one in found.parts}
    assert names >= {
        "screen.txt", "screen.svg", root.name, "cyclic_job_health.json", "config.json", "status.json",
        "alerts.json", "operations.json", "snapshots.json", "events.jsonl", "doctor.json", "versions.json",
    }  # fmt: skip
    told = found.parts[0]
    assert told.name == README
    assert all(f"| {name.replace('_', chr(92) + '_')} |" in told.text for name in names - {README})
    for words in ("doctor", "check", "history 5.1 --failures", "pulse --dry-run"):
        assert f"moie --root {root.folder} {words}" in told.text
    assert json.loads(_text(found, "versions.json"))["textual"] == "8.0"
    assert [one["kind"] for one in json.loads(_text(found, "operations.json"))] == ["backup"]
    assert json.loads(_text(found, "events.jsonl").splitlines()[-1])["category"]


def test_no_secret_leaves_in_any_of_its_files(root: Root) -> None:
    found = gathered(root)
    for part in found.parts:
        assert SECRET not in part.text, part.name
        assert "value-of-the-environment" not in part.text, part.name
    assert json.loads(_text(found, "config.json"))["alerts"]["urls"] == [REMOVED]
    assert "plain&#160;words" in _text(found, "screen.svg")
    assert "API_KEY" not in _text(found, "screen.svg")
    assert sum(one.removed for one in found.parts[1:]) >= 8


def test_the_documents_keep_all_that_is_no_secret(root: Root) -> None:
    state = json.loads(_text(gathered(root), root.name))
    document = root.document
    assert state["meta"] == document["meta"]
    job = state["phases"][0]["jobs"][0]
    assert job["task"] == "Task 5.1"
    assert job["verification_cmd"].startswith("curl -H 'Authorization: ")


def test_a_broken_state_goes_in_as_it_is_and_a_broken_config_not_at_all(root: Root) -> None:
    (root.folder / root.name).write_text(f'{{"meta": {{"token": "{SECRET}",,')
    (root.folder / "config.yaml").write_text(f"alerts: [{SECRET}\n")
    found = gathered(root)
    assert _text(found, root.name) == f'{{"meta": {{"token": "{REMOVED}",,'
    assert SECRET not in _text(found, "config.json")
    assert any("left out" in one.words for one in found.parts if one.name == "config.json")


def test_it_is_written_as_a_zip_for_its_owner_outside_the_root_and_never_over_another(root: Root) -> None:
    root.workspace.view()
    before = {path: path.stat().st_mtime_ns for path in root.folder.rglob("*")}
    incidents, found = root.workspace.incidents, gathered(root)
    first, second = incidents.write(found), incidents.write(found)
    assert (first.parent, first != second) == (Path.cwd(), True)
    assert first.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(io.BytesIO(first.read_bytes())) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == {f"{found.stem}/{one.name}" for one in found.parts}
    assert {path: path.stat().st_mtime_ns for path in root.folder.rglob("*")} == before
