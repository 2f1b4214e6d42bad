"""What ran while the health document could not be read is not lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from moie_tui.storage.health_file import HealthFile
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root

HEALTH, KEPT = "cyclic_job_health.json", ".moie/executions.jsonl"


@pytest.fixture
def root(tmp_path: Path) -> Root:
    root = Root(tmp_path, a_state(a_phase(1, a_job("5.1", "cyclic")))).trust()
    record(root)
    return root


def record(root: Root, status: str = "success", **more: object) -> str:
    return root.do("record", job="5.1", status=status, duration_ms=12, **more).outcome


def breaks(root: Root) -> bytes:
    good = (root.folder / HEALTH).read_bytes()
    (root.folder / HEALTH).write_bytes(b"{")
    return good


def statuses(root: Root) -> list[str]:
    return [one.status for one in root.workspace.view().health["5.1"].executions]


def test_it_waits_and_the_next_record_takes_it_up_in_its_place(root: Root) -> None:
    good = breaks(root)
    at = root.clock.now
    outcome = root.do("record", job="5.1", status="failure", duration_ms=7, error="no net")
    assert (outcome.outcome, outcome.exit_code) == ("kept", 0)
    assert f"kept in {KEPT} until the health can be read" in outcome.message
    assert (root.folder / HEALTH).read_bytes() == b"{"
    (root.folder / HEALTH).write_bytes(good)
    assert record(root) == "done"
    assert statuses(root) == ["success", "failure", "success"]
    kept = root.workspace.view().health["5.1"].executions[1]
    assert (kept.at, kept.error, kept.duration_ms) == (at, "no net", 7)
    assert not (root.folder / KEPT).exists()


def test_a_pulse_takes_it_up_too_and_does_not_mind_that_it_has_to_wait(root: Root) -> None:
    good = breaks(root)
    record(root, "failure")
    assert root.do("pulse").outcome == "cyclic"
    (root.folder / HEALTH).write_bytes(good)
    root.do("pulse")
    assert statuses(root) == ["success", "failure"]


def test_it_can_be_undone_once_it_is_recorded(root: Root) -> None:
    good = breaks(root)
    record(root, "failure")
    (root.folder / HEALTH).write_bytes(good)
    root.do("pulse")
    taken = next(one for one in root.workspace.operations() if "kept until now" in one.message)
    root.do("undo", operation=taken.id)
    assert statuses(root) == ["success"]


@pytest.mark.parametrize("dies_at", [1, 2])
def test_who_dies_while_taking_up_leaves_none_out_and_none_twice(
    root: Root, monkeypatch: pytest.MonkeyPatch, dies_at: int
) -> None:
    good = breaks(root)
    for status in ("failure", "success", "failure"):
        record(root, status)
        root.clock.advance(seconds=2)
    (root.folder / HEALTH).write_bytes(good)
    calls, real = 0, HealthFile.record

    def dying(self: HealthFile, *words: object, **more: object) -> None:
        nonlocal calls
        calls += 1
        if calls > dies_at:
            raise KeyboardInterrupt
        real(self, *words, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(HealthFile, "record", dying)
    with pytest.raises(KeyboardInterrupt):
        root.do("pulse")
    monkeypatch.setattr(HealthFile, "record", real)
    root.do("pulse")
    assert statuses(root) == ["success", "failure", "success", "failure"]


def test_a_broken_state_loses_no_execution(root: Root) -> None:
    (root.folder / root.name).write_bytes(b"{")
    outcome = root.do("record", job="5.1", status="failure", duration_ms=7)
    assert outcome.outcome == "done"
    assert "nobody knows whether there is a job 5.1" in outcome.message
    assert len(HealthFile(root.folder).read(None)["5.1"].executions) == 2
