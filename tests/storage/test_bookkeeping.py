"""What pulses keep of schedules and attempts comes back as it was, and its loss stops nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from moie_tui.domain.due import Sight
from moie_tui.domain.own_work import Tried
from moie_tui.storage.attempts_file import AttemptsFile
from moie_tui.storage.schedules_file import SchedulesFile

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SIGHTS = {
    "5.1": Sight("every 20m", NOON),
    "5.2": Sight("0 2 * * *", NOON, changed=True, started=NOON + timedelta(hours=1)),
}


def test_schedules_come_back_as_they_were(tmp_path: Path) -> None:
    SchedulesFile(tmp_path).write(SIGHTS)
    assert SchedulesFile(tmp_path).read() == SIGHTS


def test_attempts_are_noted_forgotten_and_kept_by_job(tmp_path: Path) -> None:
    file = AttemptsFile(tmp_path)
    for job in ("1", "2", "3"):
        file.note(job, Tried("./work", 2, NOON))
    file.forget("2")
    assert (file.of("1"), file.of("2")) == (Tried("./work", 2, NOON), None)
    file.keep({"3"})
    assert (file.of("1"), AttemptsFile(tmp_path).of("3")) == (None, Tried("./work", 2, NOON))


@pytest.mark.parametrize("spoilt", ["{", "[]", '{"5.1": 7, "1": {"command": 1, "count": true}}'])
def test_a_spoilt_file_is_an_empty_one_and_is_written_anew(tmp_path: Path, spoilt: str) -> None:
    (tmp_path / ".moie").mkdir()
    for name in ("schedules.json", "attempts.json"):
        (tmp_path / ".moie" / name).write_text(spoilt)
    schedules, attempts = SchedulesFile(tmp_path), AttemptsFile(tmp_path)
    assert (schedules.read(), attempts.of("1")) == ({}, None)
    schedules.write(SIGHTS)
    attempts.note("1", Tried("./work", 1, NOON))
    assert (schedules.read(), attempts.of("1")) == (SIGHTS, Tried("./work", 1, NOON))


def test_looking_at_a_root_leaves_no_trace(tmp_path: Path) -> None:
    assert SchedulesFile(tmp_path).read() == {}
    AttemptsFile(tmp_path).keep(set())
    SchedulesFile(tmp_path).write({})
    assert list(tmp_path.iterdir()) == []
