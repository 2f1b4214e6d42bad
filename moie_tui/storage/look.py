"""One full reading of a root into a view; what did not change is not parsed again."""

from __future__ import annotations

from _thread import allocate_lock  # threading itself is a sixth of Python's start
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, tzinfo

from moie_tui.domain.errors import MoieError
from moie_tui.domain.event import Event
from moie_tui.domain.late_events import newest_of
from moie_tui.domain.quiet import Quiet
from moie_tui.domain.state import State
from moie_tui.domain.state_names import file_name
from moie_tui.domain.stuck import PULSE, stuck
from moie_tui.domain.view import Problem, SystemView
from moie_tui.storage.config_reader import ConfigReader
from moie_tui.storage.folders import is_read_only
from moie_tui.storage.live_record import LIVE_NAME
from moie_tui.storage.reading import fingerprint
from moie_tui.storage.remembered import Marks, Remembered, problem_of
from moie_tui.storage.state_file import seen
from moie_tui.storage.stores import Stores
from moie_tui.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    from moie_tui.domain.executions import JobHealth
    from moie_tui.domain.plan import OperationRecord
    from moie_tui.domain.run import Run
    from moie_tui.domain.snapshot import Snapshot
    from moie_tui.storage.known_state import KnownState
    from moie_tui.storage.rescue import Rescue, Sound
    from moie_tui.storage.state_file import SeenState, StateFile

    T = TypeVar("T")


TAIL = 500
"""How many of the newest events a view holds."""
CHECKED_BYTES = 1_000_000
"""How much of the snapshots one reading holds against their sums: a few of a large state."""


@dataclass(frozen=True)
class _Live:
    """What a view needs of the state document; the document itself is not kept."""

    state: State | None = None
    name: str = ""
    problems: tuple[Problem, ...] = ()


SHOWN_PIDS = 3
READ_ONLY = Problem(
    "disk", "is read-only: nothing here can be written", "`moie archive FILE` on another disk saves the root"
)


