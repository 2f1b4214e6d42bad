"""What the jobs of a document came to, kept for the next process: never anything but what it says."""

from __future__ import annotations

import os
from datetime import UTC, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from moie_tui.domain.health import UNHEALTHY, Rules, judge_job
from moie_tui.storage import known_health
from moie_tui.storage.health_file import HealthFile
from moie_tui.storage.kept_figures import FORM, KeptFigures
from moie_tui.workspace import Workspace
from tests.builders import a_health, an_execution
from tests.storage.kept_health import (
    START,
    any_document_is_large,
    assert_same,
    hours,
    is_late,
    kept,
    plainly,
    put,
    read,
)

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    any_document_is_large(monkeypatch)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / ".moie").mkdir()
    return tmp_path


def test_the_next_process_parses_only_what_changed(root: Path) -> None:
    document = {"1": hours(30, "success"), "2": hours(12, "failure", "success"), "3": a_health()}
    put(root, document)
    first = read(root)
    put(root, document | {"2": hours(13, "failure", "success")})
    found = read(root)
    assert isinstance(first, dict)
    assert isinstance(found, dict)
    assert [is_late(one) for one in found.values()] == [True, False, True]
    assert found["1"] == first["1"]
    assert len(found["1"].executions) == 30
    assert found["2"].ends == "-+" * 6 + "-"
    assert_same(found, plainly(root))


def test_what_was_known_is_not_parsed_until_somebody_looks(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, {"1": hours(30, "success"), "2": hours(33, *["success"] * 30, *["failure"] * 3)})
    read(root)
    monkeypatch.setattr(known_health, "parse_health", None)
    monkeypatch.setattr("moie_tui.storage.kept_figures.parse_health", None)
    found = read(root)
    assert isinstance(found, dict)
    assert (found["1"].usual_gap, found["1"].ends) == (timedelta(hours=1), "+" * 30)
    assert found["1"].last_execution == START + timedelta(hours=29)
    judged = judge_job(found["2"], Rules(), START + timedelta(hours=33))
    assert (judged.status, judged.since) == (UNHEALTHY, START + timedelta(hours=32))
    with pytest.raises(TypeError):
        found["1"].executions[0]


def test_what_is_kept_of_a_job_is_of_this_form(root: Path) -> None:
    """Where this fails, figures are worked out otherwise: FORM must be raised, or old ones would be shown."""
    put(root, {"1": hours(7, "success", "failure")})
    read(root)
    _, digest, row = KeptFigures(root, may_write=False).load(UTC)["1"]
    failed_at = [f"2026-11-22T{hour}:00:00+00:00" for hour in (13, 15, 17)]
    figures = ("2026-11-22T18:00:00+00:00", 7, 3, "+-+-+-+", failed_at, 3_600_000_000, 100.0, 100, 100)
    assert (FORM, digest, row) == (2, "25d145a5b44fb4ce7c9d51bca0ba62d1", figures)


@pytest.mark.parametrize(
    "what", ["", "null", "[1, 2]\n[]", '{"a": 1}', "\n\n", "\ud800", "[" * 100_000], ids=range(7)
)
def test_garbage_is_not_used_and_is_replaced(root: Path, what: str) -> None:
    put(root, {"1": hours(3, "success")})
    kept(root).parent.mkdir()
    kept(root).write_bytes(what.encode("utf-8", "surrogatepass"))
    assert_same(read(root), plainly(root))
    assert list(KeptFigures(root, may_write=False).load(UTC)) == ["1"]


@pytest.mark.parametrize("name", ["form", "owner", "link", "folder"])
def test_what_another_form_or_user_kept_is_not_used(
    root: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    put(root, {"1": hours(3, "success")})
    read(root)
    if name == "form":
        monkeypatch.setattr("moie_tui.storage.kept_figures.FORM", 1)
    elif name == "owner":
        monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    elif name == "link":
        kept(root).rename(root / "elsewhere")
        kept(root).symlink_to(root / "elsewhere")
    else:
        kept(root).unlink()
        kept(root).mkdir()
    assert KeptFigures(root, may_write=False).load(UTC) == {}
    assert_same(read(root), plainly(root))


def test_what_was_read_in_another_zone_is_not_used(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(root, {"1": a_health(an_execution("2026-11-22T12:00:00"))})
    read(root, BERLIN)
    assert KeptFigures(root, may_write=False).load(UTC) == {}
    read(root, None)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert KeptFigures(root, may_write=False).load(None) == {}


def test_looking_leaves_no_trace_where_nobody_acted_or_may_write(tmp_path: Path) -> None:
    put(tmp_path, {"1": hours(3, "success")})
    read(tmp_path)
    assert not (tmp_path / ".moie").exists()
    (tmp_path / ".moie").mkdir()
    Workspace.open(tmp_path, home=tmp_path, read_only=True).stores.health.read(UTC)
    assert not kept(tmp_path).exists()
    Workspace.open(tmp_path, home=tmp_path).stores.health.read(UTC)
    assert kept(tmp_path).exists()


def test_a_small_change_writes_nothing(root: Path) -> None:
    document = {str(at): hours(20, "success") for at in range(20)}
    put(root, document)
    read(root)
    written = kept(root).stat().st_mtime_ns
    put(root, document | {"3": hours(21, "success")})
    read(root)
    assert kept(root).stat().st_mtime_ns == written
    put(root, {key: hours(21, "success") for key in document})
    read(root)
    assert kept(root).stat().st_mtime_ns != written


def test_a_document_that_is_read_all_day_is_kept_anew_when_enough_changed(root: Path) -> None:
    document = {str(at): hours(20, "success") for at in range(20)}
    put(root, document)
    file = HealthFile(root)
    file.read(UTC)
    for at in range(20):
        document[str(at)] = hours(21, "success")
        put(root, document)
        file.read(UTC)
    found = read(root)
    assert isinstance(found, dict)
    assert sum(is_late(one) for one in found.values()) >= 17


@pytest.mark.parametrize("name", [".moie/cache", ".moie/cache/health.json"])
def test_where_nothing_can_be_kept_reading_goes_on(root: Path, name: str) -> None:
    put(root, {"1": hours(3, "success")})
    (root / name).parent.mkdir(exist_ok=True)
    if name.endswith("json"):
        (root / name).mkdir()
    else:
        (root / name).write_text("in the way")
    file = HealthFile(root)
    assert_same(file.read(UTC), plainly(root))
    assert_same(file.read(UTC), plainly(root))
