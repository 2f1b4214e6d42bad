"""What the watchdog knows comes back as it was written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from moie_tui.domain.alerting import OpenAlert
from moie_tui.domain.condition import Condition
from moie_tui.domain.errors import Busy, InvalidDocument
from moie_tui.domain.outbox import Parcel
from moie_tui.storage.alert_file import AlertFile, Told
from moie_tui.values import replace

NOW = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC)
ONE = Condition("job:5.1", "stale", "warning", "5.1", "läte \u2028", NOW - timedelta(hours=1), moving=True)


def everything() -> Told:
    told = OpenAlert(ONE, NOW, told_at=NOW, repeats=2, gone_at=NOW)
    parcel = Parcel("hook", {"id": "a", "key": "k"}, NOW, NOW + timedelta(minutes=1), 3, "why")
    return Told({ONE.key: told}, (parcel,), "no answer")


def test_all_of_it_survives(tmp_path: Path) -> None:
    assert AlertFile(tmp_path).read() == Told()
    for told in (everything(), Told({ONE.key: OpenAlert(ONE, NOW)})):
        AlertFile(tmp_path).write(told)
        assert replace(AlertFile(tmp_path).read(), written_at=None) == told
    assert (tmp_path / ".moie" / "alerts.json").stat().st_mode & 0o077 == 0


def test_a_copy_of_the_root_knows_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    AlertFile(tmp_path / "a").write(everything())
    (tmp_path / "a").rename(tmp_path / "b")
    assert AlertFile(tmp_path / "b").read() == Told()


@pytest.mark.parametrize(
    "spoilt", ["", "{", "[]", "{}", '{"root": "ROOT", "open": [{}]}', '{"root": "ROOT"}']
)
def test_a_spoilt_one_is_an_invalid_document(tmp_path: Path, spoilt: str) -> None:
    AlertFile(tmp_path).write(Told())
    (tmp_path / ".moie" / "alerts.json").write_text(spoilt.replace("ROOT", str(tmp_path.resolve())))
    with pytest.raises(InvalidDocument, match=r"is|ends"):
        AlertFile(tmp_path).read()


def test_only_one_watchdog_has_it(tmp_path: Path) -> None:
    with (
        AlertFile(tmp_path).mine(0, "first"),
        pytest.raises(Busy, match="first"),
        AlertFile(tmp_path).mine(0.01, "second"),
    ):
        pytest.fail("two have it")
