from __future__ import annotations

import os
import tarfile
from datetime import timedelta
from pathlib import Path

import pytest

from moie_tui.domain.errors import OperationFailed
from moie_tui.operations import rotating
from moie_tui.storage import rotation
from tests.builders import a_state
from tests.operations.checkup.examining import examined, said
from tests.roots import Root

LINE = b'{"timestamp": "2026-11-20T12:00:00Z", "message": "an old line"}\n'


@pytest.fixture
def root(tmp_path: Path) -> Root:
    """One that is trusted, so that pulses run."""
    return Root(tmp_path, a_state()).trust()


def lay(root: Root, days_ago: int, size: int = 1) -> Path:
    day = (root.clock() - timedelta(days=days_ago)).date().isoformat()
    path = root.folder / "logs" / f"events-{day}.jsonl"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(LINE * size)
    return path


def old_names(root: Root) -> list[str]:
    today = root.clock().date().isoformat()
    return sorted(one for one in os.listdir(root.folder / "logs") if today not in one)


def rotation_words(root: Root) -> list[str]:
    return [one.event.message for one in root.workspace.events().events if one.event.category == "rotation"]


def test_a_pulse_compresses_the_days_before_yesterday_and_archives_have_them(root: Root) -> None:
    yesterday, before = lay(root, 1), lay(root, 2)
    assert "1 old day to compress" in said(examined(root), "logs")
    root.do("pulse")
    assert old_names(root) == sorted([yesterday.name, before.name + ".gz"])
    assert "to compress" not in said(examined(root), "logs")
    assert len([one for one in root.workspace.events().events if one.event.message == "an old line"]) == 2


def test_an_archive_has_the_compressed_days(root: Root) -> None:
    lay(root, 2)
    root.do("pulse")
    archive = root.folder.parent / "root.tar.gz"
    root.do("archive", file=archive)
    with tarfile.open(archive) as packed:
        assert [one for one in packed.getnames() if one.endswith(".jsonl.gz")] == [
            f"logs/{name}" for name in old_names(root)
        ]


def test_a_pulse_removes_what_the_config_keeps_no_longer_and_says_so(root: Root) -> None:
    (root.folder / "config.yaml").write_text("events: {keep_days: 10, max_mb: 1}\n")
    old, large = lay(root, 15), lay(root, 9, size=20_000)
    young = lay(root, 1, size=20)
    root.do("pulse")
    assert old_names(root) == [young.name, large.name + ".gz"][::-1]
    (told,) = rotation_words(root)
    assert (
        told
        == f"the log of {old.stem.removeprefix('events-')} is removed ({len(LINE)} B): older than 10 days"
    )
    lay(root, 8).write_bytes(os.urandom(2_000_000))
    root.do("pulse")
    assert "larger than 1 MB" in rotation_words(root)[-1]
    assert old_names(root) == [young.name]


def test_a_day_somebody_has_open_is_tried_again_the_next_day(
    root: Root, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lay(root, 2)
    tries = []
    monkeypatch.setattr(rotation, "pack", lambda folder, day: tries.append(day) or False)
    root.do("pulse")
    root.do("pulse")
    assert len(tries) == 1
    monkeypatch.undo()
    root.clock.advance(days=1)
    root.do("pulse")
    assert path.name + ".gz" in old_names(root)


def test_a_rotation_that_fails_is_a_warning_and_stops_no_pulse(
    root: Root, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(folder: Path, day: str) -> bool:
        raise OperationFailed("can't write: no space left", where=str(folder))

    lay(root, 2)
    monkeypatch.setattr(rotation, "pack", full)
    assert root.do("pulse").exit_code == 0
    assert root.do("pulse").exit_code == 0
    (told,) = rotation_words(root)
    assert told.startswith("the log could not be rotated: ")


def test_doctor_takes_care_of_the_log_at_once(root: Root) -> None:
    path = lay(root, 2)
    outcome = root.do("doctor", checkup=examined(root))
    assert "took care of 1 old day of the log" in outcome.message
    assert path.name + ".gz" in old_names(root)


def test_nothing_is_done_through_a_symbolic_link(root: Root) -> None:
    (root.folder / "logs").rename(root.folder.parent / "elsewhere")
    (root.folder / "logs").symlink_to(root.folder.parent / "elsewhere")
    path = lay(root, 100)
    root.do("pulse")
    assert old_names(root) == [path.name]
    assert "symbolic link" in said(examined(root), "logs")


def test_a_pulse_compresses_only_so_much_and_the_next_one_goes_on(
    root: Root, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotating, "_MOST_BYTES", 1)
    first, second = lay(root, 3), lay(root, 2)
    root.do("pulse")
    assert old_names(root) == sorted([first.name + ".gz", second.name])
    root.do("pulse")
    assert old_names(root) == [first.name + ".gz", second.name + ".gz"]
