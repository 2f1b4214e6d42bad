"""Opening a root: cheap, silent, and never stopped by a broken config."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from moie_tui.domain.errors import InvalidDocument
from moie_tui.domain.settings import Settings
from moie_tui.storage.origin import here
from moie_tui.storage.stores import open_stores
from moie_tui.storage.strict_json import dump
from tests.builders import a_state
from tests.storage.child import start


def test_opening_reads_nothing_but_the_config_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "sovereign_state_v2.json").write_text("broken")
    (tmp_path / "config.yaml").write_text("backups: {keep: 7}")
    stores = open_stores(tmp_path, tmp_path / "home", "tests")
    assert (stores.settings.backups.keep, stores.zone, stores.config_error) == (7, None, None)
    assert sorted(os.listdir(tmp_path)) == ["config.yaml", "sovereign_state_v2.json"]


def test_opening_loads_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "sovereign_state_v2.json").write_bytes(dump(a_state()))
    code = """
        import sys
        from datetime import UTC, datetime
        from pathlib import Path
        from moie_tui.storage.look import Looker
        from moie_tui.storage.stores import open_stores
        assert not Looker(open_stores(Path(sys.argv[1]))).look(datetime.now(UTC)).problems
        print(sorted({"yaml", "jsonschema", "watchfiles", "cronsim", "asyncio"} & sys.modules.keys()))
    """
    with start(code, tmp_path, env={**os.environ, "MOIE_HOME": str(tmp_path / "home")}) as process:
        assert process.communicate()[0] == "[]\n"


@pytest.mark.parametrize("text", ["backups: [", "system: {timezone: Nowhere/At_all}"])
def test_an_invalid_config_is_kept_as_the_reason_not_to_act(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.yaml").write_text(text)
    stores = open_stores(tmp_path, tmp_path / "home")
    assert isinstance(stores.config_error, InvalidDocument)
    assert stores.settings == Settings()


def test_a_relative_root_stays_the_same_when_the_current_folder_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert open_stores(Path("root"), tmp_path).root == tmp_path / "root"


def test_an_origin_names_user_host_process_and_where_from() -> None:
    origin = here("dashboard")
    assert (origin.host, origin.pid, origin.via) == (os.uname().nodename, os.getpid(), "dashboard")
    assert origin.user


def test_without_a_terminal_the_origin_says_so(tmp_path: Path) -> None:
    code = "from moie_tui.storage.origin import here; print(here().via)"
    with start(code, stdin=-3, stderr=-3, start_new_session=True) as process:
        assert process.communicate()[0] == "no tty\n"


@pytest.mark.skipif(sys.platform != "linux", reason="the names of processes are read from /proc")
def test_below_cron_the_origin_is_cron(tmp_path: Path) -> None:
    cron = tmp_path / "cron"
    shutil.copy("/bin/sh", cron)
    code = "from moie_tui.storage.origin import here; print(here().via)"
    line = f'"{sys.executable}" -c "{code}"; true'
    done = subprocess.run(
        [cron, "-c", line], stdin=-3, stdout=-1, stderr=-3, start_new_session=True, check=True, text=True
    )
    assert done.stdout == "cron\n"


def test_a_terminal_is_named() -> None:
    ours, theirs = os.openpty()
    try:
        name = os.ttyname(theirs).removeprefix("/dev/")
        code = "from moie_tui.storage.origin import here; print(here().via)"
        with start(code, stdin=theirs) as process:
            assert process.communicate()[0] == f"{name}\n"
    finally:
        os.close(ours)
        os.close(theirs)
