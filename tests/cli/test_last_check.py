"""`moie check` between two heartbeats: the answer of the last one, as long as it must be the same."""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moie_tui.cli import check
from moie_tui.cli.call import Call
from moie_tui.domain import lasting
from moie_tui.domain.checking import Checked
from moie_tui.domain.errors import MoieError, UsageError
from moie_tui.storage import kept_answer
from tests.builders import a_health, a_job, a_phase, a_state, an_execution
from tests.roots import Root

SETTLED = -(10**18)
"""As if every file had lain for years."""


class Desk:
    """A root that is well, and a monitor that asks for it; `calls` says how often the root was looked at."""

    def __init__(self, folder: Path) -> None:
        self.root = Root(folder, a_state(), config="jobs:\n  '5.1': {interval_minutes: 60}\n")
        (self.root.folder / ".moie").mkdir()
        self.beat()
        self.ran("success")
        self.copied()
        self.looks = 0

    @property
    def now(self) -> datetime:
        return self.root.clock.now

    def beat(self, ago: float = 0, status: str = "pending") -> None:
        jobs = a_phase(1, a_job("1.1", status)), a_phase(5, a_job("5.1", "cyclic"))
        at = (self.now - timedelta(minutes=ago)).isoformat()
        self.root.write(a_state(*jobs, meta={"last_heartbeat": at}))

    def ran(self, status: str) -> None:
        runs = [an_execution((self.now - timedelta(minutes=one)).isoformat(), status) for one in (3, 2, 1)]
        self.put("cyclic_job_health.json", json.dumps({"5.1": a_health(*runs)}))

    def copied(self) -> None:
        self.put(f"backups/sovereign_state_v2_{self.now:%Y%m%d_%H%M%S}Z.json", self.root.bytes.decode())

    def told(self, category: str, level: str = "info", **facts: Any) -> None:
        line = {"timestamp": self.now.isoformat(), "level": level, "category": category, "message": "m"}
        path = self.root.folder / "logs" / f"events-{self.now:%Y-%m-%d}.jsonl"
        path.parent.mkdir(exist_ok=True)
        with path.open("a") as file:
            file.write(json.dumps(line | {"metadata": facts}) + "\n")

    def put(self, name: str, text: str) -> None:
        path = self.root.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    def gone(self, name: str) -> None:
        (self.root.folder / name).unlink(missing_ok=True)

    def ask(self) -> None:
        """One `moie check`, held against what a look at the root says."""
        fresh = self._fresh()
        options = SimpleNamespace(root=[str(self.root.folder)], json=False, notify=False, scheduled=False)
        said = io.StringIO()
        with redirect_stdout(said):
            code = check.early(options)
        if code is None:
            self.looks += 1
            with suppress(UsageError):
                check._looked(Call("check", options))
        else:
            assert fresh is not None
            assert (code, said.getvalue()) == (fresh.code, f"{fresh.headline()}\n")
            assert fresh.conditions == ()

    def _fresh(self) -> Checked | None:
        try:
            return self.root.workspace.check()
        except UsageError:
            return None  # there is no root any more


@contextmanager
def a_desk(folder: Path, clean: int = SETTLED) -> Iterator[Desk]:
    desk = Desk(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept_answer, "_CLEAN_NANOSECONDS", clean)
        patch.setattr(check, "time", SimpleNamespace(time=lambda: desk.now.timestamp()))
        patch.setattr(Call, "workspace", lambda self: desk.root.workspace)
        yield desk


CHANGES: dict[str, Callable[[Desk], object]] = {
    "a beat": lambda desk: desk.beat(),
    "an old beat": lambda desk: desk.beat(14),
    "a beat of the future": lambda desk: desk.beat(-60),
    "another job": lambda desk: desk.beat(1, "completed"),
    "a good run": lambda desk: desk.ran("success"),
    "bad runs": lambda desk: desk.ran("failure"),
    "no health": lambda desk: desk.gone("cyclic_job_health.json"),
    "broken health": lambda desk: desk.put("cyclic_job_health.json", "{"),
    "a snapshot": lambda desk: desk.copied(),
    "no state": lambda desk: desk.gone(desk.root.name),
    "a newer state": lambda desk: desk.put("sovereign_state_v3.json", desk.root.bytes.decode()),
    "no newer state": lambda desk: desk.gone("sovereign_state_v3.json"),
    "a strict config": lambda desk: desk.put("config.yaml", "heartbeat: {max_age_minutes: 2}\n"),
    "a broken config": lambda desk: desk.put("config.yaml", "heartbeat: ["),
    "a muted job": lambda desk: desk.put("config.yaml", "alerts: {mute: ['5.1']}\n"),
    "windows": lambda desk: desk.put(
        "config.yaml", "jobs: {'5.1': {interval_minutes: 5, maintenance: ['3 12 * * * for 4m']}}\n"
    ),
    "no config": lambda desk: desk.gone("config.yaml"),
    "a hold": lambda desk: desk.root.do("hold"),
    "no hold": lambda desk: desk.root.do("resume"),
    "a mute": lambda desk: desk.root.do("mute", what="5.1", span=timedelta(minutes=3)),
    "a wait": lambda desk: [desk.told("heartbeat", outcome="blocked", job="1.1", attempts=3)],
    "a new command": lambda desk: desk.told("trust", "warning", before="a", after="b"),
    "chatter": lambda desk: desk.told("worker"),
    "a run": lambda desk: desk.put(".moie/running/20261122T120000Z-0001.json", "{}"),
    "no run": lambda desk: desk.gone(".moie/running/20261122T120000Z-0001.json"),
    "another moie's cache": lambda desk: desk.put(".moie/cache/check.json", '{"well": 1}'),
}
PATIENT = {"broken health", "a broken config", "a newer state"}
"""A document that can't be read is read again for a while."""
STEPS = st.lists(
    st.one_of(st.sampled_from(sorted(CHANGES)), st.sampled_from((1, 59, 61, 130, 400, 599, 3600, -90))),
    max_size=6,
)


