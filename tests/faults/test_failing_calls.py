"""Each system call of every act fails in turn: the files stay whole, and the act says that it failed."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from tests.faults.conftest import Figure
from tests.faults.invariants import unsound
from tests.faults.scale import times
from tests.faults.scenes import CORE, SCENES, Scene
from tests.faults.stage import Stage, Step, picture, temps
from tests.faults.syscalls import FailAt

pytestmark = [
    pytest.mark.faults,
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

SHORT_WRITE = None
ERRORS = (errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, SHORT_WRITE)
LASTING = (errno.ENOSPC, errno.EROFS, errno.EIO)
EVERY = times(4, 1)


def _points(stage: Stage) -> list[FailAt]:
    """Every call of the core scenes with every error, of others with some in turn; in short, some calls."""
    points = []
    for at, step in enumerate(stage.steps, start=1):
        once = [FailAt(at, error) for error in ERRORS if error is not SHORT_WRITE or step.is_write]
        ways = [*once, *(FailAt(at, error, for_good=True) for error in LASTING)]
        if EVERY == 1 and stage.scene.name in CORE and not step.is_lock:
            points += ways
        elif EVERY == 1:
            points += [ways[at % len(once)], ways[len(once) + at % len(LASTING)]]
        elif at % EVERY == 0:
            points.append(ways[at // EVERY % len(ways)])
    return points


def _wrong(stage: Stage, point: FailAt) -> list[str]:
    fate = stage.play(point)
    code, err = (fate.told["code"], fate.told["err"]) if fate.told else (-fate.signal, "")
    found = unsound(stage)
    if fate.signal or not stage.said(fate).is_plain:
        found.append(f"it said: {fate}")
    now = picture(stage.root, stage.home)
    if code == stage.reference.code and now.states != stage.after.states:
        found.append("exit 0, but it was not done")
    step = stage.steps[point.at - 1]
    if not (point.for_good or step.name == "unlink") and (left := temps(stage.live)):
        found.append(f"temps are left: {left}")
    must_tell = code == 1 and not point.for_good and _can_tell(step) and stage.words != ["status"]
    if must_tell and not _told(now.events - stage.before.events):
        found.append(f"no event tells of it: {err}")
    return found


def _can_tell(step: Step) -> bool:
    return not step.path.startswith("root/logs") and step.name != "mkdir"


def _told(lines: frozenset[bytes]) -> bool:
    levels = [json.loads(line)["level"] for line in lines if line.endswith(b"}")]
    return bool({"error", "critical"} & set(levels))


@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_when_any_system_call_fails_the_files_are_whole_and_it_is_said(
    scene: Scene, fast_path: Path, figure: Figure
) -> None:
    stage = Stage(scene, fast_path)
    points = _points(stage)
    wrong = {}
    for point in points:
        if found := _wrong(stage, point):
            step = stage.steps[point.at - 1]
            error = errno.errorcode[point.error] if point.error else "short write"
            wrong[f"{point.at} {step.name} {step.path} {error}{' for good' * point.for_good}"] = found
    assert wrong == {}
    figure("failing system calls", failures=len(points), torn=0, silent=0, tracebacks=0)
