"""What tests of several operations need."""

from __future__ import annotations

import pytest


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The jobs that were to be started, without starting them."""
    jobs: list[str] = []
    monkeypatch.setattr(
        "moie_tui.operations.starting.start_run", lambda stores, job, *, scheduled: jobs.append(job)
    )
    return jobs
