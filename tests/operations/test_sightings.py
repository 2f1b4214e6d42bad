"""The first sight of a pending job is told: of several at once in one line, with what made them pending."""

from __future__ import annotations

import json
from pathlib import Path

from moie_tui.domain.event import Event
from moie_tui.operations import sightings
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root


def a_root(folder: Path, jobs: int = 3) -> Root:
    phase = a_phase(1, *(a_job(f"1.{at}", verification_cmd="true") for at in range(1, jobs + 1)))
    return Root(folder, a_state(phase, a_phase(2, a_job("2.1", "cyclic")))).trust()


def sights(root: Root) -> list[Event]:
    return [one for one in root.workspace.view().events if one.metadata.get("seen") == "pending"]


def test_several_jobs_are_first_seen_in_one_event_that_leads_to_each(tmp_path: Path) -> None:
    root = a_root(tmp_path)
    root.do("pulse")
    (told,) = sights(root)
    assert told.message == "3 jobs first seen pending: 1.1, 1.2, 1.3"
    assert told.metadata["jobs"] == ["1.1", "1.2", "1.3"]


def test_after_a_rollback_they_are_pending_again_by_it(tmp_path: Path) -> None:
    root = a_root(tmp_path)
    for _ in range(4):
        root.do("pulse")
    root.do("rollback", snapshot=root.workspace.view().snapshots[-1].id)
    root.do("pulse")
    assert sights(root)[-1].message == "3 jobs pending again after the rollback: 1.1, 1.2, 1.3"


def test_what_another_program_makes_pending_is_no_work_of_an_old_rollback(tmp_path: Path) -> None:
    root = a_root(tmp_path, jobs=1)
    before = root.bytes
    for _ in range(2):
        root.do("pulse")
    root.do("rollback", snapshot=root.workspace.view().snapshots[-1].id)
    for _ in range(2):
        root.do("pulse")
    root.write(json.loads(before))
    root.do("pulse")
    words = [one.message.partition(": ")[2] for one in sights(root)]
    assert words == ["first seen pending", "pending again after the rollback", "first seen pending"]


def test_a_line_of_the_log_keeps_its_limit(tmp_path: Path) -> None:
    root = a_root(tmp_path, jobs=sightings.TOGETHER + 1)
    root.do("pulse")
    first, second = sights(root)
    assert first.message.endswith(f"1.12 and {sightings.TOGETHER - sightings.NAMED} more")
    assert second.metadata["jobs"] == ["1.501"]
