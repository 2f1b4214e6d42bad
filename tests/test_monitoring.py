"""What a job's own code records, and what it is told."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from moie_tui import log_execution, monitored
from moie_tui.domain.errors import InvalidDocument, MoieError, UsageError
from moie_tui.workspace import Workspace
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Root]:
    found = Root(tmp_path, a_state(a_phase(1, a_job("5.1", "cyclic"), a_job("5.2", "cyclic", paused=True))))
    monkeypatch.setenv("MOIE_ROOT", str(found.folder))
    return found


def health(root: Root) -> dict[str, Any]:
    path = root.folder / "cyclic_job_health.json"
    return json.loads(path.read_bytes()) if path.exists() else {}


def executions(root: Root, job: str = "5.1") -> list[dict[str, Any]]:
    return health(root).get(job, {}).get("executions", [])  # type: ignore[no-any-return]


def last(root: Root) -> tuple[str, str | None]:
    run = executions(root)[-1]
    return run["status"], run["error"]


def test_the_operators_snippet_records_success_and_failure(root: Root) -> None:
    def job(do_research: Callable[[], object]) -> None:
        start = time.time()
        try:
            do_research()
            log_execution("5.1", "success", int((time.time() - start) * 1000))
        except Exception as e:
            log_execution("5.1", "failure", int((time.time() - start) * 1000), error=str(e))
            raise

    job(lambda: None)
    assert last(root) == ("success", None)
    with pytest.raises(ZeroDivisionError):
        job(lambda: 1 / 0)
    assert last(root) == ("failure", "division by zero")
    totals = health(root)["5.1"]
    assert (totals["total_runs"], totals["total_failures"]) == (2, 1)
    assert totals.keys() == {"executions", "total_runs", "total_failures", "last_execution"}
    assert executions(root)[0].keys() == {"timestamp", "status", "duration_ms", "error"}


class Numpy64:
    """A number as other libraries have them: no int, but one by its own word."""

    def __init__(self, number: float) -> None:
        self.number = number

    def __float__(self) -> float:
        return float(self.number)


class NumpyInt(Numpy64):
    def __index__(self) -> int:
        return int(self.number)


@pytest.mark.parametrize(
    ("given", "written"),
    [(12, 12), (0, 0), (1.5, 1.5), (True, 1), (NumpyInt(7), 7), (Numpy64(2.25), 2.25)],
    ids=["whole", "none", "fraction", "bool", "foreign whole", "foreign fraction"],
)
def test_durations_of_every_kind_are_written_as_numbers(root: Root, given: Any, written: float) -> None:
    log_execution("5.1", "success", given)
    assert executions(root)[0]["duration_ms"] == written


@pytest.mark.parametrize("given", [-1, -0.5, float("nan"), float("inf"), 10**40, "12", None, 2j], ids=repr)
def test_a_duration_that_is_none_is_refused_before_anything_is_written(root: Root, given: Any) -> None:
    with pytest.raises(UsageError, match="duration_ms must be a number of milliseconds from 0 on"):
        log_execution("5.1", "success", given)
    assert health(root) == {}


def test_a_result_that_is_none_and_a_job_without_an_id_are_refused(root: Root) -> None:
    with pytest.raises(UsageError, match="'ok' is no result"):
        log_execution("5.1", "ok", 1)
    with pytest.raises(UsageError, match="id of its job"):
        log_execution("", "success", 1)


class Explained(Exception):
    def __init__(self) -> None:
        super().__init__("kein Netz – 网络\nzweite Zeile")


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (None, None),
        ("línea 1\n行 2", "línea 1\n行 2"),
        ("\ud800", "\ud800"),
        (ValueError("bad"), "ValueError: bad"),
        (Explained(), "tests.test_monitoring.Explained: kein Netz – 网络\nzweite Zeile"),
        (404, "404"),
    ],
)
def test_errors_are_written_as_text(root: Root, given: Any, written: str | None) -> None:
    log_execution("5.1", "failure", 1, given)
    assert last(root)[1] == written


def test_of_a_very_long_error_the_end_is_kept(root: Root) -> None:
    log_execution("5.1", "failure", 1, "x" * 50_000 + "the end")
    kept = str(last(root)[1])
    assert kept.endswith("xthe end")
    assert len(kept) <= 10_001


def test_an_execution_leaves_the_operators_own_undo_alone(root: Root) -> None:
    backup = root.do("backup")
    log_execution("5.1", "success", 1)
    newest = root.workspace.operations()[0]
    assert (newest.kind, newest.scheduled) == ("record", True)
    assert next(root.workspace.stores.operations.undoable()).id == backup.operation
    root.do("undo", operation=newest.id)
    assert health(root) == {}


def test_a_root_can_be_named(root: Root, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MOIE_ROOT")
    with pytest.raises(UsageError, match="no MOIE root here"):
        log_execution("5.1", "success", 1, root=tmp_path)
    log_execution("5.1", "success", 1, root=str(root.folder))
    monkeypatch.chdir(root.folder)
    log_execution("5.1", "success", 1)
    with monitored("5.1"):
        monkeypatch.chdir(tmp_path)
    assert health(root)["5.1"]["total_runs"] == 3


def test_a_function_is_recorded_and_stays_what_it_is(root: Root) -> None:
    @monitored("5.1")
    def research(topic: str, *, depth: int = 1) -> str:
        """Looks things up."""
        if depth < 0:
            raise ValueError(f"no depth of {depth}")
        return f"{topic} {depth}"

    assert research("moths", depth=2) == "moths 2"
    assert last(root) == ("success", None)
    with pytest.raises(ValueError, match="no depth of -1") as raised:
        research("moths", depth=-1)
    assert raised.value.__cause__ is None
    assert last(root) == ("failure", "ValueError: no depth of -1")
    assert (research.__name__, research.__doc__) == ("research", "Looks things up.")


async def test_a_coroutine_is_recorded_when_it_ends(root: Root) -> None:
    @monitored("5.1")
    async def research(fails: bool) -> int:
        await asyncio.sleep(0.03)
        if fails:
            raise LookupError("nothing there")
        return 7

    assert asyncio.iscoroutinefunction(research)
    assert await research(fails=False) == 7
    assert executions(root)[-1]["duration_ms"] >= 25
    with pytest.raises(LookupError):
        await research(fails=True)
    assert last(root) == ("failure", "LookupError: nothing there")


def test_a_block_is_recorded_and_its_monitor_can_be_used_again(root: Root) -> None:
    watch = monitored("5.1")
    with watch:
        time.sleep(0.02)
    assert last(root) == ("success", None)
    assert executions(root)[-1]["duration_ms"] >= 15
    with pytest.raises(OSError, match="gone"), watch:
        raise OSError("gone")
    assert last(root) == ("failure", "OSError: gone")


async def test_an_async_block_does_not_hold_up_the_loop_while_it_records(root: Root) -> None:
    with root.workspace.stores.operations._lock.hold():
        ending = asyncio.create_task(_inside(monitored("5.1")))
        for _ in range(50):  # a loop that is held up comes back when the recording has given up
            await asyncio.sleep(0.002)
        assert not ending.done()
    await ending
    assert last(root) == ("success", None)


async def _inside(watch: Any) -> None:
    async with watch:
        await asyncio.sleep(0)


@pytest.mark.parametrize(
    "end", [KeyboardInterrupt(), SystemExit(130), SystemExit(143), asyncio.CancelledError(), GeneratorExit()]
)
def test_a_cancelled_run_is_no_execution(root: Root, end: BaseException) -> None:
    with pytest.raises(type(end)), monitored("5.1"):
        raise end
    assert health(root) == {}


async def test_a_cancelled_task_is_no_execution(root: Root) -> None:
    @monitored("5.1")
    async def research() -> None:
        await asyncio.sleep(60)

    task = asyncio.create_task(research())
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert health(root) == {}


@pytest.mark.parametrize(
    ("code", "recorded"),
    [
        (None, ("success", None)),
        (0, ("success", None)),
        (3, ("failure", "exit 3")),
        (255, ("failure", "exit 255")),
        (-1, ("failure", "exit -1")),
        ("no disk", ("failure", "exit no disk")),
    ],
)
def test_a_script_that_exits_says_itself_how_it_went(root: Root, code: Any, recorded: Any) -> None:
    with pytest.raises(SystemExit), monitored("5.1"):
        sys.exit(code)
    assert last(root) == recorded


def test_a_generator_can_not_be_measured_by_its_call() -> None:
    with pytest.raises(UsageError, match="generator"):

        @monitored("5.1")
        def numbers() -> Iterator[int]:
            yield 1


def test_when_recording_fails_the_job_goes_on_and_is_warned_each_time(root: Root) -> None:
    (root.folder / "cyclic_job_health.json").write_bytes(b"{")

    @monitored("5.1")
    def job(fails: bool) -> int:
        if fails:
            raise KeyError("mine")
        return 7

    for _ in range(2):
        with pytest.warns(RuntimeWarning, match=r"job 5.1: success in .*; kept in .*cyclic_job_health"):
            assert job(fails=False) == 7
    with (
        pytest.warns(RuntimeWarning, match=r"job 5.1: failure in .*; kept in"),
        pytest.raises(KeyError, match="mine"),
    ):
        job(fails=True)
    assert (root.folder / "cyclic_job_health.json").read_bytes() == b"{"


def test_a_failing_record_says_so_to_who_called_it(root: Root) -> None:
    (root.folder / "config.yaml").write_text("backups: 7")
    with pytest.raises(InvalidDocument):
        log_execution("5.1", "success", 1)


def test_a_read_only_root_records_nothing(root: Root) -> None:
    (root.folder / "config.yaml").write_text("ui: {read_only: true}")
    with pytest.raises(MoieError, match="read-only"):
        log_execution("5.1", "success", 1)
    assert Workspace.open(root.folder).read_only
