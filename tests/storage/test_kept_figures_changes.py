"""However a document or what was kept of it changed, it comes to what it says."""

from __future__ import annotations

import copy
import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, tzinfo
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.storage.health_file import HEALTH_NAME, HealthFile
from tests.builders import a_health, an_execution
from tests.storage.kept_health import (
    Document,
    any_document_is_large,
    assert_same,
    hours,
    kept,
    plainly,
    put,
    read,
)

BERLIN = ZoneInfo("Europe/Berlin")
TIMES = st.sampled_from(
    [
        "2026-11-22T12:00:00",
        "2026-11-22 13:00:00.25",
        "2026-11-22T12:30:00+02:00",
        "never",
        "2026-10-25T02:30",
    ]
)
RUNS = st.builds(
    an_execution,
    TIMES,
    st.sampled_from(["success", "failure"]),
    duration_ms=st.one_of(st.integers(0, 10**17), st.floats(0, 1e18)),
    error=st.sampled_from([None, "exit 1", 5]),
)
JOBS: st.SearchStrategy[Document] = st.lists(RUNS, max_size=25).map(lambda runs: a_health(*runs)) | st.just(
    {}
)


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    any_document_is_large(monkeypatch)


def _appended(root: Path, document: Document) -> None:
    document.setdefault("1", a_health()).setdefault("executions", []).append(
        an_execution("2026-11-22T15:00:00")
    )
    put(root, document)


def _replaced(root: Path, document: Document) -> None:
    document["9"] = hours(3, "failure")
    (root / "new").write_text(json.dumps(document))
    os.replace(root / "new", root / HEALTH_NAME)


def _same_size_and_time(root: Path, document: Document) -> None:
    path = root / HEALTH_NAME
    before, text = path.stat(), path.read_text()
    path.write_text(text.replace("12:00:00", "12:00:01").replace('"success"', '"failure"'))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _truncated(root: Path, document: Document) -> None:
    path = root / HEALTH_NAME
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _spoilt(root: Path, document: Document) -> None:
    if kept(root).exists():
        data = bytearray(kept(root).read_bytes())
        data[len(data) * 2 // 3] ^= 1
        kept(root).write_bytes(data)


def _cut_off(root: Path, document: Document) -> None:
    if kept(root).exists():
        kept(root).write_bytes(kept(root).read_bytes()[:-7])


def _removed(root: Path, document: Document) -> None:
    shutil.rmtree(root / ".moie" / "cache", ignore_errors=True)


def _exchanged(root: Path, document: Document) -> None:
    """Jobs trade places and names."""
    keys = list(document)
    put(root, dict(zip(keys, [document[key] for key in reversed(keys)], strict=True)))


def _twice(root: Path, document: Document) -> None:
    text = json.dumps(document)[1:-1]
    (root / HEALTH_NAME).write_text(f"{{{text}, {text}}}" if text else '{"a": {}, "a": {}}')


Change = Callable[[Path, Document], None]
CHANGES: list[Change] = [
    _appended, _replaced, _same_size_and_time, _truncated, _spoilt, _cut_off, _removed, _exchanged, _twice
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_after_each_kind_of_change_the_document_comes_to_the_same(tmp_path: Path, change: Change) -> None:
    root = tmp_path
    (root / ".moie").mkdir()
    document = {"1": a_health(an_execution("2026-11-22T12:00:00")), "2": hours(12, "success", "failure")}
    put(root, document)
    read(root)
    change(root, document)
    wanted = plainly(root)
    assert_same(read(root), wanted)
    assert_same(read(root), wanted)


@pytest.mark.long
@given(
    st.dictionaries(st.sampled_from(["1", "5.1", 'a"b', "ü"]), JOBS),
    st.lists(
        st.tuples(st.sampled_from(CHANGES), st.sampled_from([UTC, BERLIN, None])), min_size=1, max_size=5
    ),
)
def test_whatever_was_kept_the_document_comes_to_the_same(
    document: Document, changes: list[tuple[Change, tzinfo | None]]
) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / ".moie").mkdir()
        put(root, document)
        open_all_day = HealthFile(root)
        read(root)
        for change, zone in changes:
            change(root, copy.deepcopy(document))
            wanted = plainly(root, zone)
            assert_same(read(root, zone), wanted)
            assert_same(read(root, zone), wanted)
            if isinstance(wanted, dict):
                assert_same(open_all_day.read(zone), wanted)
