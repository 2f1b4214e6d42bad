"""Health documents on disk, read as a process does that starts now."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from moie_tui.domain.errors import InvalidDocument
from moie_tui.domain.executions import FIGURES, JobHealth
from moie_tui.storage.health_file import HEALTH_NAME, HealthFile
from moie_tui.storage.late_executions import LateExecutions
from tests.builders import a_health, an_execution

Document = dict[str, Any]
START = datetime(2026, 11, 22, 12, tzinfo=UTC)


def any_document_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has the smallest ones kept, and waits for nobody who may still be writing."""
    monkeypatch.setattr("moie_tui.storage.health_file._WORTH_KEEPING", 0)
    monkeypatch.setattr("moie_tui.storage.reading.STABLE_SECONDS", 0.001)


def kept(root: Path) -> Path:
    return root / ".moie" / "cache" / "health.json"


def put(root: Path, document: object) -> None:
    (root / HEALTH_NAME).write_text(json.dumps(document, indent=2))


def hours(count: int, *ends: str) -> Document:
    times = [(START + timedelta(hours=at)).isoformat() for at in range(count)]
    return a_health(*(an_execution(at, end) for at, end in zip(times, ends * count, strict=False)))


def read(root: Path, zone: tzinfo | None = UTC) -> dict[str, JobHealth] | str:
    """As a process does that starts now; what is wrong with the document where it is."""
    try:
        return HealthFile(root).read(zone)
    except InvalidDocument as error:
        return str(error)


def plainly(root: Path, zone: tzinfo | None = UTC) -> dict[str, JobHealth] | str:
    """The same where nothing was ever kept."""
    with TemporaryDirectory() as elsewhere:
        shutil.copy(root / HEALTH_NAME, elsewhere)
        return read(Path(elsewhere), zone)


def assert_same(found: dict[str, JobHealth] | str, wanted: dict[str, JobHealth] | str) -> None:
    assert type(found) is type(wanted)
    if isinstance(found, dict) and isinstance(wanted, dict):
        assert list(found) == list(wanted)
        for key, one in wanted.items():
            figures = {name: getattr(found[key], name) for name in FIGURES}
            assert figures == {name: getattr(one, name) for name in FIGURES}
    assert found == wanted


def is_late(health: JobHealth) -> bool:
    """Whether its executions were kept as text, to be parsed when somebody looks."""
    return isinstance(health.executions, LateExecutions)
