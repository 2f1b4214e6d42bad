"""One command, run for real."""

from __future__ import annotations

import os
import signal
import time
import tracemalloc
from pathlib import Path

import pytest

from moie_tui.domain.errors import OperationFailed
from tests.processes.commands import LONG, python, run
from tests.waiting import time_is_up_when


@pytest.mark.parametrize("code", [0, 1, 3, 127, 255])
def test_the_exit_code_is_the_commands(tmp_path: Path, code: int) -> None:
    ran = run(f"exit {code}", tmp_path)
    assert (ran.exit_code, ran.signal, ran.proven) == (code, None, code == 0)


def test_a_command_killed_by_a_signal_has_no_exit_code(tmp_path: Path) -> None:
    ran = run("kill -9 $$", tmp_path)
    assert (ran.exit_code, ran.signal, ran.proven) == (None, signal.SIGKILL, False)


def test_stdout_and_stderr_come_in_the_order_they_were_written(tmp_path: Path) -> None:
    assert run("echo a; echo b >&2; echo c", tmp_path).output == "a\nb\nc\n"


def test_text_is_passed_on_while_the_command_runs(tmp_path: Path) -> None:
    seen: list[tuple[str, bool]] = []
    fifo = tmp_path / "go"
    os.mkfifo(fifo)

    def on_output(text: str) -> None:
        seen.append((text, (tmp_path / "over").exists()))
        if text == "first\n":
            fifo.write_text("go\n")

    run("echo first; read go < go; touch over; echo last", tmp_path, on_output=on_output)
    assert seen == [("first\n", False), ("last\n", True)]


def test_a_character_split_over_two_writes_is_passed_on_whole(tmp_path: Path) -> None:
    parts: list[str] = []
    split = r"printf 'a\303'; sleep 0.05; printf '\244b'"
    assert run(split, tmp_path, on_output=parts.append).output == "aäb"
    assert "".join(parts) == "aäb"


def test_binary_output_is_text_with_replacements(tmp_path: Path) -> None:
    parts: list[str] = []
    ran = run(r"printf '\377\000\200ok\303'", tmp_path, on_output=parts.append)
    assert ran.output == "".join(parts) == "\ufffd\0\ufffdok\ufffd"


def test_of_twenty_megabytes_the_last_ten_kilobytes_are_kept_in_little_memory(tmp_path: Path) -> None:
    tracemalloc.start()
    try:
        ran = run("head -c 20000000 /dev/zero | tr '\\0' x; printf end", tmp_path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert ran.output == "x" * 9_997 + "end"
    assert ran.dropped_bytes == 20_000_003 - 10_000
    assert peak < 2_000_000


def test_stdin_is_empty(tmp_path: Path) -> None:
    ran = run("cat", tmp_path)
    assert (ran.exit_code, ran.output, ran.timed_out) == (0, "", False)


def test_it_runs_in_the_folder_and_with_the_callers_environment_on_top_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OURS", "kept")
    monkeypatch.setenv("BOTH", "ours")
    env = {"BOTH": "theirs", "MOIE_JOB_ID": "2.1"}
    ran = run('pwd -P; echo "$OURS $BOTH $MOIE_JOB_ID"', tmp_path, env=env)
    assert ran.output == f"{tmp_path.resolve()}\nkept theirs 2.1\n"


def test_our_descriptors_are_not_handed_down(tmp_path: Path) -> None:
    descriptor = os.open(tmp_path / "lock", os.O_CREAT | os.O_RDWR)
    os.set_inheritable(descriptor, True)
    try:
        ran = run(f"test -e /dev/fd/{descriptor} && echo open || echo closed", tmp_path)
    finally:
        os.close(descriptor)
    assert ran.output == "closed\n"


def test_no_descriptor_of_ours_is_left_open(tmp_path: Path) -> None:
    run("true", tmp_path)
    before = len(os.listdir("/dev/fd"))
    for command in ["exit 1", "sleep 9 &"]:
        run(command, tmp_path)
    assert len(os.listdir("/dev/fd")) == before


def test_it_stops_at_its_deadline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    time_is_up_when(monkeypatch, lambda: said, LONG)
    started = time.monotonic()
    ran = run("echo before; sleep 30", tmp_path, on_output=said.append)
    assert time.monotonic() - started < 20
    assert (ran.timed_out, ran.cancelled, ran.proven, ran.output) == (True, False, False, "before\n")
    assert ran.signal == signal.SIGTERM
    assert 30_000 <= ran.duration_ms < 50_000


def test_success_after_the_deadline_is_no_proof(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    time_is_up_when(monkeypatch, (tmp_path / "ready").exists)
    script = "trap 'echo bye; exit 0' TERM; touch ready; sleep 30 & wait"
    ran = run(script, tmp_path, kill_grace_seconds=LONG)
    assert (ran.exit_code, ran.timed_out, ran.proven, ran.output) == (0, True, False, "bye\n")


def test_it_stops_soon_after_a_cancel(tmp_path: Path) -> None:
    asked = time.monotonic() + 0.1
    ran = run("sleep 30", tmp_path, cancelled=lambda: time.monotonic() > asked)
    assert time.monotonic() - asked < 20
    assert (ran.cancelled, ran.timed_out, ran.proven) == (True, False, False)


def test_a_command_that_closed_its_output_still_has_a_deadline(tmp_path: Path) -> None:
    ran = run("exec >&- 2>&-; sleep 30", tmp_path, timeout_seconds=0.1)
    assert ran.timed_out


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(OperationFailed, match="No such file") as caught:
        run("true", tmp_path / "gone")
    assert caught.value.where == str(tmp_path / "gone")


def test_a_file_is_no_folder_to_run_in(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OperationFailed, match="Not a directory"):
        run("true", tmp_path / "file")


@pytest.mark.parametrize("command", ["echo \0", "echo \ud800"])
def test_a_command_no_shell_takes_is_refused(tmp_path: Path, command: str) -> None:
    with pytest.raises(OperationFailed, match="can't be started"):
        run(command, tmp_path)


def test_a_lost_exit_status_is_never_success(tmp_path: Path) -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        with pytest.raises(OperationFailed, match="exit status was lost"):
            run("exit 1", tmp_path)
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_a_hung_command_that_floods_is_gone_in_time_and_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    time_is_up_when(monkeypatch, lambda: sum(map(len, said)) > 20_000)
    flood = "trap '' TERM; (trap '' TERM; yes flood) & yes flood"
    ran = run(flood, tmp_path, on_output=said.append, kill_grace_seconds=0.2)
    assert ran.timed_out
    assert len(ran.output.encode()) <= 10_000 < ran.dropped_bytes


def test_a_command_may_take_all_its_time(tmp_path: Path) -> None:
    ran = run(python("import time; time.sleep(0.05); print('late')"), tmp_path, timeout_seconds=LONG)
    assert ran.output == "late\n"
    assert ran.duration_ms >= 50
