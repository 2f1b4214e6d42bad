"""No command of a root runs that nobody trusted, whichever way it is asked for."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from moie_tui.cli.main import COMMANDS
from moie_tui.domain.errors import InvalidDocument, MoieError, PlanOutdated, Untrusted
from moie_tui.domain.plan import Plan
from moie_tui.storage import reading
from moie_tui.workspace import OPERATIONS
from tests.builders import a_job, a_phase, a_state
from tests.faults.command import moie
from tests.faults.conftest import Figure
from tests.roots import Root

pytestmark = pytest.mark.faults

RUN = "echo x >> ran"


def a_root(folder: Path, command: str = RUN) -> Root:
    """Every place where a command may stand has one, a gap and a cyclic phase included."""
    jobs = a_job("1.1", verification_cmd=command), a_job("1.2", verification_cmd=command, command=command)
    cyclic = a_job("5.1", "cyclic", verification_cmd=command, command=command, schedule="every 1s")
    config = (
        f"jobs: {{'5.1': {{command: {json.dumps(command)}, schedule: every 1s}}}}\n"
        f"trust: {{changes: run}}\nalerts: {{command: {json.dumps(command)}}}\n"
    )
    folder.mkdir(exist_ok=True)
    return Root(folder, a_state(a_phase(1, *jobs), a_phase(5, cyclic)), config=config)


def _never(root: Root) -> None:
    assert not root.home.exists()


def _of_another_place(root: Root) -> None:
    root.trust()
    moved = root.folder.with_name("moved")
    root.folder.rename(moved)
    root.folder = moved


def _of_another_owner(root: Root) -> None:
    root.trust()
    record = root.home / "trust.json"
    raw = json.loads(record.read_text())
    for entry in raw["roots"].values():
        entry["owner"] += 1
    record.write_text(json.dumps(raw))


def _behind_a_link(root: Root) -> None:
    """The path was trusted; then it became a link to another folder."""
    root.trust()
    other = root.folder.with_name("other")
    root.folder.rename(other)
    root.folder.symlink_to(other)


def _through_a_link(root: Root) -> None:
    """The link's own name is in the record, as a forger would write it."""
    link = root.folder.with_name("link")
    link.symlink_to(root.folder)
    entry = {"owner": os.getuid(), "commands": {}}
    root.home.mkdir()
    (root.home / "trust.json").write_text(json.dumps({"roots": {str(link): entry}}))
    (root.home / "trust.json").chmod(0o600)
    root.folder = link


def _consent_inside_the_root(root: Root) -> None:
    """A root brings a record of trust with it, wherever one might be looked for."""
    entry = {"owner": os.getuid(), "commands": {}}
    for place in (".moie", ".config/moie", "."):
        (root.folder / place).mkdir(parents=True, exist_ok=True)
        record = {"roots": {str(root.folder): entry, ".": entry, "": entry}}
        (root.folder / place / "trust.json").write_text(json.dumps(record))


def _record(data: bytes, mode: int = 0o600) -> Callable[[Root], None]:
    def spoil(root: Root) -> None:
        root.trust()
        record = root.home / "trust.json"
        record.write_bytes(data.replace(b"ROOT", str(root.folder).encode()))
        record.chmod(mode)

    return spoil


ENTRY = b'{"owner": %d, "commands": {}}' % os.getuid()
NO_CONSENT: dict[str, Callable[[Root], None]] = {
    "never trusted": _never,
    "moved": _of_another_place,
    "another owner": _of_another_owner,
    "a link in its place": _behind_a_link,
    "through a link": _through_a_link,
    "inside the root": _consent_inside_the_root,
    "torn record": _record(b'{"roots": {"ROOT": {"owner": 0, "com'),
    "empty record": _record(b""),
    "record of another shape": _record(b'{"roots": ["ROOT"]}'),
    "no owner": _record(b'{"roots": {"ROOT": {"owner": null, "commands": {}}}}'),
    "owner true": _record(b'{"roots": {"ROOT": {"owner": false, "commands": {}}}}'),
    "two entries": _record(b'{"roots": {"ROOT": ' + ENTRY + b', "ROOT": ' + ENTRY + b"}}"),
    "writable by all": _record(b'{"roots": {"ROOT": ' + ENTRY + b"}}", 0o666),
}
FLAGS = (
    [],
    ["--json"],
    ["--dry-run"],
    ["--yes"],
    ["--scheduled"],
    ["--all"],
    ["--all", "--json", "--scheduled"],
)
ARGUMENTS = {
    "history": ["5.1"],
    "diff": ["latest"],
    "record": ["5.1", "success"],
    "run": ["5.1"],
    "job": ["5.1", "resume"],
    # Without it the command would listen, and answer until somebody ends it.
    "serve": ["--token-file", "missing"],
}
NOT_HERE = ("trust", "init", "demo", "unpack", "open mirror", "timers", "timers install", "timers remove")
"""They give consent, make a root of their own, or change what this machine's cron does."""


