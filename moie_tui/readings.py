"""What one root can be asked without changing it; whatever is heavy is imported when it is asked for."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from moie_tui.domain.state import NEW_ROOT_VERSION
from moie_tui.outside import Outside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from moie_tui.domain.changes import Changes
    from moie_tui.domain.checking import AlertRow, Board
    from moie_tui.domain.compared import Compared
    from moie_tui.domain.digest import Digest
    from moie_tui.domain.event_query import EventPage, Place, Wanted
    from moie_tui.domain.metrics import Metrics
    from moie_tui.domain.plan import Cancel, Effect, OperationRecord
    from moie_tui.domain.quiet import Mute
    from moie_tui.domain.retention import Retention
    from moie_tui.domain.run import Run
    from moie_tui.domain.snapshot import Snapshot
    from moie_tui.domain.validation import Validation
    from moie_tui.domain.view import SystemView
    from moie_tui.storage.event_follow import EventFollower
    from moie_tui.storage.index.event_index import EventIndex


_NEWEST = 2000
"""Of how many events the categories are known."""


class Readings(Outside):
    """The readings of one open root beside its view; errors are the typed ones of `errors`."""

    read_only: bool
    _index: EventIndex | None = None

    @property
    def root(self) -> Path:
        """The folder."""
        return self.stores.root

    def require_root(self) -> None:
        """UsageError when the folder holds no state at all; a broken one is a root too."""
        self.stores.state.require_live_version()

    def facts(self) -> SystemView:
        """What verdicts on jobs rest on, or the error that says why it can't be read; the rest is empty."""
        from moie_tui.storage.job_facts import job_facts

        return job_facts(self.stores, self.clock())

    def snapshots(self) -> tuple[Snapshot, ...]:
        """Every snapshot, newest first, each held against its sum."""
        self.require_root()
        return self.stores.snapshots.checked()

    def retention(self) -> Retention:
        """What the tiers of the config would do with the snapshots now, and why."""
        from moie_tui.domain.retention import retain

        return retain(self.snapshots(), self.stores.settings.backups, self.stores.zone)

    def operations(self) -> tuple[OperationRecord, ...]:
        """What was done, newest first."""
        self.require_root()
        return self.stores.operations.all()

    def runs(self, job: str, limit: int = 100) -> tuple[Run, ...]:
        """The runs of a job, newest first: those alive or vanished, then so many of those that ended."""
        alive = (*self.stores.runs.interrupted(self.clock()), *self.stores.runs.running())
        going = [run for run in alive if run.job == job]
        return (*reversed(going), *self.stores.runs.of_job(job, limit))

    def run_log(self, job: str, run_id: str, offset: int = 0) -> tuple[str, int]:
        """The output of a run from a byte offset on, raw, and the next offset; also while it goes on."""
        return self.stores.runs.log(job, run_id, offset)

    def snapshot_diff(self, a: str, b: str | None = None) -> tuple[Effect, ...]:
        """What leads from one snapshot to another; None or "" is the live state."""
        from moie_tui.operations.compare import compare

        return compare(self.stores, a, b or "", self.clock())

    def changes_between(self, good_at: datetime, bad_at: datetime) -> Changes:
        """What changed in state and config between a good run and a failed one, told by their ends."""
        from moie_tui.operations.what_changed import what_changed

        return what_changed(self.stores, good_at, bad_at, self.clock())

    def view_at(self, moment: datetime, live: SystemView) -> SystemView:
        """The root as it was at a moment; `live` is a view of now, whose facts are put back."""
        from moie_tui.operations.past import view_at

        return view_at(self.stores, live, moment)

    def compare_moments(
        self, live: SystemView, one: datetime | None, other: datetime | None = None
    ) -> Compared:
        """What differs between two moments, None being now."""
        from moie_tui.operations.past import compare_moments

        return compare_moments(self.stores, live, one, other, self.clock())

    def digest(self, since: datetime, live: SystemView) -> Digest:
        """What happened since a moment; `live` is a view of now."""
        from moie_tui.operations.absence import absence

        return absence(self.stores, live, since, self.clock())

    def export(self, stem: str, text: str, suffix: str = "md") -> Path:
        """Writes `STEM.SUFFIX` into the current folder, at home when that is the root; where it lies."""
        from moie_tui.storage.export import export

        return export(self.root, stem, text, (Path.cwd(), Path.home()), suffix)

    def events(
        self,
        wanted: Wanted | None = None,
        limit: int = 500,
        *,
        before: Place | None = None,
        after: Place | None = None,
        cancel: Cancel | None = None,
    ) -> EventPage:
        """The newest `limit` events that are wanted, None being all; or the newest older than a place, or the
        oldest newer than one. A cancelled search gives what it found, and where it goes on."""
        from moie_tui.domain.event_query import Wanted
        from moie_tui.domain.plan import Never
        from moie_tui.storage.event_pages import page

        log, what, until = self.stores.events, wanted or Wanted(), cancel or Never()
        return page(log.folder, self.stores.zone, what, limit, before=before, after=after, cancel=until)

    def follow_events(self, wanted: Wanted) -> EventFollower:
        """What gives, each time it is asked, the wanted events that were written since."""
        from moie_tui.storage.event_follow import EventFollower

        return EventFollower(self.stores.events.folder, self.stores.zone, wanted)

    def event_categories(self) -> tuple[str, ...]:
        """The categories of the newest events and of all that are counted in the index, in order."""
        newest = {one.event.category for one in self.events(limit=_NEWEST).events} - {""}
        return tuple(sorted(newest.union(self._event_index().categories())))

    def metrics(
        self, span: timedelta, until: datetime | None = None, *, patience: float | None = 2.0
    ) -> Metrics:
        """What happened in a span that ends at `until` (None: now), counted, each figure with its course.

        A log that is not counted yet is, for so many seconds at most (None: to its end); then the next call
        goes on. The metrics say what is left."""
        from moie_tui.operations.measuring import measured

        heart = self.stores.settings.heartbeat
        past = until is not None
        return measured(self._event_index(), heart, span, until or self.clock(), patience, past=past)

    def _event_index(self) -> EventIndex:
        from moie_tui.storage.index.event_index import EventIndex

        if self._index is None or self._index.zone != self.stores.zone:
            self._index = EventIndex(self.root, self.stores.zone)
        return self._index

    def alerts(self) -> tuple[AlertRow, ...]:
        """The alerts of now, with what people have to do with each."""
        from moie_tui.alerts.check import board

        return board(self.stores, self.clock)

    def mutes(self) -> tuple[Mute, ...]:
        """What is muted now, by the config or by hand."""
        from moie_tui.domain.quiet import Mute

        now = self.clock()
        by_config = (
            Mute(what, origin="alerts.mute of the config") for what in self.stores.settings.alerts.mute
        )
        return (*by_config, *(one for one in self.stores.quiet.read().mutes if one.holds(now)))

    def watchdog(self) -> Board:
        """What the watchdog of this root told and when it looked; quick, and changes nothing."""
        from moie_tui.alerts.check import watchdog_board

        return watchdog_board(self.stores)

    def validate(self, file: Path | None = None) -> Validation:
        """All that is wrong with a document, by default with the live state."""
        from moie_tui.storage.validation import validate

        state = self.stores.state
        return validate(
            file or state.path(state.require_live_version()), state.live_version() or NEW_ROOT_VERSION
        )

    @property
    def config_path(self) -> Path:
        """Where config.yaml lies, or would lie."""
        return self.stores.config.path

    def effective_config(self) -> dict[str, Any]:
        """The config with every default, or the error that says what is wrong with it."""
        from moie_tui.storage.config_file import effective

        return effective(self.stores.config.read().raw)

    def unused_config(self) -> dict[str, str]:
        """Why what the config says has no effect, by key path."""
        from moie_tui.domain.config_review import review
        from moie_tui.storage.explain import schema

        return {where: what for where, what, _ in review(self.stores.config.read().raw, schema("config"))}
