"""Starting a run as a process of its own, that whoever started it neither waits for nor holds."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from moie_tui.domain.errors import Busy, Untrusted
from moie_tui.domain.run import Run
from moie_tui.operations.start import start_run
from tests.builders import a_job, a_phase, a_state
from tests.processes.commands import ON_LINUX, is_gone, wait_for_pid
from tests.roots import Root
from tests.waiting import until

# It waits for a sign, but not for ever: a test that fails before it gives one must leave nothing behind.
WAIT = "n=0; while ! test -e go && test $n -lt 3000; do n=$((n + 1)); sleep 0.02; done"
WORK = f"echo begun; echo $$ > pid; {WAIT}; echo done"


@pytest.fixture
def root(tmp_path: Path) -> Root:
    jobs = a_job("5.1", "cyclic", command=WORK), a_job("-5.2", "cyclic", command="pwd; ls; exit 3")
    return Root(tmp_path, a_state(a_phase(5, *jobs), current=5)).trust()


def ended(root: Root, job: str, run_id: str) -> Run:
    runs = root.workspace.stores.runs
    until(lambda: any(one.id == run_id for one in runs.of_job(job)))
    return runs.find(job, run_id)


def test_a_started_run_goes_on_by_itself_and_can_be_followed_by_its_id(root: Root) -> None:
    outcome = root.do("start", job="5.1")
    assert (outcome.outcome, outcome.operation) == ("started", "")
    run_id, runs = str(outcome.detail["run_id"]), root.workspace.stores.runs
    pid = wait_for_pid(root.folder / "pid")
    (live,) = runs.running()
    assert (live.id, live.job, live.command) == (run_id, "5.1", WORK)
    assert os.getsid(live.pid) == live.pid != os.getsid(0)
    assert live.origin.split()[1] == "tests"
    until(lambda: runs.log("5.1", run_id)[0] == "begun\n")
    with pytest.raises(Busy, match=r"job 5\.1 runs already"):
        root.do("start", job="5.1")
    (root.folder / "go").touch()
    assert ended(root, "5.1", run_id).good
    assert runs.log("5.1", run_id) == ("begun\ndone\n", 11)
    until(lambda: is_gone(pid) and is_gone(live.pid))
    assert root.workspace.stores.health.read(None)["5.1"].executions[-1].run_id == run_id


@pytest.mark.skipif(not ON_LINUX, reason="zombies are seen in /proc")
def test_nothing_of_it_stays_with_whoever_started_it(root: Root) -> None:
    with root.workspace.stores.pulse_lock.hold(holder="tests"):
        run_id = start_run(root.workspace.stores, "5.1", scheduled=True)
        wait_for_pid(root.folder / "pid")
        (live,) = root.workspace.stores.runs.running()
        assert live.scheduled
        held = {one.name: os.path.realpath(one) for one in Path(f"/proc/{live.pid}/fd").iterdir()}
        assert not [name for name in held.values() if name.endswith("pulse.lock")]
        assert [held[standard] for standard in "012"] == ["/dev/null"] * 3
    assert root.workspace.stores.pulse_lock.holder() is None
    (root.folder / "go").touch()
    ended(root, "5.1", run_id)
    until(lambda: not Path(f"/proc/{live.pid}").exists())
    until(lambda: all(run_id not in one.name for one in threading.enumerate()))


def test_a_module_that_lies_in_the_root_is_not_taken_for_ours_and_any_id_is_passed_on(root: Root) -> None:
    for name in ("json.py", "moie_tui.py", "argparse.py"):
        (root.folder / name).write_text("raise SystemExit('hijacked')")
    run_id = start_run(root.workspace.stores, "-5.2", scheduled=False)
    run = ended(root, "-5.2", run_id)
    assert (run.exit_code, run.scheduled) == (3, False)
    assert "json.py" in root.workspace.run_log("-5.2", run_id)[0]


def test_a_run_is_no_part_of_the_command_its_starter_may_be(
    root: Root, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOIE_MARK_outer", f"{os.getpid()}.1")
    monkeypatch.setenv("MOIE_RUN_ID", "outer")
    monkeypatch.setenv("MOIE_JOB_ID", "outer")
    start_run(root.workspace.stores, "5.1", scheduled=True)
    wait_for_pid(root.folder / "pid")
    (live,) = root.workspace.stores.runs.running()
    if ON_LINUX:
        assert b"outer" not in Path(f"/proc/{live.pid}/environ").read_bytes()
    (root.folder / "go").touch()
    ended(root, "5.1", live.id)


def test_nothing_of_an_untrusted_root_is_started(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(a_phase(5, a_job("5.1", "cyclic", command="true")), current=5))
    with pytest.raises(Untrusted):
        root.do("start", job="5.1")
