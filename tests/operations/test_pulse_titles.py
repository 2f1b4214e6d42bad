"""What a pulse is about, in the few words at the head of its plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from moie_tui.tui.screens.plan_sheet import FRAME
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root


def _endless(key: str = "5.1", schedule: str = "every 20m") -> dict[str, Any]:
    return a_job(key, "cyclic", command="true", schedule=schedule)


def test_the_title_of_its_plan_names_what_it_starts_within_a_narrow_sheet(tmp_path: Path) -> None:
    def title(folder: str, *jobs: dict[str, Any]) -> str:
        (tmp_path / folder).mkdir()
        workspace = Root(tmp_path / folder, a_state(a_phase(5, *jobs), current=5)).workspace
        return workspace.plan(workspace.operation("pulse")).title

    waiting = _endless("5.3", schedule="0 13 * * *")
    two = title("two", _endless("5.1"), _endless("5.2"), waiting)
    assert two == "Heartbeat · phase 5 · starts 5.1, 5.2"
    many = title("many", *(_endless(f"5.{at}") for at in range(1, 8)))
    assert many == "Heartbeat · phase 5 · starts 5.1, 5.2, 5.3, 5.4 and 3 more"
    assert len(many) <= 80 - FRAME
    assert title("none", waiting) == "Heartbeat · phase 5, whose jobs run for ever"
    with_proof = title("proof", a_job("5.0"), _endless("5.1"))
    assert with_proof == "Heartbeat · verify job 5.0 · starts 5.1"
