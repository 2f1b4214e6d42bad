"""Whatever a field holds, only printable text of it reaches the terminal, the journal and the events."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from moie_tui.cli.main import COMMANDS
from tests.builders import a_health, a_job, a_phase, a_state, an_execution
from tests.faults.command import Said, moie
from tests.faults.conftest import Figure
from tests.faults.moie_process import command, environment
from tests.faults.scale import times
from tests.roots import Root
from tests.waiting import PATIENCE
from tests.wheel.terminal import start

pytestmark = pytest.mark.faults

HOSTILE = {
    "markup": "[@click=app.quit()]x[/][bold red]",
    "title": "\x1b]0;own\x07\x1b]52;c;cm0gLXJm\x1b\\",
    "cursor": "\x1b[2J\x1b[1;1H\x1b[31mred\x9b31m\x1bc\x1b(0",
    "bidi": "\u202eevil\u2066\u200b\u00ad\ufeff",
    "lines": "one\ntwo\r\nthree\rfour\x85five\u2028six\x0b\x0c",
    "control": "\x00\x07\x08\x7f\x80\x9f\t\x18\x1a",
    "cut short": "end\x1b[",
    "surrogate": "\ud800\udfff",
    "long": "x" * 20_000 + "\x1b[31m",
}
NOT_SHOWN = ("demo",)
"""It needs a terminal and lives on a root of its own."""
ARGUMENTS = {
    "diff": ["latest"],
    "record": ["JOB", "failure", "--error", "TEXT"],
    "backup": ["--note", "TEXT"],
    "history": ["JOB"],
    "archive": ["packed.tar.gz"],
    "init": ["new"],
    # Without it the command would listen, and answer until somebody ends it.
    "serve": ["--token-file", "TEXT"],
}


def a_hostile_root(folder: Path, text: str, *, version: int = 2) -> Root:
    """Text in every field that takes any, ids and unknown keys included."""
    pending = a_job(text, task=text, description=text, verification_cmd="false", command=text, schedule=text)
    odd = a_job(f"{text} odd", text, task=text, verification_cmd=text)
    twin = a_job(text, "cyclic", task=text)
    cyclic = a_job(f"{text} cyclic", "cyclic", task=text, schedule=text)
    first = a_phase(text, pending, odd, twin, status=text, name=text, **{text: text})
    phases = first, a_phase(f"{text}!", cyclic, name=text), a_phase(text, name=text)
    meta = {"project": text, "operator": text, "last_heartbeat": text, "mode": text, text: {text: text}}
    document = a_state(*phases, version=version, current=text, meta=meta, **{f"{text}top": text})
    key = json.dumps(text.replace("\x00", ""), ensure_ascii=True)
    config = (
        f"logging: {{system_journal: journal.md}}\n{key if len(key) < 1000 else 'long'}: {key}\n"
        f"jobs: {{{key if len(key) < 1000 else 'long'}: {{schedule: {key}, command: {key}}}}}\n"
    )
    root = Root(folder, a_state(), version=version)
    (root.folder / root.name).write_text(json.dumps(document))
    if "ud8" not in key:
        (root.folder / "config.yaml").write_text(config)
    runs = [an_execution(text, "failure", error=text, run_id=text) for _ in range(3)]
    health = {text: a_health(*runs, last_execution=text), f"{text} gone": a_health(*runs)}
    (root.folder / "cyclic_job_health.json").write_text(json.dumps(health))
    (root.folder / "journal.md").touch()
    (root.folder / "logs").mkdir()
    line = {"timestamp": "2026-11-22T11:00:00Z", "level": text, "category": text, "message": text}
    (root.folder / "logs/events-2026-11-22.jsonl").write_text(json.dumps(line) + f"\n{text!a}\n{{torn")
    return root


def is_shown_safely(said: Said) -> bool:
    return all(one.isprintable() or one == "\n" for one in said.out + said.err)


@pytest.mark.parametrize("kind", HOSTILE)
def test_every_command_shows_only_printable_text(kind: str, tmp_path: Path, figure: Figure) -> None:
    text = HOSTILE[kind]
    root = a_hostile_root(tmp_path, text)
    words_of_all = [word for group in COMMANDS.values() for word in group if word not in NOT_SHOWN]
    told = 0
    for word in ["trust", "pulse", "backup", *words_of_all]:
        parts = [{"JOB": text, "TEXT": text}.get(one, one) for one in ARGUMENTS.get(word, [])]
        parts = [one.replace("\0", "").replace("\ud800\udfff", "") for one in parts]
        parts = [str(tmp_path / one) if one in ("packed.tar.gz", "new") else one for one in parts]
        for flags in (["--dry-run"], [], ["--yes"], ["--json"], ["--no-such-flag", text]):
            said = moie(root.folder, root.home, [word, *parts, *flags])
            told += 1
            assert is_shown_safely(said), ascii((word, flags, said))
            assert "Traceback" not in said.err
            assert "should not happen" not in said.err, ascii((word, flags, said))
    for line in _events(root):
        assert line["message"].isprintable() or "metadata" not in line, line
    journal = (root.folder / "journal.md").read_text()
    assert all(line.isprintable() for line in journal.split("\n"))
    figure("hostile text", commands_asked=told, unprintable=0)


def _events(root: Root) -> list[dict[str, Any]]:
    found = []
    for path in (root.folder / "logs").iterdir():
        for line in path.read_text().split("\n"):
            if line.startswith('{"timestamp"'):
                found.append(json.loads(line))
    assert len(found) > 3
    return found


@pytest.mark.parametrize("kind", ["title", "cursor", "lines", "bidi", "control"])
def test_who_we_are_and_where_is_shown_safely_too(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """Names of folders, of snapshots that others made and of users come from outside as well."""
    text = HOSTILE[kind].replace("\0", "").replace("/", "")
    monkeypatch.setenv("LOGNAME", text)
    monkeypatch.setenv("MOIE_HOME", str(tmp_path / "home"))
    (folder := tmp_path / f"in {text}").mkdir()
    root = Root(folder, a_state(a_phase(1, a_job(verification_cmd="false"))))
    (root.folder / "backups").mkdir()
    for name in (f"sovereign_state_v2_{text}.json", f"sovereign_state_v2_20260101_000000Z{text}.json"):
        (root.folder / "backups" / name).write_text("{}")
    lock = root.folder / ".moie" / "pulse.lock"
    plainly = (["trust", "--yes"], ["pulse"], ["backups"], ["status"], ["operations"], ["config", "path"])
    for words in (
        *plainly,
        ["undo", text],
        ["rollback", text],
        [text],
        ["validate", text],
        ["history", text],
    ):
        said = moie(root.folder, root.home, words)
        assert is_shown_safely(said), ascii((words, said))
        assert "should not happen" not in said.err, ascii((words, said))
    with root.workspace.stores.pulse_lock.hold(holder=text, origin=text):
        for words in (["pulse"], ["status"], ["pulse", "--json"]):
            assert is_shown_safely(moie(root.folder, root.home, words)), words
    lock.write_bytes(text.encode("utf-8", "surrogatepass"))
    assert is_shown_safely(moie(root.folder, root.home, ["status"]))
    figure("hostile text", unprintable=0)


OURS = re.compile(rb"\r\x1b\[K|\x1b\[\d*m|\r\n")
"""All that the command line itself sends to a terminal besides text."""


def test_a_terminal_gets_only_our_own_sequences_and_printable_text(tmp_path: Path, figure: Figure) -> None:
    loud = r"printf '\033]0;own\007\033[2J\tx\r\n\xe2\x80\xae[b]'; false"
    for kind in list(HOSTILE)[:: times(3, 1)]:
        text = HOSTILE[kind]
        (folder := tmp_path / kind).mkdir()
        job = a_job(f"1 {text}", task=text, description=text, verification_cmd=loud)
        root = Root(folder, a_state())
        document = a_state(a_phase(1, job, name=text), meta={"project": text})
        (root.folder / root.name).write_text(json.dumps(document))
        root.trust()
        for words in (["pulse"], ["status"], ["jobs"], ["nothing", text.replace("\0", "")[:100]]):
            if "\ud800" in "".join(words):
                continue
            terminal = start(
                command(root, *words),
                columns=80,
                rows=24,
                cwd=folder,
                env={**environment(root), "TERM": "xterm"},
            )
            try:
                assert terminal.read_until(lambda one=terminal: one.process.poll() is not None, PATIENCE)
                terminal.read_until(lambda: False, 0.05)
                shown = OURS.sub(b"", bytes(terminal._written)).decode()
            finally:
                terminal.end()
            assert shown.isprintable(), ascii((kind, words, shown))
    figure("hostile text", unprintable=0)


def test_a_terminal_of_another_encoding_is_no_reason_to_fail(tmp_path: Path) -> None:
    root = a_hostile_root(tmp_path, "é→\x1b[31m")
    for encoding in ("ascii", "latin-1"):
        env = {**environment(root), "PYTHONIOENCODING": encoding}
        for words in (["status"], ["status", "--json"], ["trust", "--dry-run"], ["nothing é"]):
            ran = subprocess.run(command(root, *words), env=env, capture_output=True, check=False)
            assert ran.returncode in (0, 2), (words, ran)
            assert b"\x1b" not in ran.stdout + ran.stderr