class Looker:
    """Reads one root again and again, from any thread. A broken root becomes problems of the view.

    With `verdicts_only` what no verdict rests on is left out: what was done and can be undone, what commands
    were tried, whether the root is trusted and snapshots still have their sums, what is odd about a state
    that can be read.
    `strays` finds the commands of this root whose moie died, by their pids; `noted` is told of a new config,
    with what was set before where that is known."""

    def __init__(
        self,
        stores: Stores,
        strays: Callable[[], Collection[int]] = tuple,
        noted: Callable[[Stores, datetime, dict[str, Any] | None], None] = lambda *_: None,
        *,
        verdicts_only: bool = False,
    ) -> None:
        self.stores = stores
        self._strays, self._noted, self._verdicts_only = strays, noted, verdicts_only
        self._config = ConfigReader(stores)
        self._live = Remembered(_Live())
        self._known_state: KnownState | None = None
        self._health: Remembered[dict[str, JobHealth]] = Remembered({})
        self._rescue: Rescue | None = None
        self._shown: tuple[object, ...] = ()
        self._turn = allocate_lock()

    def look(self, now: datetime) -> SystemView:
        """The root as it is. State, health and settings are the last good ones when theirs can't be read.

        Where no good state was ever read, it is that of the newest sound snapshot."""
        with self._turn:
            return self._look(now)

    def look_again(self, now: datetime) -> SystemView | None:
        """The root as it is, or None when all of it is as last shown."""
        with self._turn:
            shown = self._shown
            view = self._look(now)
            return None if _same(shown, self._shown) else view

    def _look(self, now: datetime) -> SystemView:
        self._refresh(now)
        stores, live, problems = self.stores, self._live, self._problems()
        if self._config.is_news:
            _tried(lambda: self._noted(stores, now, self._config.before), None, problems)
        health = self._health.value
        none: tuple[Snapshot, ...] = ()
        silence: Sequence[Event] = ()
        snapshots = _tried(self._snapshots, none, problems)
        events = _tried(lambda: stores.events.tail(TAIL), silence, problems)
        if waiting := stuck(newest_of(events, PULSE), stores.settings.heartbeat.stuck_after):
            problems.append(waiting)
        lost = self._lost(now, problems)
        way_out = self._way_out(snapshots) if live.problem else None
        sound = way_out if live.value.state is None else None
        view = SystemView(
            root=str(stores.root),
            read_at=now,
            state=sound.state if sound else live.value.state,
            shown_snapshot=sound.snapshot if sound else None,
            way_out=way_out.snapshot.id if way_out else "",
            state_file=live.value.name,
            state_problem=live.problem,
            state_since=live.since if live.problem else None,
            health=_with_lost(health, lost, live.value.state) if lost else health,
            health_problem=self._health.problem,
            config_problem=self._config.problem,
            snapshots=snapshots,
            events=events,
            operations=_tried(self._operations, (), problems),
            next_undo=_tried(self._next_undo, "", problems),
            settings=stores.settings,
            config_change=self._config.change,
            zone=stores.zone,
            running=_tried(self._running, "", problems),
            runs=() if stores.is_still else _tried(stores.runs.running, (), problems),
            lost=lost,
            hold=_tried(stores.hold.read, None, problems),
            sights=_tried(stores.schedules.read, {}, problems),
            tried={} if self._verdicts_only else _tried(stores.attempts.all, {}, problems),
            quiet=_tried(stores.quiet.read, Quiet(), problems),
            written=self._written(),
            trusted=_tried(self._trusted, False, problems),
            problems=tuple(problems),  # last: the readings above add theirs
        )
        self._shown = _facts(view)
        return view

    def _refresh(self, now: datetime) -> None:
        self.stores = self._config.refresh(self.stores, now)
        zone = self.stores.zone
        self._live.refresh(now, self._state_marks, self._read_state, zone)
        self._health.refresh(now, self._health_marks, lambda: self._read_health(zone), zone)

    def _written(self) -> dict[str, datetime]:
        live, health, config = self._live.written, self._health.written, self._config.written
        found = {"state": live, "health": health, "config": config}
        return {name: at for name, at in found.items() if at is not None}

    def _problems(self) -> list[Problem]:
        live, config, health = self._live, self._config, self._health
        # Oddities of a state that is not the current one would mislead.
        odd = live.value.problems if live.problem is None else ()
        mirror = self.stores.mirror.read().problem if self.stores.settings.backups.mirror else None
        killed = self._killed()
        disk = READ_ONLY if is_read_only(self.stores.root) else None
        of_config = (config.problem, *config.problems)
        found = [live.problem, disk, killed, *odd, health.problem, *of_config, mirror]
        return [one for one in found if one is not None]

    def _lost(self, now: datetime, problems: list[Problem]) -> tuple[Run, ...]:
        """The runs that vanished and that no sweep has recorded; each is a problem until then."""
        none: tuple[Run, ...] = ()
        if self.stores.is_still:
            return none
        from moie_tui.domain import interrupted

        found = _tried(lambda: self.stores.runs.interrupted(now), none, problems)
        lost = interrupted.untold(found, self._health.value)
        problems += [interrupted.problem_of(run, self.stores.zone) for run in lost]
        return lost

    def _killed(self) -> Problem | None:
        """The commands that a killed pulse left running; they are looked for only when one was killed."""
        try:
            died = self.stores.pulse_lock.left_by()
        except MoieError:
            return None  # told by the reading of who runs
        strays = sorted(self._strays()) if died and died.what.startswith("pulse") else []
        if not strays:
            return None
        what = f"was killed, and a command of it runs on (pid {', '.join(map(str, strays[:SHOWN_PIDS]))})"
        return Problem("pulse", what, "`moie pulse` clears up after it")

    def _state_marks(self) -> Marks:
        root = self.stores.root
        names = [*(file_name(version) for version in self.stores.state.versions()), LIVE_NAME]
        return tuple(fingerprint(root / name) for name in names)

    def _read_state(self) -> _Live:
        document = self._see(self.stores.state)
        none: tuple[Problem, ...] = ()
        problems = none if self._verdicts_only else self.stores.state.problems(document, self.stores.zone)
        return _Live(document.state, document.name, problems)

    def _see(self, state: StateFile) -> SeenState:
        if self._live.since is None:  # most who look do it once
            return seen(state)
        from moie_tui.storage.known_state import KnownState

        self._known_state = self._known_state or KnownState()
        return self._known_state.look(state)

    def _health_marks(self) -> Marks:
        return (fingerprint(self.stores.health.path),)

    def _read_health(self, zone: tzinfo | None) -> dict[str, JobHealth]:
        found = self.stores.health.read(zone)
        for health in found.values():
            _ = health.usual_gap  # here, in the thread of the reader: the first verdicts come on the screen's
        return found

    def _snapshots(self) -> tuple[Snapshot, ...]:
        store = self.stores.snapshots
        return store.all() if self._verdicts_only else store.checked(CHECKED_BYTES)

    def _way_out(self, snapshots: tuple[Snapshot, ...]) -> Sound | None:
        if self._rescue is None:
            from moie_tui.storage.rescue import Rescue

            self._rescue = Rescue()
        return self._rescue.newest_sound(self.stores.snapshots, snapshots)

    def _operations(self) -> tuple[OperationRecord, ...]:
        return () if self._verdicts_only else self.stores.operations.all()

    def _next_undo(self) -> str:
        if self._verdicts_only:
            return ""
        from moie_tui.domain.undoing import leaves_something

        state = self._live.value.state
        beat = state.last_heartbeat if state else None
        newest = next(self.stores.operations.undoable(), None)
        return newest.id if newest and leaves_something(newest, beat) else ""

    def _trusted(self) -> bool:
        return not self._verdicts_only and self.stores.trust.is_trusted(self.stores.root)

    def _running(self) -> str:
        holder = self.stores.pulse_lock.holder()
        return holder.line(self.stores.zone) if holder else ""


def _with_lost(
    health: Mapping[str, JobHealth], lost: tuple[Run, ...], state: State | None
) -> Mapping[str, JobHealth]:
    from moie_tui.domain.interrupted import with_interrupted

    return with_interrupted(health, lost, state)


def _tried(read: Callable[[], T], otherwise: T, problems: list[Problem]) -> T:
    try:
        return read()
    except MoieError as error:
        problems.append(problem_of(error))
        return otherwise


def _facts(view: SystemView) -> tuple[object, ...]:
    """What is shown of a view, the moment of the reading apart."""
    return (
        view.state, view.state_file, view.shown_snapshot, view.way_out, view.health, view.snapshots,
        view.events, view.operations, view.next_undo, view.settings, view.zone, view.running,
        view.trusted, view.runs, view.lost, view.hold, view.sights, view.tried, view.quiet, view.problems,
        view.config_change,
    )  # fmt: skip


def _same(before: tuple[object, ...], after: tuple[object, ...]) -> bool:
    """Unchanged readings are the same objects, so that comparing them costs nothing."""
    return len(before) == len(after) and all(a is b or a == b for a, b in zip(before, after, strict=True))
