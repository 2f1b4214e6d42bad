"""The config over time: whatever is written, the last valid one is in force."""

from __future__ import annotations

import os
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from moie_tui.domain.config_changes import change_words
from moie_tui.storage import reading
from moie_tui.storage.config_reader import ConfigReader
from moie_tui.storage.stores import Stores, open_stores

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
INVALID = (
    "backups: {keep: many}",
    "backups: [",
    "\x00",
    "- a",
    "heartbeat: {interval_minutes: 0}",
    "a: b: c",
)


def lay(root: Path, text: str, at: float) -> None:
    """Each written at another time, long enough ago that nobody waits for the file to rest."""
    path = root / "config.yaml"
    path.write_text(text)
    os.utime(path, (at, at))


def opened(root: Path) -> Stores:
    return open_stores(root, root / "home", "tests")


def test_after_any_edit_the_last_valid_config_is_in_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "STABLE_SECONDS", 0.001)  # nobody else writes here
    (tmp_path / ".moie").mkdir()
    lay(tmp_path, "backups: {keep: 7}", 1)
    stores, dice, keep = opened(tmp_path), random.Random(5), 7
    reader = ConfigReader(stores)
    stores = reader.refresh(stores, NOON)
    for edit in range(100):
        bad = dice.random() < 0.5
        before, keep = keep, keep if bad else dice.randint(1, 9)
        lay(tmp_path, dice.choice(INVALID) if bad else f"backups: {{keep: {keep}}}", edit + 2)
        change, stores = reader.change, reader.refresh(stores, NOON)
        assert (stores.settings.backups.keep, stores.config_error is not None) == (keep, bad)
        assert (reader.problem is not None) == bad
        if keep != before:
            assert reader.change is not None
            assert [change_words(one) for one in reader.change.effects] == [f"backups.keep {before} → {keep}"]
        else:
            assert reader.change is change
        if edit % 10 == 0:  # a face that is opened now
            assert opened(tmp_path).settings.backups.keep == keep


def test_the_first_look_is_no_news_and_an_edit_of_remarks_neither(tmp_path: Path) -> None:
    lay(tmp_path, "backups: {keep: 7}", 1)
    stores = opened(tmp_path)
    reader = ConfigReader(stores)
    assert reader.refresh(stores, NOON) is stores
    assert not reader.is_news
    lay(tmp_path, "# mine\nbackups: {keep: 7}", 2)
    assert reader.refresh(stores, NOON) is stores
    assert not reader.is_news
    lay(tmp_path, "backups: {keep: 8}", 3)
    assert reader.refresh(stores, NOON).settings.backups.keep == 8
    assert (reader.is_news, reader.before) == (True, {"backups": {"keep": 7}})


def test_a_face_opened_on_an_invalid_config_tells_the_change_against_the_last_valid_one(
    tmp_path: Path,
) -> None:
    (tmp_path / ".moie").mkdir()
    lay(tmp_path, "backups: {keep: 7}", 1)
    opened(tmp_path)
    lay(tmp_path, "backups: [", 2)
    stores = opened(tmp_path)
    assert (stores.settings.backups.keep, stores.config_error is None) == (7, False)
    reader = ConfigReader(stores)
    reader.refresh(stores, NOON)
    lay(tmp_path, "backups: {keep: 8}", 3)
    reader.refresh(stores, NOON)
    assert reader.change is not None
    assert [change_words(one) for one in reader.change.effects] == ["backups.keep 7 → 8"]
