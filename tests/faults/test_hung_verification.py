"""A verification that will not end is ended by its pulse, with all its processes, whatever happens to it."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from moie_tui.values import dataclass, field
from tests.builders import a_job, a_phase, a_state
from tests.faults.conftest import Figure
from tests.faults.moie_process import ON_LINUX, living_with, started, weighed
from tests.faults.scale import times
from tests.processes.commands import python
from tests.roots import Root
from tests.waiting import PATIENCE, until

pytestmark = pytest.mark.faults

LIMIT, MARGIN = 1.0, times(30, 2)
"""Seconds; a short run shares its machine with others, and what is not ended at all hangs for minutes."""
CONFIG = f"heartbeat: {{verification_timeout_seconds: {LIMIT}}}\n"
HANG = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
NEW_SESSION = f"import os; os.setsid(); {HANG}"
DAEMON = f"import os; os.fork() and os._exit(0); os.setsid(); os.fork() and os._exit(0); {HANG}"
FLOOD = "import os; [os.write(1, b'x' * 100_000) for _ in range(1_000)]"


@dataclass
class Hung:
    """A root whose job never ends; all its processes carry `word` among their arguments."""

    root: Root
    word: str = field(default_factory=lambda: f"hung-{os.urandom(8).hex()}")

    def command(self, *kinds: str) -> str:
        """Starts each kind in the background, tells that it has begun, and never ends."""
        background = "".join(f"{python(kind)} {self.word} & " for kind in kinds)
        return f"trap '' TERM; {background}touch begun; {python(HANG)} {self.word}"

    def has(self, *kinds: str) -> Hung:
        job = a_job("1.1", verification_cmd=self.command(*kinds))
        self.root.write(a_state(a_phase(1, job)))
        self.root.trust()
        return self

    @property
    def begun(self) -> Path:
        return self.root.folder / "begun"

    def told_at(self) -> float:
        """When the newest pulse wrote down what came of the verification, right after its end."""
        events = self.root.workspace.stores.events.tail(100)
        return max(one.timestamp.timestamp() for one in events if one.category == "heartbeat")

    def largest_file(self) -> int:
        return max(path.stat().st_size for path in self.root.folder.rglob("*") if path.is_file())


@pytest.fixture
def hung(tmp_path: Path) -> Iterator[Hung]:
    hung = Hung(Root(tmp_path, a_state(), config=CONFIG))
    yield hung
    for pid in living_with(hung.word):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


KINDS = {"forks": (HANG, HANG), "floods": (FLOOD, f"{FLOOD}; {HANG}"), "all at once": (HANG, FLOOD)}
if ON_LINUX:
    # A child in a session of its own can't be found on macOS: the limit that is documented.
    KINDS |= {"new session": (NEW_SESSION,), "daemon": (DAEMON,)}
    KINDS["all at once"] = (HANG, FLOOD, NEW_SESSION, DAEMON)


@pytest.mark.parametrize("kinds", KINDS)
def test_a_hung_verification_is_gone_in_time_with_all_its_processes(
    kinds: str, hung: Hung, figure: Figure
) -> None:
    hung.has(*KINDS[kinds])
    slowest, heaviest = 0.0, 0
    for _ in range(times(1, 10)):
        hung.begun.unlink(missing_ok=True)
        code, said, memory = weighed(hung.root, "pulse", "--json")
        gone_after = hung.told_at() - hung.begun.stat().st_mtime
        outcome = json.loads(said)
        assert (code, outcome["outcome"]) == (0, "action-required")
        assert "timed out" in outcome["message"]
        assert living_with(hung.word) == []
        assert gone_after < LIMIT + MARGIN
        assert len(said) < 10_000
        slowest, heaviest = max(slowest, gone_after), max(heaviest, memory)
    assert hung.root.document["phases"][0]["jobs"][0]["status"] == "pending"
    # Each event of a failed proof keeps the end of what it printed, 4,000 characters at most.
    assert hung.largest_file() < 15_000 + times(1, 10) * 5_000
    if ON_LINUX:
        assert heaviest < 100_000, "kilobytes of memory; the flood alone is 100 MB"
    figure("hung verification", hung=times(1, 10), orphans=0, s_over_the_limit=slowest - LIMIT)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_pulse_that_is_told_to_stop_takes_its_verification_with_it(
    number: signal.Signals, hung: Hung, figure: Figure
) -> None:
    hung.has(*KINDS["all at once"])
    before = hung.root.bytes
    for again in range(times(1, 5)):
        hung.begun.unlink(missing_ok=True)
        with started(hung.root, "pulse", "--json") as process:
            until(hung.begun.exists)
            told = time.monotonic()
            process.send_signal(number)
            if again % 2:
                time.sleep(0.05)
                process.send_signal(number)
            process.communicate(timeout=PATIENCE)
            took = time.monotonic() - told
        assert process.returncode == 128 + number
        assert living_with(hung.word) == []
        assert took < LIMIT + MARGIN
        assert hung.root.bytes == before
        assert hung.root.workspace.view().snapshots == ()
    figure("hung verification", stopped_by_a_signal=times(1, 5), orphans=0)


def test_a_pulse_that_was_killed_leaves_its_lock_to_the_next(hung: Hung, figure: Figure) -> None:
    hung.has(HANG)
    with started(hung.root, "pulse") as process:
        until(hung.begun.exists)
        process.kill()
    document = hung.root.document
    document["phases"][0]["jobs"][0]["verification_cmd"] = "true"
    hung.root.write(document)
    with started(hung.root, "pulse", "--json") as process:
        said, _ = process.communicate(timeout=PATIENCE)
    assert json.loads(said)["outcome"] == "verified"
    figure("hung verification", locks_left_by_a_killed_pulse=0)
