"""A spoiled document is valid or a typed error with exit 3; never a traceback, never overwritten."""

from __future__ import annotations

import io
import itertools
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any

import pytest
import yaml

from moie_tui.cli.main import main
from moie_tui.cli.picture import picture
from moie_tui.domain.errors import InvalidDocument, OperationFailed, Refused, UsageError
from moie_tui.domain.judge import judge
from moie_tui.domain.summary import summary
from moie_tui.storage import config_file, reading
from moie_tui.storage.config_file import effective
from moie_tui.storage.stores import Stores
from moie_tui.values import dataclass
from moie_tui.workspace import Workspace
from tests.builders import a_health, a_job, a_phase, a_state, an_execution
from tests.faults.conftest import Figure
from tests.faults.mutations import spoiled, truncated
from tests.faults.scale import times
from tests.roots import NOON, Root

pytestmark = pytest.mark.faults

CONFIG = """\
system: {name: "MOIE", timezone: Europe/Berlin}
heartbeat: {interval_minutes: 10, max_age_minutes: 15.5}
backups: {keep: 3, hourly: 1, daily: 1}
trust: {changes: ask}
jobs:
  "1.10": {schedule: "*/20 * * * *", grace_minutes: 5, paused: false}
  5.1: {schedule: every 20m, command: "true"}
logging: {system_journal: journal.md}
unknown: [1, 2.5, null, {a: b}]
"""
EACH = times(300, 72_000)
"""How many spoiled documents of each kind, beside those cut at every byte."""
THROUGH_MAIN = times(61, 401)
"""Every so many documents one goes through the command line too."""

Read = Callable[[Stores], object]


def _operations(stores: Stores) -> None:
    from moie_tui.operations.undo import Undo

    for record in stores.operations.all()[:3]:
        with suppress(Refused, UsageError, OperationFailed):
            Undo(stores, record.id).plan(NOON)


def _snapshots(stores: Stores) -> None:
    for row in stores.snapshots.all()[:2]:
        with suppress(UsageError):
            stores.snapshots.read(row)


def _migration(stores: Stores) -> None:
    from moie_tui.operations.migrate import Migrate

    for version in (1, 3):
        with suppress(Refused):
            Migrate(stores, version).plan(NOON)


def _trust(stores: Stores) -> None:
    stores.trust.is_trusted(stores.root)
    stores.trust.known_commands(stores.root)


@dataclass(frozen=True)
class Kind:
    """One kind of document: where it lies, who reads it, and commands that come upon it."""

    pattern: str
    read: Read
    commands: Sequence[Sequence[str]]
    version: int = 2
    parse: Callable[[str], Any] = json.loads
    never_an_error: bool = False
    disposable: bool = False
    acted_on: bool = False
    last_lines: int = 1000


STATE = (["status"], ["status", "--json"], ["jobs"], ["pulse", "--dry-run"], ["validate"], ["diff", "latest"],
         ["backup", "--dry-run"], ["rollback", "--dry-run"], ["migrate", "--to", "1", "--dry-run"],
         ["undo", "--dry-run"], ["trust", "--dry-run"])  # fmt: skip
LOGS = (["operations"], ["operations", "--json"], ["undo", "--dry-run"], ["undo", "--dry-run", "--json"])
COPIES = (["backups"], ["backups", "--json"], ["prune", "--dry-run"], ["rollback", "--dry-run"])
KINDS = {
    "state v1": Kind(
        "root/sovereign_state.json", lambda on: on.state.read(), STATE, version=1, acted_on=True
    ),
    "state v2": Kind("root/sovereign_state_v2.json", lambda on: on.state.read(), STATE, acted_on=True),
    "state v3": Kind(
        "root/sovereign_state_v3.json", lambda on: on.state.read(), STATE, version=3, acted_on=True
    ),
    "health": Kind(
        "root/cyclic_job_health.json",
        lambda on: on.health.read(on.zone),
        (
            ["status"],
            ["jobs"],
            ["jobs", "--json"],
            ["history", "5.1"],
            ["history", "5.1", "--json"],
            ["record", "5.1", "success", "--dry-run"],
            ["validate", "root/cyclic_job_health.json"],
        ),
    ),
    "config": Kind(
        "root/config.yaml",
        lambda on: effective(on.config.read().raw),
        (
            ["config", "show"],
            ["config", "validate"],
            ["status"],
            ["pulse", "--dry-run"],
            ["prune", "--dry-run"],
        ),
        parse=yaml.safe_load,
        acted_on=True,
    ),
    "config cache": Kind(
        "root/.moie/cache/config-*.json",
        lambda on: effective(on.config.read().raw),
        (["config", "show"], ["status"], ["pulse", "--dry-run"]),
        parse=str,
        never_an_error=True,
        disposable=True,
    ),
    "operations": Kind("root/.moie/operations.jsonl", _operations, LOGS, never_an_error=True, last_lines=4),
    "index": Kind("root/backups/index.jsonl", _snapshots, COPIES, last_lines=3),
    "sidecar": Kind("root/backups/*.sha256", _snapshots, COPIES, parse=str),
    "events": Kind(
        "root/logs/events-*.jsonl",
        lambda on: on.events.tail(500),
        (["status"],),
        never_an_error=True,
        last_lines=4,
    ),
    "live": Kind("root/.moie/live.json", lambda on: on.state.read(), STATE, acted_on=True),
    "trust": Kind("home/trust.json", _trust, (["status"], ["trust", "--dry-run"], ["pulse", "--dry-run"])),
    "stash": Kind("root/.moie/stash.json", _migration, (["migrate", "--to", "3", "--dry-run"],)),
    "lock": Kind(
        "root/.moie/pulse.lock", lambda on: on.pulse_lock.holder(), (["status"],), never_an_error=True
    ),
}


