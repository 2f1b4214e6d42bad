"""What a review needs from the root's files: looked up in a thread, each thing once."""

from __future__ import annotations

import asyncio
from datetime import datetime

from moie_tui.domain.changes import Changes
from moie_tui.domain.errors import MoieError
from moie_tui.domain.output_lines import lines_in
from moie_tui.domain.review import Review
from moie_tui.domain.text import plain
from moie_tui.domain.view import SystemView
from moie_tui.tui.source import Source
from moie_tui.values import replace

TAIL = 20
"""How many lines of the output a review shows."""
_MOST = 200
_Pair = tuple[datetime, datetime, object, object]
"""The two moments, and what the answer rests on besides: the live state and the newest snapshot."""


class Evidence:
    """Changes by pairs of runs and tails by run; asked for from the event loop, found in threads."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._changes: dict[_Pair, Changes] = {}
        self._tails: dict[tuple[str, str], tuple[str, ...]] = {}

    def filled(self, review: Review, view: SystemView) -> tuple[Review, bool]:
        """The review with what is known by now, and whether something is still to be looked up."""
        pair, run = _pair(review, view), _run(review)
        changes = self._changes.get(pair) if pair else None
        tail = self._tails.get(run) if run else None
        loading = (pair is not None and changes is None) or (run is not None and tail is None)
        return replace(review, changes=changes, tail=tail or ()), loading

    async def look_up(self, review: Review, view: SystemView) -> None:
        """Finds what is missing."""
        pair, run = _pair(review, view), _run(review)
        if pair is not None and pair not in self._changes:
            _bound(self._changes)
            self._changes[pair] = await asyncio.to_thread(self._compared, pair[0], pair[1])
        if run is not None and run not in self._tails:
            _bound(self._tails)
            self._tails[run] = await asyncio.to_thread(self._tail, *run)

    def _compared(self, good_at: datetime, bad_at: datetime) -> Changes:
        try:
            return self._source.changes_between(good_at, bad_at)
        except MoieError as error:
            return Changes(state_unknown=error.what, config_unknown=error.what)

    def _tail(self, job: str, run_id: str) -> tuple[str, ...]:
        try:
            text, _ = self._source.run_log(job, run_id, 0)
        except MoieError as error:
            return (plain(error.what),)
        return tuple(lines_in(text)[-TAIL:])


def _pair(review: Review, view: SystemView) -> _Pair | None:
    if review.between is None:
        return None
    newest = view.snapshots[0].id if view.snapshots else ""
    return (*review.between, view.state, newest)


def _run(review: Review) -> tuple[str, str] | None:
    return (review.job, review.run.run_id) if review.run.run_id and not review.run.good else None


def _bound(
    known: dict[object, object] | dict[_Pair, Changes] | dict[tuple[str, str], tuple[str, ...]],
) -> None:
    if len(known) >= _MOST:
        known.clear()
