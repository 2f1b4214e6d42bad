"""`kill -9` of the watchdog at every step between decision and delivery: told at least once, with one id."""

from __future__ import annotations

import json
import shutil
import signal
from pathlib import Path
from typing import Any

import pytest

from moie_tui.storage.alert_file import AlertFile
from moie_tui.values import replace
from tests.builders import a_job, a_phase, a_state
from tests.faults.command import Said, moie
from tests.faults.conftest import Figure
from tests.faults.forked import forked
from tests.faults.moie_process import started
from tests.faults.scale import times
from tests.faults.syscalls import Call, KillAt, Recorder, interposed
from tests.roots import Root

pytestmark = [
    pytest.mark.faults,
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

CHECK = ("check", "--notify")
DEADLY = "cat >> told.jsonl; kill -9 $PPID; sleep 1"
"""The hook gets through, and the watchdog dies before it can note that."""
EXPECTED = {"document:health", "heartbeat"}


class Kennel:
    """A root with two things wrong and a hook that writes down what it gets; as it was, at any time."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._template = folder / "live", folder / "template"
        self.folder.mkdir()
        self.root = Root(self.folder, a_state(a_phase(1, a_job())), config=_config("cat >> told.jsonl"))
        (self.root.folder / "cyclic_job_health.json").write_text("{")
        self.root.trust()
        shutil.copytree(self.folder, self._template)

    def reset(self) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(self._template, self.folder)

    def check(self, hours: float = 1) -> Said:
        return moie(self.root.folder, self.root.home, CHECK, hours=hours)

    def killed(self, point: KillAt) -> int:
        """The signal that ended a check which dies at this point."""

        def act() -> object:
            with interposed(self.folder, point):
                return self.check().code

        return forked(act).signal

    def told(self) -> list[dict[str, Any]]:
        path = self.root.folder / "told.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def steps(self) -> list[Call]:
        """The changes an undisturbed check makes."""
        recorder = Recorder()
        with interposed(self.folder, recorder):
            assert self.check().code == 2
        return [call for call in recorder.calls if call.changes]


def _config(command: str) -> str:
    return f"alerts: {{desktop: false, command: '{command}'}}\n"


def _wrong(told: list[dict[str, Any]]) -> str:
    """What is wrong with what people heard, "" when each thing came through, under one id."""
    ids: dict[str, set[str]] = {}
    for one in told:
        ids.setdefault(one["key"], set()).add(one["id"])
    if ids.keys() != EXPECTED:
        return f"told of {sorted(ids)}"
    several = [key for key, known in ids.items() if len(known) > 1]
    return f"several ids of {several}" if several else ""


def test_killed_at_any_step_each_alert_comes_through_under_one_id(fast_path: Path, figure: Figure) -> None:
    kennel = Kennel(fast_path)
    steps = kennel.steps()
    assert _wrong(kennel.told()) == ""
    writes = [at for at, step in enumerate(steps, start=1) if step.name in ("write", "pwrite")]
    points = [
        *(KillAt(at) for at in range(1, len(steps) + 1)),
        *(KillAt(at, halfway=True) for at in writes),
    ][:: times(2, 1)]
    wrong, twice = {}, 0
    for point in points:
        kennel.reset()
        assert kennel.killed(replace(point)) == signal.SIGKILL
        assert kennel.check().code == 2
        told = kennel.told()
        twice += len(told) > len(EXPECTED)
        if found := _wrong(told):
            wrong[f"{point.at}{' halfway' if point.halfway else ''} {steps[point.at - 1].name}"] = found
        assert kennel.check(hours=1.01).code == 2
        assert kennel.told() == told, "what was delivered is sent no more"
    assert wrong == {}
    assert len(points) > times(20, 40)
    figure("watchdog kills", kills=len(points), lost=0, told_twice_with_one_id=twice)


def test_killed_by_its_own_hook_it_tells_again_under_the_same_id(fast_path: Path, figure: Figure) -> None:
    kennel = Kennel(fast_path)
    config = kennel.root.folder / "config.yaml"
    sound = config.read_text()
    config.write_text(_config(DEADLY))
    process = started(kennel.root, *CHECK)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert len(kennel.told()) == 1
    config.write_text(sound)
    process = started(kennel.root, *CHECK)
    process.communicate()
    told = kennel.told()
    assert len(told) == 3
    assert _wrong(told) == ""
    figure("watchdog kills", kills=1, lost=0, told_twice_with_one_id=1)


def test_many_watchdogs_at_once_send_one_alert(fast_path: Path, figure: Figure) -> None:
    kennel = Kennel(fast_path)
    (kennel.root.folder / "config.yaml").write_text(_config("sleep 0.2; cat >> told.jsonl"))
    dogs = [started(kennel.root, *CHECK) for _ in range(8)]
    for dog in dogs:
        dog.communicate()
    assert {dog.returncode for dog in dogs} == {2}
    assert sorted(one["key"] for one in kennel.told()) == sorted(EXPECTED)
    assert AlertFile(kennel.root.folder).read().outbox == ()
    figure("watchdog kills", watchdogs_at_once=len(dogs), alerts_sent_twice=0)
