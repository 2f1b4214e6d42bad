"""One frozen picture of a root, made of facts; what to think of them is judged when time passes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo

from moie_tui.domain.due import Sight
from moie_tui.domain.event import Event
from moie_tui.domain.hold import Hold
from moie_tui.domain.quiet import Quiet
from moie_tui.domain.settings import Settings
from moie_tui.domain.state import State
from moie_tui.values import dataclass, field, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.config_changes import ConfigChange
    from moie_tui.domain.health import JobHealth
    from moie_tui.domain.own_work import Tried
    from moie_tui.domain.past import AsOf
    from moie_tui.domain.plan import OperationRecord
    from moie_tui.domain.run import Run
    from moie_tui.domain.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a root: where, what, and what to do about it."""

    where: str
    what: str
    fix: str = ""
    by_hand: bool = False
    """Whether no act of ours can help: the system itself refused, a folder lies where the file belongs."""

    def as_json(self) -> dict[str, str]:
        """The contract's keys."""
        return {"where": self.where, "what": self.what, "fix": self.fix}


STILL_KEPT = " still kept"
"""After a count of what there was in the past: more may have gone since."""


@dataclass(frozen=True, eq=False, slots=True)
class SystemView:
    """Facts of one root as read at `read_at`.

    `state` is the last good one; `state_problem` says why it is not the current one, with `state_since` the
    time of that good read. Where none was ever read, `state` is that of `shown_snapshot`, the newest sound
    one. While the state can't be read `way_out` is the id of the newest sound snapshot, "" without any.
    `running` names who holds the pulse lock; `next_undo` the operation that a bare undo would take. `as_of`
    is None in a view of now. `runs` are the runs of jobs that are alive now, oldest first; `lost` those
    that vanished and are not recorded yet, although `health` counts them already. `hold` may be over;
    `sights` say since when pulses know a schedule. `config_change` is the newest one this reader saw.
    `written` says when the live "state", "health" and "config" were last written."""

    root: str
    read_at: datetime
    state: State | None = None
    state_file: str = ""
    state_problem: Problem | None = None
    state_since: datetime | None = None
    shown_snapshot: Snapshot | None = None
    way_out: str = ""
    health: Mapping[str, JobHealth] = field(default_factory=dict)
    snapshots: tuple[Snapshot, ...] = ()
    events: Sequence[Event] = ()
    operations: tuple[OperationRecord, ...] = ()
    next_undo: str = ""
    problems: tuple[Problem, ...] = ()
    health_problem: Problem | None = None
    config_problem: Problem | None = None
    config_change: ConfigChange | None = None
    settings: Settings = field(default_factory=Settings)
    zone: tzinfo | None = None
    running: str = ""
    runs: tuple[Run, ...] = ()
    lost: tuple[Run, ...] = ()
    hold: Hold | None = None
    sights: Mapping[str, Sight] = field(default_factory=dict)
    tried: Mapping[str, Tried] = field(default_factory=dict)
    quiet: Quiet = field(default_factory=Quiet)
    written: Mapping[str, datetime] = field(default_factory=dict)
    trusted: bool = False
    as_of: AsOf | None = None

    @property
    def snapshots_kept(self) -> str:
        """How many snapshots there are; of a past moment only those are known that are there today."""
        count = len(self.snapshots)
        return f"{count}{STILL_KEPT}" if self.as_of and count else str(count)


NO_VIEW = SystemView(root="", read_at=datetime.min.replace(tzinfo=UTC))
"""What is shown before the first read has come back."""


def as_read(view: SystemView) -> SystemView:
    """Only what the live files say: no snapshot's state in the place of one that can't be read."""
    return replace(view, state=None, shown_snapshot=None) if view.shown_snapshot else view
