"""`kill -9` at every step of every act that writes: nothing torn, nothing lost, and a way on from there."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from moie_tui.values import replace
from tests.faults.conftest import Figure
from tests.faults.invariants import stuck, unsound
from tests.faults.scale import times
from tests.faults.scenes import CORE, SCENES, Scene
from tests.faults.stage import Stage
from tests.faults.syscalls import KillAt

pytestmark = [
    pytest.mark.faults,
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

ROUNDS = times(1, 5)
WAYS_ON = times(4, 1)
"""Each point is looked at; from one in so many every act is tried too."""
SIZES = (100, 0, 3, 4_000, 4_096, 9_000, 20_000, 65_536, 100_001, 300_000)


def _points(stage: Stage) -> list[KillAt]:
    """Before each call that changes anything, and in the middle of each write; locks only once in a while."""
    steps = [(at, step) for at, step in enumerate(stage.steps_that_change, start=1) if not step.is_lock]
    return [
        *(KillAt(at) for at, _ in steps),
        *(KillAt(at, halfway=True) for at, step in steps if step.is_write),
    ]


def _plays() -> list[tuple[Scene, int]]:
    return [
        (scene, size)
        for scene in SCENES
        for size in (SIZES if times(0, 1) and scene.name in CORE else SIZES[:1])
    ]


@pytest.mark.parametrize(("scene", "size"), _plays(), ids=str)
def test_a_kill_at_any_step_loses_nothing(scene: Scene, size: int, fast_path: Path, figure: Figure) -> None:
    stage = Stage(scene, fast_path, size)
    points = _points(stage)
    wrong = {}
    for turn in range(ROUNDS):
        for at, point in enumerate(points):
            assert stage.play(replace(point)).signal == signal.SIGKILL
            found = unsound(stage)
            if turn == 0 and size == SIZES[0] and at % WAYS_ON == 0:
                found += stuck(stage)
            if found:
                wrong[stage.named(point)] = found
    assert wrong == {}
    assert len(points) >= 3
    figure(
        "kill at write steps",
        points=len(points) if size == SIZES[0] else 0,
        kills=len(points) * ROUNDS,
        corrupt=0,
        lost=0,
    )


@pytest.mark.parametrize("scene", SCENES[:: times(9, 1)], ids=str)
def test_a_kill_at_any_step_of_a_lock_loses_nothing(scene: Scene, fast_path: Path, figure: Figure) -> None:
    stage = Stage(scene, fast_path)
    wrong = {}
    points = [KillAt(at) for at, step in enumerate(stage.steps_that_change, start=1) if step.is_lock]
    for point in points:
        assert stage.play(replace(point)).signal == signal.SIGKILL
        if found := [*unsound(stage), *stuck(stage)]:
            wrong[stage.named(point)] = found
    assert wrong == {}
    figure("kill at write steps", points=len(points), kills=len(points), corrupt=0, lost=0)
