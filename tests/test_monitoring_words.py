"""What a job's own code is told when it names a job or a folder that is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moie_tui import log_execution, monitored
from moie_tui.domain.errors import UsageError
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Root:
    found = Root(tmp_path, a_state(a_phase(1, a_job("5.1", "cyclic"))))
    monkeypatch.setenv("MOIE_ROOT", str(found.folder))
    return found


def test_a_job_the_state_does_not_know_is_recorded_and_warned_of_once_where_it_is_named(root: Root) -> None:
    with pytest.warns(RuntimeWarning, match=r"the state has no job 5\.9; it was recorded") as told:
        log_execution("5.9", "success", 1)
    assert Path(told[0].filename) == Path(__file__)
    log_execution("5.9", "success", 1)
    with pytest.warns(RuntimeWarning, match=r"the state has no job 5\.8") as told, monitored("5.8"):
        pass
    assert (Path(told[0].filename), told[0].lineno > 0) == (Path(__file__), True)
    health = json.loads((root.folder / "cyclic_job_health.json").read_bytes())
    assert {key: one["total_runs"] for key, one in health.items()} == {"5.9": 2, "5.8": 1}


async def test_a_coroutines_warning_points_to_where_its_job_is_named(root: Root) -> None:
    @monitored("5.7")
    async def research() -> None: ...

    with pytest.warns(RuntimeWarning, match=r"no job 5\.7") as told:
        await research()
    assert Path(told[0].filename) == Path(__file__)


def test_a_monitor_without_an_id_is_refused_where_it_is_made() -> None:
    with pytest.raises(UsageError, match=r"needs the id of a job, not 'research'.*") as raised:

        @monitored  # type: ignore[arg-type]
        def research() -> None: ...

    assert 'monitored("5.1")' in raised.value.line()
    with pytest.raises(UsageError, match="needs the id"):
        monitored("")


def test_the_error_of_no_root_names_the_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        log_execution("5.1", "success", 1, root=tmp_path)
    assert str(tmp_path) in str(raised.value)
