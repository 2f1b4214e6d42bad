"""`moie run` as the shell sees it, and `moie history` looking into what it did."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import pytest

from tests.builders import a_job, a_phase, a_state
from tests.cli.conftest import Moie
from tests.processes.commands import is_gone, wait_for_pid
from tests.roots import Root
from tests.waiting import PATIENCE

pytestmark = pytest.mark.long

HOSTILE = r"printf 'one\n\033]0;own\007\033[31mred\033[0m [b]x[/b]\r\nlast'"
PIPE = subprocess.PIPE


@pytest.fixture
def root(tmp_path: Path) -> Root:
    jobs = a_job("5.1", "cyclic", command="echo own"), a_job("5.2", "cyclic")
    return Root(tmp_path, a_state(a_phase(5, *jobs), current=5))


def start(root: Root, *words: str, **more: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "moie_tui", "--root", str(root.folder), *words]
    options: dict[str, object] = {"stdin": PIPE, "stdout": PIPE, "stderr": PIPE} | more
    return subprocess.Popen(command, **options)  # type: ignore[call-overload, no-any-return]


def said(process: subprocess.Popen[bytes]) -> tuple[int, bytes, bytes]:
    out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out, err


def read_until(pipe: IO[bytes], words: bytes) -> bytes:
    read = b""
    while words not in read:
        line = pipe.readline()
        assert line, read
        read += line
    return read


def test_output_is_passed_on_byte_for_byte_and_the_exit_code_is_the_commands(root: Root) -> None:
    script = r"printf 'a\000\377\033[1m'; printf 'b' >&2; cat; exit 7"
    assert said(start(root, "run", "5.2", "--", "sh", "-c", script)) == (7, b"a\0\xff\x1b[1m", b"b")


def test_everything_after_the_two_dashes_is_the_command_and_it_runs_where_we_are(
    root: Root, tmp_path: Path
) -> None:
    words = ["--timeout", "30", "--", "printf", "%s;", "--json", "--", "--root", "-x", "a b"]
    assert said(start(root, "run", "5.2", *words))[:2] == (0, b"--json;--;--root;-x;a b;")
    _, out, _ = said(start(root, "run", "5.2", "--", "pwd", cwd=tmp_path))
    assert out.decode().strip() == os.path.realpath(tmp_path)


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (["--timeout", "0.2", "--", "sleep", "9"], 124, "moie: job 5.2: failure, timed out after"),
        (["--", "sh", "-c", "kill -9 $$"], 137, "moie: job 5.2: failure, killed by SIGKILL"),
        (["--", "./none"], 127, "moie: job 5.2: failure, exit 127: command not found"),
        (["--scheduled", "--", "false"], 1, ""),
    ],
)
def test_what_the_command_cant_say_itself_is_said(words: list[str], code: int, line: str, root: Root) -> None:
    got, out, err = said(start(root, "run", "5.2", *words))
    assert (got, out) == (code, b"")
    assert err.decode().startswith(line)
    assert err.count(b"\n") == bool(line)


def test_a_job_that_nobody_named_is_run_and_said_on_stderr(root: Root) -> None:
    (root.folder / "config.yaml").write_text("jobs: {x: {grace_minutes: 1}}\n")
    got, out, err = said(start(root, "run", "5.9", "--", "echo", "ran"))
    assert (got, out) == (0, b"ran\n")
    assert err.decode() == "moie: ▲ the state has no job 5.9: its run is recorded all the same\n"
    assert said(start(root, "run", "x", "--", "true"))[2] == b""
    assert said(start(root, "run", "5.9", "--scheduled", "--", "true"))[2] == b""


@pytest.mark.parametrize(
    ("number", "deaf"), [(signal.SIGINT, ""), (signal.SIGTERM, "trap '' TERM; "), (signal.SIGHUP, "")]
)
def test_a_signal_ends_the_command_and_all_it_started_and_counts_as_no_execution(
    number: signal.Signals, deaf: str, root: Root
) -> None:
    script = f"{deaf}cd '{root.folder}'; setsid sleep 60 & echo $! > child; wait; sleep 60"
    process = start(root, "run", "5.2", "--json", "--", "sh", "-c", script)
    child = wait_for_pid(root.folder / "child")
    process.send_signal(number)
    code, out, err = said(process)
    assert (code, json.loads(out)["outcome"]) == (128 + number, "cancelled")
    assert err.count(b"\n") == 1
    if sys.platform == "linux":
        assert is_gone(child)
    assert not (root.folder / "cyclic_job_health.json").exists()
    assert root.workspace.runs("5.2")[0].ending == "cancelled"


def test_a_reader_that_left_or_never_reads_neither_ends_nor_hangs_the_run(root: Root) -> None:
    words = ["--", "sh", "-c", "sleep 0.2; yes | head -c 200000; echo end"]
    with start(root, "run", "5.2", *words) as left:
        assert left.stdout is not None
        left.stdout.close()
        stuck = start(root, "run", "5.1", "--timeout", "2", "--", "yes")
        assert stuck.wait(PATIENCE) == 124
        assert left.wait(PATIENCE) == 0
    assert said(stuck)[1].startswith(b"y\ny\n")
    (run,) = root.workspace.runs("5.2")
    assert root.workspace.run_log("5.2", run.id)[0].endswith("y\nend\n")


def test_a_slow_reader_gets_all_of_it(root: Root) -> None:
    process = start(root, "run", "5.2", "--", "sh", "-c", "yes | head -c 150000")
    time.sleep(0.6)
    assert len(said(process)[1]) == 150_000


def test_in_json_stdout_has_the_outcome_alone(root: Root) -> None:
    code, out, err = said(start(root, "run", "5.2", "--json", "--", "sh", "-c", "echo a; echo b >&2; exit 2"))
    shown = json.loads(out)
    assert (code, err) == (2, b"a\nb\n")
    assert (shown["outcome"], shown["exit_code"], shown["job"], shown["signal"]) == ("failed", 2, "5.2", None)


def test_a_job_that_runs_is_busy_and_its_plan_runs_nothing(root: Root, moie: Moie) -> None:
    plan = moie("run", "5.1", "--dry-run", "--json").json
    assert (plan["operation"], plan["commands"]) == ("run", ["echo own"])
    assert moie("run", "5.1").code == 6
    with root.workspace.stores.runs.job_lock("5.2").hold(holder="a run of job 5.2"):
        busy = moie("run", "5.2", "--", "true")
    assert (busy.code, busy.out) == (4, "")
    assert "a run of job 5.2" in busy.err
    assert moie("run").code == 2
    assert moie("run", "5.1", "--timeout", "2m", "--dry-run").code == 0
    assert moie("run", "5.1", "--timeout", "soon", "--dry-run").code == 2
    assert moie("--read-only", "run", "5.2", "--", "true").code == 6


def test_a_run_is_followed_as_it_comes_then_the_next_one(root: Root) -> None:
    go = root.folder / "go"
    script = f"echo begun; while ! test -e '{go}'; do sleep 0.02; done; echo done; exit 3"
    with start(root, "run", "5.2", "--", "sh", "-c", script) as run:
        assert run.stdout is not None
        run.stdout.readline()
        follower = start(root, "history", "5.2", "--follow")
        assert follower.stdout is not None
        assert b"5.2" not in read_until(follower.stdout, b"begun\n")
        go.touch()
        assert b"failure, exit 3" in read_until(follower.stdout, b"exit 3")
    said(start(root, "run", "5.2", "--", "echo", "second"))
    assert b"second\n" in read_until(follower.stdout, "● success".encode())
    follower.send_signal(signal.SIGINT)
    assert said(follower)[0] == 130


def test_what_a_run_printed_is_shown_as_plain_text(root: Root, moie: Moie) -> None:
    said(start(root, "run", "5.2", "--", "sh", "-c", HOSTILE))
    (run,) = root.workspace.runs("5.2")
    for name in (run.id, "latest"):
        shown = moie("history", "5.2", "--run", name)
        assert shown.out.splitlines()[1:-1] == ["one", "red [b]x[/b]", "last"]
        assert all(one.isprintable() or one == "\n" for one in shown.out)
    followed = moie("history", "5.2", "--run", run.id, "--follow")
    assert followed.out == shown.out
    document = moie("history", "5.2", "--run", run.id, "--json").json
    assert (document["id"], document["ending"], document["output"][:4]) == (run.id, "success", "one\n")
    assert run.id in moie("history", "5.2").out
    assert moie("history", "5.2", "--run", "20261122T120000Z-0000").code == 2
    assert moie("history", "5.2", "--follow", "--json").code == 2


def test_what_two_runs_printed_is_compared(root: Root, moie: Moie) -> None:
    for words in ("1 2 3", "1 4 3"):
        said(start(root, "run", "5.2", "--", "sh", "-c", f"for i in {words}; do echo line $i; done"))
    newer, older = root.workspace.runs("5.2")
    shown = moie("history", "5.2", "--diff", older.id, newer.id).out.splitlines()
    assert shown[:2] == [f"--- run {older.id}", f"+++ run {newer.id}"]
    assert shown[3:] == [" line 1", "-line 2", "+line 4", " line 3"]
    assert moie("history", "5.2", "--diff", older.id, older.id).out.splitlines()[2:] == [
        "Both printed the same."
    ]