def a_full_root(folder: Path, version: int) -> Root:
    """A small root in which every kind of document has something in it."""
    first = a_phase(1, a_job("1.1", verification_cmd="true"), a_job("1.10", paused=True), extra={"a": [1]})
    cyclic = a_job("5.1", "cyclic", schedule="every 20m", timeout_seconds=5, grace_minutes=1)
    document = a_state(first, a_phase(5, cyclic, status="pending"), version=2, unknown="é")
    root = Root(folder, document, config=CONFIG).trust()
    runs = [an_execution("2026-11-22T11:40:00Z"), an_execution("2026-11-22T11:50:00Z", "failure", error="no")]
    health = {"5.1": a_health(*runs)}
    (root.folder / "cyclic_job_health.json").write_text(json.dumps(health))
    root.do("backup", pin=False)
    root.do("migrate", to=3)
    root.do("pulse")
    root.do("record", job="5.1", status="success", duration_ms=5)
    root.do("pin")
    for to in {3: (), 2: (2,), 1: (2, 1)}[version]:
        root.do("migrate", to=to, replace=True)
    (root.folder / ".moie/pulse.lock").write_text('{"pid": 1, "holder": "pulse", "since": 1.5}')
    return root


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No patience with files that nobody rewrites, and the consent of this root's own home."""
    for module in (reading, config_file):
        monkeypatch.setattr(module, "STABLE_SECONDS", 0.0)
    monkeypatch.setenv("MOIE_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


@dataclass
class Fuzzed:
    """One document of a root, put there in many spoiled forms."""

    root: Root
    kind: Kind
    path: Path
    count: int = 0
    invalid: int = 0

    def put(self, data: bytes) -> None:
        """Write it, with a time of its own: two writes within one tick of the clock would look like one."""
        self.path.write_bytes(data)
        self.count += 1
        at = 1_700_000_000_000_000_000 + self.count * 1_000_000
        os.utime(self.path, ns=(at, at))

    def look(self, workspace: Workspace) -> bool:
        """Read it as every face does; whether it was found invalid, by a typed error with exit 3."""
        if self.count % 8 == 0:
            view = workspace.view()
            judgement = judge(view, NOON)
            assert summary(view, judgement)
            assert list(picture(view, judgement, NOON))
        try:
            self.kind.read(workspace.stores)
        except InvalidDocument as error:
            found = error
        else:
            return False
        assert found.exit_code == 3
        assert found.line().isprintable()
        self.invalid += 1
        return True

    def through_main(self, words: Sequence[str]) -> int:
        """The exit code of a command; nothing on its way is a surprise."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = main(["--root", str(self.root.folder), *words])
        assert code in (0, 2, 3, 6), (words, code, err.getvalue())
        for said in (out.getvalue(), err.getvalue()):
            assert all(one.isprintable() or one == "\n" for one in said), words
        assert err.getvalue().count("\n") <= 1, err.getvalue()
        return code


def documents(kind: Kind, data: bytes, seed: int) -> Iterator[bytes]:
    yield from truncated(data)
    yield from spoiled(data, EACH, seed, kind.parse)


@pytest.mark.parametrize("name", KINDS)
def test_a_spoiled_document_is_valid_or_a_typed_error_and_stays_as_it_is(
    name: str, tmp_path: Path, figure: Figure
) -> None:
    kind = KINDS[name]
    root = a_full_root(tmp_path, kind.version)
    workspace = root.workspace
    path = min(tmp_path.glob(kind.pattern))
    data = b"".join(path.read_bytes().splitlines(keepends=True)[-kind.last_lines :])
    fuzzed = Fuzzed(root, kind, path)
    commands = itertools.cycle(kind.commands)
    through_main = 0
    for one in documents(kind, data, seed=len(name)):
        fuzzed.put(one)
        try:
            invalid = fuzzed.look(workspace)
            assert not (invalid and kind.never_an_error)
            if fuzzed.count % THROUGH_MAIN == 0:
                through_main += 1
                fuzzed.through_main(next(commands))
                if invalid and kind.acted_on:
                    assert fuzzed.through_main(["pulse"]) == 3
        except Exception as error:
            raise AssertionError(f"{name} as {one[:3000]!r}") from error
        assert path.read_bytes() == one or kind.disposable, "overwritten"
    figure(
        "fuzz",
        documents=fuzzed.count,
        invalid=fuzzed.invalid,
        through_the_command_line=through_main,
        tracebacks=0,
        overwritten=0,
    )
