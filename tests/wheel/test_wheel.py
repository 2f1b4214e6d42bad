"""The wheel, installed into a clean venv outside the checkout, is the whole program."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

import moie_tui
from tests.house.checkout import ROOT, files
from tests.waiting import PATIENCE
from tests.wheel.terminal import start

pytestmark = pytest.mark.wheel

PANES = ("Phases", "Cyclic jobs", "Heartbeat", "Snapshots", "Events")


def _run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """A venv that holds the wheel and what it needs, and nothing else."""
    folder = tmp_path_factory.mktemp("stranger") / "venv"
    venv.create(folder, with_pip=True)
    pip = ("-m", "pip", "--disable-pip-version-check", "--quiet", "install")
    _run(folder / "bin/python", *pip, "--constraint", ROOT / "constraints.txt", wheel, cwd=folder)
    return folder


def _environment(home: Path) -> dict[str, str]:
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "TMPDIR") if key in os.environ}
    return {
        **kept,
        "HOME": str(home),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LC_ALL": "C.UTF-8",
    }


def test_it_holds_the_package_and_its_styles_and_nothing_else(wheel: Path) -> None:
    names = [name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name]
    package = {path.relative_to(ROOT).as_posix() for path in files(ROOT / "moie_tui")}
    sheets = {f"moie_tui/{path.relative_to(ROOT).as_posix()}" for path in files(ROOT / "styles")}
    assert sheets
    assert "moie_tui/py.typed" in names
    assert set(names) == package | sheets


def test_its_licence_comes_with_it(wheel: Path) -> None:
    assert any(name.endswith("/LICENSE") for name in zipfile.ZipFile(wheel).namelist())


def test_it_says_its_version_and_its_commands(stranger: Path, tmp_path: Path) -> None:
    moie = stranger / "bin/moie"
    assert moie_tui.__version__ in _run(moie, "--version", cwd=tmp_path)
    assert "pulse" in _run(moie, "--help", cwd=tmp_path)


def test_it_is_imported_from_the_venv_and_not_from_the_checkout(stranger: Path, tmp_path: Path) -> None:
    said = _run(stranger / "bin/python", "-c", "import moie_tui; print(moie_tui.__file__)", cwd=tmp_path)
    assert Path(said.strip()).is_relative_to(stranger)


def test_the_demo_opens_the_five_panes_and_quits(stranger: Path, tmp_path: Path) -> None:
    terminal = start(
        [str(stranger / "bin/moie"), "demo"], columns=120, rows=40, cwd=tmp_path, env=_environment(tmp_path)
    )
    try:
        shown = terminal.read_until(lambda: all(title in terminal.text for title in PANES), seconds=PATIENCE)
        assert shown, terminal.text[-4000:]
        terminal.press("q")
        left = terminal.read_until(lambda: terminal.process.poll() is not None, seconds=PATIENCE)
        assert left, terminal.text[-4000:]
        assert terminal.process.returncode == 0, terminal.text[-4000:]
    finally:
        terminal.end()
