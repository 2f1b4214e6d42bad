from __future__ import annotations

import pytest

from moie_tui.domain.errors import UsageError
from moie_tui.domain.snapshot import Snapshot
from moie_tui.storage.snapshot_choice import choose
from tests.storage.copies import NOON

ROWS = [
    Snapshot("k3f9", "sovereign_state_v2_20261122_120200Z.json", 3, NOON, reason="rollback"),
    Snapshot("k3f", "sovereign_state_v2_20261122_120100Z.json", 2, NOON),
    Snapshot("zz77a", "sovereign_state_v1_20261122_120000Z.json", 1, NOON),
]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("latest", 1),
        ("k3f9", 0),
        ("K3F9", 0),
        ("k3f", 1),
        ("zz", 2),
        ("sovereign_state_v1_20261122_120000Z.json", 2),
        ("sovereign_state_v1_20261122_120000Z", 2),
        ("backups/kept/sovereign_state_v1_20261122_120000Z.json", 2),
    ],
)
def test_a_snapshot_is_named_by_id_start_of_id_file_name_or_latest(wanted: str, found: int) -> None:
    assert choose(ROWS, wanted) is ROWS[found]


def test_an_ambiguous_start_names_those_it_could_be() -> None:
    with pytest.raises(UsageError, match="k3f9, k3f"):
        choose(ROWS, "k3")


@pytest.mark.parametrize("wanted", ["", "zz78a", "nothing-like-it"])
def test_an_unknown_name_says_what_is_near(wanted: str) -> None:
    with pytest.raises(UsageError, match="no snapshot is called") as error:
        choose(ROWS, wanted)
    assert "zz77a" in error.value.line()
    assert error.value.exit_code == 2


@pytest.mark.parametrize("wanted", ["latest", "k3f9"])
def test_without_snapshots_the_way_to_one_is_told(wanted: str) -> None:
    with pytest.raises(UsageError) as error:
        choose([], wanted)
    assert "moie backup" in error.value.line()
