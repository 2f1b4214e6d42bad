"""Every save by its system calls: the file is flushed, then it gets its name, then the folder is flushed."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from moie_tui.storage.atomic import is_temp
from tests.faults.conftest import Figure
from tests.faults.forked import forked
from tests.faults.scenes import SCENES, Scene, a_root
from tests.faults.stage import Stage
from tests.faults.syscalls import Recorder, interposed

pytestmark = [
    pytest.mark.faults,
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
    pytest.mark.skipif(hasattr(fcntl, "F_FULLFSYNC"), reason="macOS flushes by fcntl, not by fsync"),
]

Trace = Iterable[tuple[str, tuple[str, ...]]]
"""What was called, in order, each with its paths."""
TRACED = ("pulse", "record", "backup", "rollback", "migrate 2 to 3", "undo of a rollback")
ONLY_APPEND = ("pin", "unpin", "undo of a pin")
_CALL = re.compile(r"^\d+ +(fsync|write|pwrite64|rename\w*|link\w*)\((.*)\) += \d+$")
_DESCRIPTOR = re.compile(r"^\d+<([^>]*)>")


def saves(trace: Trace) -> tuple[int, list[str]]:
    """How many files got their name from a temp, and which of them not in the right order."""
    unflushed: set[str] = set()
    unsettled: dict[str, str] = {}
    count, wrong = 0, []
    for name, paths in trace:
        if name == "write":
            unflushed.add(paths[0])
        elif name == "fsync":
            unflushed.discard(paths[0])
            unsettled.pop(paths[0], None)
        elif is_temp(os.path.basename(paths[0])):
            count += 1
            source, target = paths
            if source in unflushed:
                wrong.append(f"{target} got its name before it was flushed")
            if unsettled:
                wrong.append(
                    f"{', '.join(unsettled.values())}: the folder was not flushed before the next save"
                )
            unsettled[os.path.dirname(target)] = target
    return count, [*wrong, *(f"{target}: its folder was not flushed" for target in unsettled.values())]


def _traced(stage: Stage) -> Trace:
    recorder = Recorder()
    stage.reset()

    def act() -> object:
        with stage.scene.under(), interposed(stage.live, recorder):
            stage.again(hours=1)
        return [(one.name, (one.path, *map(str, one.arguments[1:2]))) for one in recorder.calls]

    short = {"pwrite": "write", "replace": "rename"}
    wanted = ("write", "fsync", "rename", "link")
    calls = ((short.get(name, name), tuple(paths)) for name, paths in forked(act).told)
    return [
        (name, paths if name in ("rename", "link") else paths[:1]) for name, paths in calls if name in wanted
    ]


@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_each_save_is_flushed_then_named_then_its_folder_is_flushed(
    scene: Scene, fast_path: Path, figure: Figure
) -> None:
    count, wrong = saves(_traced(Stage(scene, fast_path)))
    assert wrong == []
    assert bool(count) != (scene.name in ONLY_APPEND)
    figure("order of system calls", saves=count, out_of_order=0, by="the calls of the process")


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("name", TRACED)
def test_the_kernel_sees_the_same_order(name: str, tmp_path: Path, figure: Figure) -> None:
    scene = next(one for one in SCENES if one.name == name)
    root = a_root(tmp_path, scene.version, 100)
    words = scene.prepare(root)
    log = tmp_path / "trace"
    calls = "trace=fsync,write,pwrite64,rename,renameat,renameat2,link,linkat"
    command = [sys.executable, "-m", "moie_tui", "--root", str(root.folder), *words]
    environment = {**os.environ, "MOIE_HOME": str(root.home)}
    done = subprocess.run(
        ["strace", "-f", "-y", "-qq", "-s", "0", "-e", calls, "-e", "signal=none", "-o", str(log), *command],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if "ptrace" in done.stderr or "Operation not permitted" in done.stderr:
        pytest.skip("this container allows no tracing")
    assert done.returncode == 0, done.stderr
    count, wrong = saves(_parsed(log, str(root.folder)))
    assert wrong == []
    assert count >= 1
    figure("order of system calls", saves=count, out_of_order=0, by="strace")


def _parsed(log: Path, within: str) -> Trace:
    for line in log.read_text().splitlines():
        found = _CALL.match(line)
        if found is None:
            continue
        name, arguments = found[1], found[2]
        if name.startswith(("rename", "link")):
            paths = tuple(re.findall(r'"([^"]*)"', arguments))
            name = name[:6] if name.startswith("rename") else "link"
        else:
            descriptor = _DESCRIPTOR.match(arguments)
            paths = (descriptor[1],) if descriptor else ("",)
            name = name.removesuffix("64").removeprefix("p")
        if paths[0].startswith(within):
            yield name, paths


def test_a_save_out_of_order_would_be_noticed() -> None:
    temp, target = "/r/.a.moie-01234567.tmp", "/r/a"
    right = [("write", (temp,)), ("fsync", (temp,)), ("rename", (temp, target)), ("fsync", ("/r",))]
    assert saves(right) == (1, [])
    for left_out in (1, 3):
        count, wrong = saves(right[:left_out] + right[left_out + 1 :])
        assert (count, len(wrong)) == (1, 1)
    assert saves([*right[:3], *right])[1]
