"""A monkey presses what it likes, at any size, over files that change: nothing breaks, nothing is done."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

import pytest

from tests.builders import a_state
from tests.faults.conftest import Figure
from tests.faults.monkey import Monkey, MonkeysApp, Watched
from tests.faults.monkey_life import RAN, Life
from tests.faults.scale import times
from tests.roots import Root
from tests.tui.bare_app import until

pytestmark = pytest.mark.faults

INPUTS = times(300, 4_200)
"""Of each monkey; 24 of them make 100,000."""


@pytest.fixture(params=range(times(1, 8)))
def random(request: pytest.FixtureRequest) -> Random:
    return Random(request.param)


@asynccontextmanager
async def monkey_at_work(
    folder: Path,
    random: Random,
    patch: pytest.MonkeyPatch,
    *,
    read_only: bool = False,
    consents: bool = False,
) -> AsyncIterator[Monkey]:
    """A monkey at a root where other programs live too; its exports and copies stay in `folder`."""
    for name, value in {"HOME": folder, "MOIE_HOME": folder / "home", "PATH": "/bin:/usr/bin"}.items():
        patch.setenv(name, str(value))
    for name in ("TMUX", "DISPLAY", "WAYLAND_DISPLAY"):
        patch.delenv(name, raising=False)
    for name in ("VISUAL", "EDITOR"):
        patch.setenv(name, "true")
    (folder / "cwd").mkdir()
    patch.chdir(folder / "cwd")
    root = Root(folder, a_state())
    if consents:
        root.trust()
    life = Life(root, random)
    workspace = Watched.open(root.folder, home=root.home, via="monkey", clock=root.clock, read_only=read_only)
    assert isinstance(workspace, Watched)
    workspace.ran = []
    app = MonkeysApp(workspace, consents=consents)
    async with app.run_test(size=(120, 40), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: app.judgement is not None)
        monkey = Monkey(pilot, life, random)
        await monkey.play(INPUTS)
        yield monkey


def bytes_of(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def test_in_read_only_mode_a_monkey_changes_not_one_byte_of_the_root(
    tmp_path: Path, random: Random, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    async with monkey_at_work(tmp_path, random, monkeypatch, read_only=True, consents=True) as monkey:
        pass
    life = monkey.life
    assert bytes_of(life.root.folder) == life.files
    assert monkey.app.workspace.ran == []
    figure("monkey", inputs=monkey.done["keys"] + monkey.done["clicks"], bytes_changed_in_read_only_mode=0)


async def test_a_monkey_that_never_consents_gets_nothing_done(
    tmp_path: Path, random: Random, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    async with monkey_at_work(tmp_path, random, monkeypatch) as monkey:
        pass
    life = monkey.life
    assert monkey.app.workspace.ran == []
    assert not (life.root.folder / RAN).exists()
    for path, data in life.files.items():
        now = path.read_bytes()
        # To the log the dashboard adds what it noticed.
        assert now[: len(data)] == data if path.parent.name == "logs" else now == data
    figure("monkey", inputs=monkey.done["keys"] + monkey.done["clicks"], acts_without_consent=0)


async def test_whatever_a_monkey_runs_it_consented_to_before(
    tmp_path: Path, random: Random, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    async with monkey_at_work(tmp_path, random, monkeypatch, consents=True) as monkey:
        ran, consented = monkey.app.workspace.ran, monkey.app.consented
        for _ in range(40):
            if ran:
                break
            monkey.app.locked = False  # it may have pressed L
            await monkey.deed()
        assert ran
        assert [plan.title for plan in ran if not any(plan is one for one in consented)] == []
        assert len({id(plan) for plan in ran}) == len(ran)
        monkey.app.acting.cancel()
        await until(monkey.pilot, lambda: monkey.app.acting.run is None)
    figure("monkey", inputs=monkey.done["keys"] + monkey.done["clicks"], consents=len(ran))
