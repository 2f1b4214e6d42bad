"""What happened in a real root since somebody was seen there."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from moie_tui.storage.seen_file import SeenFile
from tests.builders import a_job, a_phase, a_state
from tests.roots import NOON, Root


def a_root(folder: Path) -> Root:
    watch = a_phase(5, a_job("5.1", "cyclic"), status="pending", name="WATCH")
    document = a_state(a_phase(1, a_job("1.1")), watch, meta={"last_heartbeat": None})
    return Root(folder, document, config="system: {timezone: UTC}\n").trust()


def test_the_digest_of_a_root_says_what_its_pulses_and_jobs_did_meanwhile(tmp_path: Path) -> None:
    root = a_root(tmp_path)
    root.do("pulse")
    root.clock.advance(minutes=5)
    since = root.clock()
    for _ in range(3):
        root.clock.advance(minutes=10)
        root.do("pulse")
    root.do("record", job="5.1", status="failure", duration_ms=9, error="no answer")
    root.do("backup", note="by hand")
    workspace = root.workspace
    found = workspace.digest(since, workspace.view())
    assert found.line == "3 beats, 1 job failed, phase 1→5, 1 more"
    assert [one.key.partition(":")[0] for one in found.items] == ["job", "act", "phase"]
    before = workspace.digest(NOON - timedelta(days=9), workspace.view())
    assert before.beats == 4


def test_who_was_here_is_noted_for_each_user_and_never_in_a_read_only_root(tmp_path: Path) -> None:
    root = a_root(tmp_path)
    assert root.workspace.last_seen() is None
    root.do("backup")
    root.workspace.note_seen(NOON)
    assert root.workspace.last_seen() == NOON
    SeenFile(root.folder).note("another", NOON + timedelta(hours=1))
    assert root.workspace.last_seen() == NOON
    reader = root.workspace
    reader.read_only = True
    reader.note_seen(NOON + timedelta(hours=2))
    assert root.workspace.last_seen() == NOON
    (root.folder / ".moie" / "cache" / "seen.json").write_text("{")
    assert root.workspace.last_seen() is None


def test_a_root_that_is_only_looked_at_gets_no_folder_of_ours(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state())
    root.workspace.note_seen(NOON)
    assert not (root.folder / ".moie").exists()
