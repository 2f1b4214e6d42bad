"""Deeper into a snapshot: its facts, and what a rollback to it would take and give."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime

from textual.content import Content
from textual.reactive import var
from textual.widget import Widget

from moie_tui.domain.amounts import size
from moie_tui.domain.diff import reverse
from moie_tui.domain.health import ago
from moie_tui.domain.plan import Effect
from moie_tui.domain.snapshot import Snapshot
from moie_tui.domain.text import plain
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui import times
from moie_tui.tui.keymap import bound, keys_of
from moie_tui.tui.messages import ActRequested
from moie_tui.tui.origins import origin_words
from moie_tui.tui.screens.effects_diff import EffectsDiff, has_values
from moie_tui.tui.screens.failure_sheet import failure_rows
from moie_tui.tui.screens.plan_text import effect_rows
from moie_tui.tui.screens.sheet import KeyHint, Sheet
from moie_tui.tui.source import Source
from moie_tui.tui.widgets.hanging_text import HangingText, Row
from moie_tui.tui.working import instead

HEADINGS = ("A rollback would lose", "It would bring back", "It would change")
SAME: Row = (Content(), Content("The state is as it was in this snapshot: a rollback would change nothing."))
GONE: Row = (Content(), Content("This snapshot is no longer there."))


class SnapshotDiffScreen(Sheet[None]):
    """One snapshot by its id against the state as it is now; follows `view` and `now`."""

    BINDINGS = [
        bound("rollback", "rollback", "roll back to it"),
        bound("diff", "diff", "every value"),
    ]

    view: var[SystemView] = var(NO_VIEW, init=False)
    now: var[datetime] = var(NO_VIEW.read_at, init=False)
    read_only: var[bool] = var(False, init=False)

    def __init__(self, snapshot: str, source: Source) -> None:
        super().__init__()
        self._snapshot_id, self._source = snapshot, source
        self._effects: tuple[Effect, ...] = ()

    @property
    def _snapshot(self) -> Snapshot | None:
        return next((one for one in self.view.snapshots if one.id == self._snapshot_id), None)

    def head(self) -> str:
        """Which snapshot, why it was taken, how old it is."""
        one = self._snapshot
        return (
            f"Snapshot {self._snapshot_id} · {one.reason}, {ago(self.now - one.taken_at)} old"
            if one
            else f"Snapshot {self._snapshot_id}"
        )

    def parts(self) -> Iterable[Widget]:
        """Facts, then the difference."""
        yield HangingText(id="facts")
        yield HangingText([(Content(), Content.styled("Comparing…", "$faint"))], id="difference")

    def on_mount(self) -> None:
        """Shows the facts and starts comparing."""
        self.watch_view()

    def relabel(self) -> None:
        """The keys; `R` only where something may be done."""
        acts: Sequence[KeyHint] = (
            () if self.read_only or self.view.as_of else (("rollback", "roll back", "screen.rollback"),)
        )
        self.hints = (*acts, ("diff", "diff", "screen.diff"), ("esc", "back", "screen.leave"))
        super().relabel()

    def watch_read_only(self) -> None:
        """Acting keys come or go."""
        self.relabel()

    def watch_now(self) -> None:
        """Ages grow."""
        if self.ready:
            one = self._snapshot
            self.query_one("#facts", HangingText).show(fact_rows(one, self.now, self.view) if one else [GONE])
            self.relabel()

    def watch_view(self) -> None:
        """Facts and state may be others now."""
        self.watch_now()
        if self.ready:
            instead(self, "compare", self._compare)

    async def _compare(self) -> None:
        try:
            since = await asyncio.to_thread(self._source.snapshot_diff, self._snapshot_id, None)
        except Exception as error:
            rows = failure_rows(error, keys_of(self))
        else:
            self._effects = reverse(since)
            rows = effect_rows(self._effects, HEADINGS) if self._effects else [SAME]
        if self.ready:
            self.query_one("#difference", HangingText).show([(Content(), Content()), *rows])

    def action_rollback(self) -> None:
        """Asks to roll back to this snapshot."""
        self.post_message(ActRequested("rollback", {"snapshot": self._snapshot_id}))

    def action_diff(self) -> None:
        """Every value in full, now and then."""
        if has_values(self._effects):
            self.app.push_screen(EffectsDiff(self.head(), self._effects))


def fact_rows(one: Snapshot, now: datetime, view: SystemView) -> list[Row]:
    """Name, note, time, size, hash and where it stands."""
    marks = [
        word for word, said in (("proven", one.proven), ("pinned", one.pinned), ("kept", one.kept)) if said
    ]
    facts = (
        ("name", one.name),
        ("note", one.note),
        ("taken", f"{times.at(one.taken_at, now, view.zone)} · {ago(now - one.taken_at)} ago"),
        ("size", f"{size(one.size_bytes)} · schema v{one.schema_version}"),
        ("sha256", one.sha256 or "not known"),
        ("status", ", ".join(marks) or "not proven"),
        ("by", origin_words(one.origin)),
    )
    return [(Content.styled(f"{name:<8}", "$faint"), Content(plain(value))) for name, value in facts if value]
