from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.storage import snapshot_names
from moie_tui.storage.snapshot_names import (
    NameParts,
    read_name,
    short_id,
    sidecar_line,
    sidecar_sum,
    snapshot_name,
)
from tests.storage.copies import NOON


def test_a_name_tells_the_version_and_the_second_in_utc() -> None:
    assert snapshot_name(NameParts(2, NOON)) == "sovereign_state_v2_20261122_120000Z.json"
    assert snapshot_name(NameParts(1, NOON, 3)) == "sovereign_state_v1_20261122_120000Z-3.json"


@given(
    st.integers(1, 999),
    st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)),
    st.integers(1, 9999),
)
def test_what_a_name_was_made_of_can_be_read_from_it(version: int, moment: datetime, nth: int) -> None:
    parts = NameParts(version, moment.replace(microsecond=0), nth)
    assert read_name(snapshot_name(parts), ZoneInfo("Asia/Tokyo")) == parts


def test_a_name_without_z_is_local_time() -> None:
    found = read_name("sovereign_state_v2_20260701_120000.json", ZoneInfo("Europe/Berlin"))
    assert found == NameParts(2, datetime(2026, 7, 1, 10, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    "name",
    [
        "sovereign_state_v2.json",
        "sovereign_state_v2_20261301_120000Z.json",
        "sovereign_state_v2_20260101_126000.json",
        "sovereign_state_v2_00000101_120000.json",
        "sovereign_state_v2_20261122_120000Z-1.json",
        "sovereign_state_v2_20261122_120000Z.json.sha256",
        "sovereign_state_v02_20261122_120000Z.json",
        "../sovereign_state_v2_20261122_120000Z.json",
        "sovereign_state_v2_20261122_120000Z (copy).json",
        "sovereign_state_v2_٢0261122_120000Z.json",
        "index.jsonl",
    ],
)
def test_other_names_are_no_snapshots(name: str) -> None:
    assert read_name(name, UTC) is None


def test_ids_are_short_lowercase_and_lengthened_on_a_clash() -> None:
    first = short_id("a", ())
    longer = short_id("a", {first})
    assert len(first) == 4
    assert len(longer) == 5
    assert longer.startswith(first)
    assert set(longer) <= set("abcdefghijklmnopqrstuvwxyz234567")


def test_a_sidecar_gives_back_the_sum_it_was_made_of() -> None:
    assert sidecar_sum(sidecar_line("x.json", "ab" * 32)) == "ab" * 32


@pytest.mark.parametrize("data", [b"", b"no sum", b"ab" * 32, b"AB" * 32 + b"  x", b"\xff" * 90])
def test_a_sidecar_that_is_none_names_no_sum(data: bytes) -> None:
    assert sidecar_sum(data) == ""


@pytest.mark.parametrize(
    "name", ["sovereign_state_v3_20260701_120000.json", "sovereign_state_v0_20260701_120000Z.json"]
)
def test_a_usual_name_tells_what_any_name_tells(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for one in (name, name.replace(".json", "Z.json")):
        quick = read_name(one, UTC)
        with monkeypatch.context() as patched:
            patched.setattr(snapshot_names, "_USUAL", ())
            assert read_name(one, UTC) == quick
