"""A state's file is called after its version, and no other file is."""

from __future__ import annotations

import pytest

from moie_tui.domain.state_names import file_name, is_version, version_of


@pytest.mark.parametrize("version", [1, 2, 3, 4, 10])
def test_a_file_name_tells_its_version(version: int) -> None:
    assert version_of(file_name(version)) == version


@pytest.mark.parametrize(
    "name",
    [
        "sovereign_state_v1.json", "sovereign_state_v0.json", "sovereign_state_v02.json",
        "sovereign_state_v.json",
        "sovereign_state_v2.json.bak", "xsovereign_state.json", "sovereign_state_v2_20250101_000000Z.json",
        "sovereign_state_v٢.json", "sovereign_state_v99999.json", "sovereign_state.json\n",
    ],
)  # fmt: skip
def test_other_files_are_no_version(name: str) -> None:
    assert version_of(name) is None


def test_a_version_is_one_that_a_name_can_tell() -> None:
    assert [number for number in (-1, 0, 1, 2, 9999, 10_000) if is_version(number)] == [1, 2, 9999]
