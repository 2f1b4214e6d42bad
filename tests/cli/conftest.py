"""The command line in this process, on a root of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from moie_tui.cli.main import main
from moie_tui.values import dataclass
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root


@dataclass(frozen=True)
class Said:
    """What one call said and left with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its one JSON document."""
        return json.loads(self.out)


Moie = Callable[..., Said]


@pytest.fixture(autouse=True)
def _apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees or touches the operator's own trust or root."""
    monkeypatch.setenv("MOIE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("MOIE_ROOT", raising=False)


@pytest.fixture
def root(tmp_path: Path) -> Root:
    """One proven job, one to prove, and a cyclic one behind a gap."""
    jobs = a_job("1.1", "completed"), a_job("1.2", verification_cmd="test -e proof")
    cyclic = a_job("5.1", "cyclic", verification_cmd="false")
    return Root(tmp_path, a_state(a_phase(1, *jobs), a_phase(5, cyclic)))


@pytest.fixture
def moie(root: Root, capsys: pytest.CaptureFixture[str]) -> Moie:
    """Calls `moie --root ROOT …` in this process."""

    def call(*words: str) -> Said:
        code = main(["--root", str(root.folder), *words])
        shown = capsys.readouterr()
        return Said(code, shown.out, shown.err)

    return call