def test_how_long_an_answer_holds_is_not_asked_of_files_that_just_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Checked] = []
    monkeypatch.setattr(lasting, "lasts", lambda checked: asked.append(checked) or timedelta(0))
    with a_desk(tmp_path, -SETTLED) as desk:
        desk.ask()
        assert asked == []
        monkeypatch.setattr(kept_answer, "_CLEAN_NANOSECONDS", SETTLED)
        desk.ask()
        assert (desk.looks, len(asked)) == (2, 1)


def _let_tick(file: Path) -> None:
    """Return when the disk's clock, which has coarse ticks, has gone on."""
    file.touch()
    before = file.stat().st_mtime_ns
    while file.stat().st_mtime_ns == before:
        time.sleep(0.001)
        file.touch()


def walked(folder: Path, steps: list[str | int]) -> None:
    with a_desk(folder) as desk:
        desk.ask()
        for step in steps:
            if isinstance(step, int):
                desk.root.clock.advance(seconds=step)
            else:
                with suppress(MoieError, FileNotFoundError):  # acts need a sound config, copies a state
                    CHANGES[step](desk)
                _let_tick(folder / "tick")  # two changes within a tick are another test's
            desk.ask()
            desk.ask()


@pytest.mark.parametrize(
    "name", [pytest.param(one, marks=[pytest.mark.long] * (one in PATIENT)) for one in CHANGES]
)
def test_after_a_change_a_check_says_what_is_so(tmp_path: Path, name: str) -> None:
    walked(tmp_path, [name, 61])


@pytest.mark.long
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_no_walk_of_changes_and_times_makes_a_check_say_what_is_no_longer_so(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str | int]
) -> None:
    walked(tmp_path_factory.mktemp("walk"), steps)


def test_between_two_heartbeats_the_root_is_looked_at_once(tmp_path: Path) -> None:
    with a_desk(tmp_path) as desk:
        for _ in range(9):
            desk.ask()
            desk.root.clock.advance(minutes=1)
        assert desk.looks == 1
        desk.root.clock.advance(minutes=2)
        desk.ask()
        assert desk.looks == 2


def test_what_changed_a_moment_ago_is_not_trusted(tmp_path: Path) -> None:
    with a_desk(tmp_path, clean=kept_answer._CLEAN_NANOSECONDS) as desk:
        desk.root.clock.now = datetime.fromtimestamp(time.time(), desk.now.tzinfo)
        for _ in range(2):
            desk.ask()
        assert desk.looks == 2


def test_nobody_keeps_anything_where_there_is_no_folder_of_ours(tmp_path: Path) -> None:
    with a_desk(tmp_path) as desk:
        (desk.root.folder / ".moie").rmdir()
        for _ in range(2):
            desk.ask()
        assert desk.looks == 2
        assert not (desk.root.folder / ".moie").exists()


OPENED: list[str] = []
LISTENING: list[bool] = []
HOOKED: list[bool] = []


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if LISTENING and event in ("open", "os.listdir", "os.scandir") and not isinstance(arguments[0], int):
        OPENED.append(os.fsdecode(arguments[0] or "."))


def test_a_check_reads_nothing_that_is_not_watched(tmp_path: Path) -> None:
    with a_desk(tmp_path) as desk:
        desk.told("heartbeat", outcome="cyclic")
        desk.root.do("hold")
        desk.root.do("resume")
        desk.root.workspace.check(notify=True)
        folder = str(desk.root.folder)
        if not HOOKED:
            sys.addaudithook(_hear)  # for good: Python can't take one back
            HOOKED.append(True)
        OPENED.clear()
        LISTENING.append(True)
        try:
            desk.root.workspace.check()
        finally:
            LISTENING.clear()
        read = {path.removeprefix(folder + "/") for path in OPENED if path.startswith(folder + "/")}
        assert "cyclic_job_health.json" in read
        assert {path for path in read if not _is_watched(path)} == set()


def _is_watched(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    files = kept_answer._FILES[kept_answer.CHECK]
    known = name.startswith(files.get(folder, ())) if folder in files else False
    # The parsed config lies there under the sum of its text.
    known = known or path.startswith(".moie/cache/config-")
    return known or path in (*files, *kept_answer._LISTED)