@pytest.mark.parametrize("how", NO_CONSENT)
def test_no_command_runs_from_any_face_without_consent(
    how: str, tmp_path: Path, figure: Figure, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = a_root(tmp_path / "one")
    NO_CONSENT[how](root)
    before, asked = root.bytes, 0
    monkeypatch.setattr(reading, "STABLE_SECONDS", 0.0)  # nobody rewrites the record meanwhile
    known = [word for group in COMMANDS.values() for word in group if word not in NOT_HERE]
    for word in ["pulse", *known]:
        for flags in FLAGS:
            said = moie(root.folder, root.home, [word, *ARGUMENTS.get(word, []), *flags])
            asked += 1
            assert "Traceback" not in said.err, (word, flags, said)
            if word == "pulse" and "--dry-run" not in flags and "--yes" not in flags:
                assert said.code in (3, 6), (flags, said)
                assert root.bytes == before
    for name in OPERATIONS:
        if name not in NOT_HERE:
            asked += 1
            _through_the_workspace(root, name)
    assert list(tmp_path.rglob("ran")) == []
    figure("untrusted root", ways_asked=asked, commands_run=0)


def _through_the_workspace(root: Root, name: str) -> None:
    """As the dashboard's dispatcher does, and with plans that it would never make."""
    config = (root.folder / "config.yaml").read_bytes()
    more = {
        "record": {"job": "5.1", "status": "success", "duration_ms": 1.0},
        "pulse": {"repeat": True},
        "run": {"job": "5.1"},
        "start": {"job": "5.1"},
        "job": {"job": "5.1", "change": "resume"},
        "mute": {"what": "all"},
        "unmute": {"what": "all"},
        "ack": {"key": "heartbeat"},
        "edit": {"file": root.name, "base": root.bytes, "text": root.bytes.replace(b"Task", b"Work")},
        "edit config": {"file": "config.yaml", "base": config, "text": config + b"# seen\n"},
        "archive": {"file": root.home.with_name("packed.tar.gz")},
    }
    workspace = root.workspace
    operation = workspace.operation(name, **more.get(name, {}))
    for plan in (lambda: workspace.plan(operation), lambda: Plan(name, "forged")):
        if name == "pulse":
            with pytest.raises(MoieError):
                workspace.run(operation, plan())
        else:
            with suppress(MoieError):
                workspace.run(operation, plan())


def test_trust_alone_runs_nothing(tmp_path: Path) -> None:
    root = a_root(tmp_path)
    root.trust()
    workspace = root.workspace
    assert workspace.view().trusted
    workspace.plan(workspace.operation("pulse"))
    assert not (root.folder / "ran").exists()


def test_a_state_that_changes_back_after_the_consent_runs_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The state is another one just while the pulse reads it, and the one of the plan before and after."""
    root = Root(tmp_path, a_state(a_phase(1, a_job("1.1", verification_cmd="true")))).trust()
    agreed = root.bytes
    workspace = root.workspace
    operation = workspace.operation("pulse")
    plan = workspace.plan(operation)
    reads = []
    state = type(workspace.stores.state)
    read = state.read

    def read_while_it_is_another(self: object, version: int | None = None) -> object:
        reads.append(version)
        if len(reads) > 2:
            return read(self, version)  # type: ignore[arg-type]
        (root.folder / root.name).write_bytes(agreed.replace(b'"true"', json.dumps(RUN).encode()))
        found = read(self, version)  # type: ignore[arg-type]
        (root.folder / root.name).write_bytes(agreed)
        return found

    monkeypatch.setattr(state, "read", read_while_it_is_another)
    with pytest.raises(PlanOutdated):
        workspace.run(operation, plan)
    assert reads
    assert not (root.folder / "ran").exists()


def test_a_broken_record_of_consent_is_an_invalid_document_and_stays(tmp_path: Path) -> None:
    root = a_root(tmp_path)
    NO_CONSENT["torn record"](root)
    before = (root.home / "trust.json").read_bytes()
    for name in ("pulse", "trust"):
        with pytest.raises((InvalidDocument, Untrusted)):
            root.do(name)
    assert (root.home / "trust.json").read_bytes() == before
