"""One operation while it runs: heard from its own thread, read by the screen."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from moie_tui.domain.health import ago
from moie_tui.domain.plan import Cancel
from moie_tui.domain.text import plain, shorten
from moie_tui.values import dataclass, replace

STEPS_KEPT = 200
OUTPUT_KEPT = 10_000
"""Characters of a command's output that stay."""
STEP_SHOWN = 100
_COUNTING = re.compile(r"\d+ (of \d+ \w+)")
"""How a step begins that counts: "12 of 200 verified"."""


@dataclass(frozen=True, slots=True)
class RunningStep:
    """A step and when it began, in seconds of the run's clock."""

    what: str
    at: float


class OperationRun:
    """Progress and cancel token of one run; what it hears is bounded, and plain when it is shown."""

    def __init__(self, name: str, title: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.name, self.title = name, plain(title)
        self._clock = clock
        self.began = clock()
        self.ended_at: float | None = None
        self._cancel = threading.Event()
        self._lock = threading.Lock()
        self._steps: list[RunningStep] = []
        self._output = ""

    def step(self, what: str) -> None:
        """A new step begins, or one that counts goes on; the output before it belongs to the step before."""
        said = shorten(plain(what), STEP_SHOWN)
        with self._lock:
            if self._steps and _counts_on(self._steps[-1].what, said):
                self._steps[-1] = replace(self._steps[-1], what=said)
                return
            self._steps = [*self._steps, RunningStep(said, self._clock())][-STEPS_KEPT:]
            self._output = ""

    def output(self, text: str) -> None:
        """Keeps the end of what the command says."""
        with self._lock:
            self._output = (self._output + text)[-OUTPUT_KEPT:]

    @property
    def cancel(self) -> Cancel:
        """The token the operation looks at."""
        return self._cancel

    @property
    def cancelling(self) -> bool:
        """Whether the operator took it back."""
        return self._cancel.is_set()

    @property
    def ended(self) -> bool:
        """Whether it is over, well or not."""
        return self.ended_at is not None

    def stop(self) -> None:
        """Asks the operation to stop at its next safe moment."""
        self._cancel.set()

    def end(self) -> None:
        """It is over."""
        self.ended_at = self._clock()

    @property
    def steps(self) -> tuple[RunningStep, ...]:
        """The steps so far, the last one under way."""
        with self._lock:
            return tuple(self._steps)

    def said(self, lines: int) -> list[str]:
        """The last lines of the running command's output, plain."""
        with self._lock:
            text = self._output
        kept = plain(text, newline="\n").rstrip("\n").split("\n")[-lines:]
        return kept if kept != [""] else []

    def seconds(self, since: float | None = None, until: float | None = None) -> float:
        """Seconds from `since` (its beginning) to `until` (its end, or now while it runs)."""
        end = until if until is not None else self.ended_at if self.ended_at is not None else self._clock()
        return end - (self.began if since is None else since)

    def line(self) -> str:
        """One line for the dashboard: what runs, its step, for how long."""
        steps = self.steps
        doing = "cancelling…" if self.cancelling else steps[-1].what if steps else "starting"
        return f"{self.name}: {doing} · {ago(timedelta(seconds=self.seconds()))}"


def _counts_on(before: str, after: str) -> bool:
    first, second = _COUNTING.match(before), _COUNTING.match(after)
    return first is not None and second is not None and first[1] == second[1]
