"""The demo as an operator sees it: in a terminal, alive at once, and gone without a trace."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from moie_tui.cli.demo import Place, living, make, place
from moie_tui.cli.main import main
from moie_tui.domain.beaters import way_of
from moie_tui.domain.routine import way_of_origin
from moie_tui.workspace import Workspace
from tests.processes.commands import is_gone
from tests.waiting import PATIENCE
from tests.wheel.terminal import Terminal, start


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Terminal]:
    env = {**os.environ, "TERM": "xterm-256color", "TMPDIR": str(tmp_path), "HOME": str(tmp_path)}
    command = [sys.executable, "-m", "moie_tui", "demo"]
    terminal = start(command, columns=120, rows=40, cwd=Path(__file__).parents[2], env=env)
    yield terminal
    terminal.end()


def _root(folder: Path) -> Path:
    (found,) = folder.glob("moie-demo-*/root")
    return found


def _life(terminal: Terminal) -> int:
    """The process that keeps the demo alive."""
    children = Path(f"/proc/{terminal.process.pid}/task/{terminal.process.pid}/children").read_text().split()
    return next(int(one) for one in children if "demo_life" in Path(f"/proc/{one}/cmdline").read_text())


def test_it_comes_with_a_snapshot_of_yesterday_to_go_back_to(tmp_path: Path) -> None:
    here = Place(tmp_path / "root", tmp_path / "home", tmp_path / "life.log", goes=True)
    make(here)
    *_, oldest = Workspace.open(here.root, home=here.home).snapshots()
    yesterday = datetime.now(UTC) - timedelta(days=1)
    assert yesterday - timedelta(minutes=1) < oldest.taken_at <= yesterday
    assert main(["--root", str(here.root), "check"]) == 0
    made = Workspace.open(here.root, home=here.home).view()
    assert made.next_undo == ""
    ways = {way_of_origin(one.origin) for one in made.operations} | {way_of(one) for one in made.events}
    assert ways == {"demo"}, "nobody at a terminal did what it comes with"


def test_it_takes_no_root_of_somebody_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(tmp_path), "demo"]) == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert "the demo makes a root of its own" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.long
def test_it_leaves_the_root_of_the_environment_alone_and_its_help_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    monkeypatch.setenv("MOIE_ROOT", str(mine))
    with place(keep=False) as here:
        make(here)
        with living(here):
            pass
        assert Workspace.open(here.root, home=here.home).snapshots()
    assert list(mine.iterdir()) == []
    assert main(["demo", "--help"]) == 0
    assert "touches no other: MOIE_ROOT does not count here." in " ".join(capsys.readouterr().out.split())


@pytest.mark.slow
def test_it_lives_at_once_and_leaves_nothing_behind(demo: Terminal, tmp_path: Path) -> None:
    assert demo.read_until(lambda: "verified" in demo.text, seconds=PATIENCE), demo.text[-3000:]
    health = _root(tmp_path) / "cyclic_job_health.json"
    assert demo.read_until(health.exists, seconds=PATIENCE)
    demo.press("q")
    assert demo.read_until(lambda: demo.process.poll() is not None, seconds=PATIENCE)
    assert demo.process.returncode == 0
    assert list(tmp_path.glob("moie-demo-*")) == []
    assert not (tmp_path / ".config").exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="finds the child in /proc")
@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGKILL])
def test_its_life_ends_with_it_however_it_ends(
    number: signal.Signals, demo: Terminal, tmp_path: Path
) -> None:
    assert demo.read_until(lambda: "Phases" in demo.text and "verified" in demo.text, seconds=PATIENCE)
    life = _life(demo)
    demo.process.send_signal(number)
    assert demo.read_until(lambda: demo.process.poll() is not None and is_gone(life), seconds=PATIENCE)
    code = -number if number is signal.SIGKILL else 128 + number
    assert (demo.process.returncode, list(tmp_path.glob("moie-demo-*"))) == (code, [])


def test_without_a_terminal_it_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo"]) == 2
    assert "needs a terminal" in capsys.readouterr().err
