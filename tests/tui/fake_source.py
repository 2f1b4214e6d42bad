"""A root that exists only in memory, whose operations do what a test says."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from moie_tui.domain.as_of import Then, as_of
from moie_tui.domain.changes import Changes
from moie_tui.domain.checking import Board
from moie_tui.domain.compared import Compared
from moie_tui.domain.draft import Draft, Written
from moie_tui.domain.errors import OperationFailed, UsageError
from moie_tui.domain.event_query import EventPage, Logged, Place, Wanted
from moie_tui.domain.incident import Incident, Part, Seen
from moie_tui.domain.machine import Machine
from moie_tui.domain.metrics import Metrics
from moie_tui.domain.palettes import Palettes
from moie_tui.domain.past import AsOf
from moie_tui.domain.plan import Cancel, Clock, Effect, Operation, Outcome, Plan, Progress
from moie_tui.domain.run import Run
from moie_tui.domain.timeline import earlier, later, moments
from moie_tui.domain.validation import Validation
from moie_tui.domain.view import SystemView
from moie_tui.values import dataclass, field, replace
from tests.tui import sample_metrics
from tests.tui.fake_presence import FakePresence

NOW = datetime(2026, 11, 22, 14, 12, tzinfo=UTC)
DONE = Outcome("op1", "done", "it is done")
A_PLAN = Plan("backup", "Backup", same_as="moie backup")
Act = Callable[[Plan, Progress, Cancel], Outcome]


def do_nothing(plan: Plan, progress: Progress, cancel: Cancel) -> Outcome:
    """The end of an operation that succeeds at once."""
    return DONE


@dataclass
class FakeOperation:
    """Plans what it is given, one plan after the other (the last for ever), and acts as told."""

    name: str
    plans: list[Plan]
    act: Act = do_nothing
    planned: int = 0

    def plan(self, now: datetime) -> Plan:
        """The next plan."""
        self.planned += 1
        return self.plans[min(self.planned, len(self.plans)) - 1]

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """What the test says."""
        return self.act(plan, progress, cancel)


@dataclass
class FakeDrafts:
    """Drafts in memory: each visit of the editor leaves the next of these texts."""

    texts: list[bytes] = field(default_factory=list)
    found: dict[bytes, Validation] = field(default_factory=dict)
    kept: dict[str, bytes] = field(default_factory=dict)

    def begin(self, what: str = "state") -> Draft:
        """A draft whose text is that of the root."""
        place = f"/tmp/{what}"
        self.kept[place] = b"base"
        return Draft(f"{what}.json", b"base", place, NOW)

    def edit(self, draft: Draft) -> None:
        """The operator types the next text, or none any more."""
        if self.texts:
            self.kept[draft.place] = self.texts.pop(0)

    def look(self, draft: Draft) -> Written:
        """What was typed; it is sound unless the test says otherwise."""
        if draft.place not in self.kept:
            raise OperationFailed("can't read what was written", where=draft.place)
        text = self.kept[draft.place]
        return Written(text, self.found.get(text, Validation(draft.file, 2)))

    def drop(self, draft: Draft) -> None:
        """Gone."""
        del self.kept[draft.place]


@dataclass
class FakeIncidents:
    """Gathers what was on screen, and remembers what was written."""

    seen: list[Seen] = field(default_factory=list)
    written: list[Incident] = field(default_factory=list)

    def gather(self, seen: Seen, cancel: Cancel) -> Incident:
        """Two files."""
        self.seen.append(seen)
        parts = (Part("README.md", "about", "# It\n"), Part("screen.txt", "the screen", f"{seen.text}\n"))
        return Incident("moie-incident", parts)

    def place(self, found: Incident) -> Path:
        """At home."""
        return Path(f"/home/op/{found.stem}.zip")

    def write(self, found: Incident) -> Path:
        """Remembers it."""
        self.written.append(found)
        return Path(f"/home/op/{found.stem}.zip")


@dataclass
class FakeSource(FakePresence):
    """Offers operations by name and remembers what was asked for and run."""

    operations: dict[str, FakeOperation] = field(default_factory=dict)
    picture: SystemView = field(default_factory=lambda: SystemView(root="/r", read_at=NOW, trusted=True))
    differences: tuple[Effect, ...] = ()
    changes: Changes = field(default_factory=Changes)
    drafts: FakeDrafts = field(default_factory=FakeDrafts)
    incidents: FakeIncidents = field(default_factory=FakeIncidents)
    board: Board = field(default_factory=Board)
    logs: dict[str, str] = field(default_factory=dict)
    visited: list[datetime] = field(default_factory=list)
    compared: list[tuple[datetime, datetime]] = field(default_factory=list)
    exported: dict[str, str] = field(default_factory=dict)
    kept: tuple[Run, ...] = ()
    measure: Callable[[timedelta, datetime], Metrics] = sample_metrics.metrics_of
    spans: list[timedelta] = field(default_factory=list)
    samples: int = 0
    themes: asyncio.Queue[Palettes] = field(default_factory=asyncio.Queue)
    asked: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    ran: list[tuple[str, Plan]] = field(default_factory=list)

    def offer(self, plan: Plan, *more: Plan, act: Act = do_nothing) -> FakeOperation:
        """Makes an operation available under its plan's name."""
        offered = FakeOperation(plan.operation, [plan, *more], act)
        self.operations[plan.operation] = offered
        return offered

    def trust(self) -> None:
        """The root is trusted from now on."""
        self.picture = replace(self.picture, trusted=True)

    @property
    def root(self) -> Path:
        """That of the picture."""
        return Path(self.picture.root)

    def clock(self) -> datetime:
        """Always the same moment."""
        return NOW

    async def watch(self) -> AsyncIterator[SystemView]:
        """One view, then nothing more."""
        yield self.picture
        await asyncio.Event().wait()

    async def palettes(self) -> AsyncIterator[Palettes]:
        """Those a test gives."""
        while True:
            yield await self.themes.get()

    def view(self, previous: SystemView | None = None) -> SystemView:
        """The picture as it is."""
        return self.picture

    def operation(self, name: str, **arguments: object) -> Operation:
        """The operation offered under that name."""
        self.asked.append((name, arguments))
        return self.operations[name]

    def run(self, operation: Operation, plan: Plan, progress: Progress, cancel: Cancel) -> Outcome:
        """Runs it and remembers that it did."""
        self.ran.append((operation.name, plan))
        return operation.run(plan, self.clock, progress, cancel)

    def events(
        self,
        wanted: Wanted | None = None,
        limit: int = 500,
        *,
        before: Place | None = None,
        after: Place | None = None,
        cancel: Cancel | None = None,
    ) -> EventPage:
        """Those of the picture, one line each."""
        wanted = wanted or Wanted()
        lines = [
            Logged(Place(f"{one.timestamp:%Y-%m-%d}", at), one) for at, one in enumerate(self.picture.events)
        ]
        searched = [
            one for one in lines if (not before or one.place < before) and (not after or one.place > after)
        ]
        reached, found = None, []
        for one in searched if after else reversed(searched):
            if len(found) >= limit or (cancel is not None and cancel.is_set()):
                break
            reached = one.place
            found += [one] if wanted.takes(one.event) else []
        end = None if not searched else searched[-1 if after else 0].place
        events = tuple(found if after else reversed(found))
        broken = sum(one.event.category == "log" for one in events)
        return EventPage(events, broken, reached != end, reached)

    def event_categories(self) -> tuple[str, ...]:
        """Those of the picture."""
        return tuple(sorted({one.category for one in self.picture.events}))

    def changes_between(self, good_at: datetime, bad_at: datetime) -> Changes:
        """What the test says; it is noted what was asked for."""
        self.compared.append((good_at, bad_at))
        return self.changes

    def watchdog(self) -> Board:
        """What the test says."""
        return self.board

    def runs(self, job: str, limit: int = 100) -> tuple[Run, ...]:
        """Those the test names."""
        return tuple(run for run in self.kept if run.job == job)[:limit]

    def run_log(self, job: str, run_id: str, offset: int = 0) -> tuple[str, int]:
        """What the test says that run printed, from an offset on."""
        if run_id not in self.logs:
            raise UsageError(f"job {job} has no run {run_id}")
        return self.logs[run_id][offset:], len(self.logs[run_id])

    def metrics(self, span: timedelta, until: datetime | None = None) -> Metrics:
        """What the test says; it is noted which span was asked for."""
        self.spans.append(span)
        return self.measure(span, until or self.clock())

    def machine(self) -> Machine:
        """Two seconds later than the last time."""
        self.samples += 1
        return sample_metrics.machine(self.samples * 2.0)

    def export(self, stem: str, text: str, suffix: str = "md") -> Path:
        """Keeps the text."""
        self.exported[stem] = text
        return Path(f"/home/op/{stem}.{suffix}")

    def view_at(self, moment: datetime, live: SystemView) -> SystemView:
        """The picture as of then, its state that of a snapshot; it is noted what was asked for."""
        self.visited.append(moment)
        known = moments(live)
        past = AsOf(moment, "k00f", moment, earlier=earlier(known, moment), later=later(known, moment))
        return as_of(live, Then(past, state=live.state, events=live.events, settings=live.settings))

    def compare_moments(
        self, live: SystemView, one: datetime | None, other: datetime | None = None
    ) -> Compared:
        """The views of both, and the differences the test says."""
        first, second = (live if at is None else self.view_at(at, live) for at in (one, other))
        return Compared(first, second, self.differences)

    def snapshot_diff(self, a: str, b: str | None = None) -> tuple[Effect, ...]:
        """What the test says."""
        return self.differences


class Seconds:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        """The seconds."""
        return self.at

    def pass_by(self, seconds: float) -> None:
        """Moves on."""
        self.at += seconds


class Held:
    """An act that goes on until the test lets it go or cancels it."""

    def __init__(self, outcome: Outcome = DONE) -> None:
        self.started, self.let_go = threading.Event(), threading.Event()
        self.outcome, self.cancelled = outcome, False

    def __call__(self, plan: Plan, progress: Progress, cancel: Cancel) -> Outcome:
        """Tells where it is, then waits."""
        progress.step("verifying 1.3")
        progress.output("first line\n\x1b[31msecond [@click=app.quit()]line[/]\n")
        self.started.set()
        while not self.let_go.wait(0.005) and not self.cancelled:
            self.cancelled = cancel.is_set()
        return self.outcome
