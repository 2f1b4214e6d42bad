"""Planning and carrying out changes of schedulers, alike for install and remove."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from moie_tui.domain.errors import PlanOutdated, Refused
from moie_tui.domain.plan import Effect, Plan
from moie_tui.storage.stores import Stores
from moie_tui.timers.around import Around
from moie_tui.timers.desk import Change, lock_of_all

PATIENCE_SECONDS = 10.0


def rests_on(changes: Sequence[Change]) -> dict[str, str]:
    """The sha256 of every place that changes, "" where there is nothing."""
    return {
        place: hashlib.sha256(data).hexdigest() if data is not None else ""
        for change in changes
        for place, data in change.before.items()
        if data != change.after[place]
    }


def effects_of(changes: Sequence[Change]) -> tuple[Effect, ...]:
    """All their effects."""
    return tuple(effect for change in changes for effect in change.effects)


def unusable(changes: Sequence[Change]) -> list[str]:
    """Why some of them can't be carried out here."""
    return [
        f"{change.scheduler.kind} can't be used here: {why}"
        for change in changes
        if change.effects and (why := change.scheduler.why_not())
    ]


@contextmanager
def alone(stores: Stores, name: str, around: Around) -> Iterator[None]:
    """Inside, no other moie of this user changes a scheduler."""
    with lock_of_all(around.environ).hold(timeout=PATIENCE_SECONDS, holder=f"{name} {stores.origin}"):
        yield


def require_same(plan: Plan, fresh: Plan) -> None:
    """PlanOutdated unless what would be done now is what was consented to."""
    if not fresh.same_effects(plan):
        what = "what the schedulers have changed since the plan was made, nothing was done"
        raise PlanOutdated(what, fix=f"look again: {fresh.same_as} --dry-run")


def carry_out(changes: Sequence[Change]) -> None:
    """Applies what has effects; Refused before the first when one of them can't be used here."""
    if problems := unusable(changes):
        raise Refused("; ".join(problems), fix="choose another --kind")
    for change in changes:
        if change.effects:
            change.scheduler.apply(change.before, change.after)
