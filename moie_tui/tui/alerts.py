"""All that is wrong with the root as one list: alerts, other problems, and what was silenced."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from moie_tui.domain.condition import (
    COMMAND,
    DOCUMENT,
    HEARTBEAT,
    MIRROR,
    SNAPSHOTS,
    Condition,
    is_acknowledged,
    is_muted,
)
from moie_tui.domain.event import CRITICAL, WARNING
from moie_tui.domain.health import CLOCK_SKEW
from moie_tui.domain.quiet import Acknowledgement, Mute
from moie_tui.domain.summary import problems_of
from moie_tui.domain.view import Problem, SystemView
from moie_tui.values import dataclass

_PANES = {
    HEARTBEAT: "heart", CLOCK_SKEW: "heart", SNAPSHOTS: "snapshots", MIRROR: "snapshots", COMMAND: "events"
}  # fmt: skip
_DOCUMENTS = {"state": "phases", "health": "jobs"}


@dataclass(frozen=True)
class AlertItem:
    """One thing that is wrong. Without a `condition` it is a problem that only the list tells of.

    `by_config`: the config silences it, which no act here can lift."""

    key: str
    level: str
    condition: Condition | None = None
    problem: Problem | None = None
    taken_on: Acknowledgement | None = None
    mute: Mute | None = None
    by_config: bool = False

    @property
    def topic(self) -> Condition | Problem | Mute | None:
        """What the row is about."""
        return self.condition or self.problem or self.mute

    @property
    def is_quiet(self) -> bool:
        """Whether nobody is to hear of it any more: it was taken on, or silenced."""
        return self.taken_on is not None or self.mute is not None or self.by_config


@dataclass(frozen=True)
class Alerts:
    """The list, what needs a look first; those that are quiet last."""

    items: tuple[AlertItem, ...] = ()

    @property
    def open(self) -> tuple[AlertItem, ...]:
        """Alerts that nobody has taken on or silenced."""
        return tuple(one for one in self.items if one.condition is not None and not one.is_quiet)

    @property
    def problems(self) -> int:
        """How many more things are wrong with the documents."""
        return sum(one.condition is None for one in self.items)

    @property
    def quiet(self) -> int:
        """How many alerts were taken on or silenced."""
        return sum(one.is_quiet for one in self.items)


NO_ALERTS = Alerts()


def alerts_of(view: SystemView, conditions: tuple[Condition, ...], now: datetime) -> Alerts:
    """What is not well, each with what people have to do with it."""
    items = [_item(view, one, now) for one in conditions]
    told = [one.problem for one in items]
    items += [_problem(view, one) for one in dict.fromkeys(problems_of(view)) if one not in told]
    return Alerts(tuple(sorted(items, key=lambda one: (one.is_quiet, one.level != CRITICAL))))


def place_of(item: AlertItem, view: SystemView) -> tuple[str, str] | None:
    """Kind and key of the place in the dashboard that shows it, None where none does."""
    one = item.condition
    if one is None:
        return None
    if one.key.startswith("job:"):
        return ("watched", one.subject)
    if one.key.startswith("standing:"):
        found = view.state is not None and view.state.job(one.subject) is not None
        return ("job", one.subject) if found else ("pane", "phases")
    name = _DOCUMENTS.get(one.subject) if one.kind == DOCUMENT else _PANES.get(one.kind)
    return ("pane", name) if name else None


def _item(view: SystemView, one: Condition, now: datetime) -> AlertItem:
    words = (one.subject, one.kind, "all")
    taken = view.quiet.acknowledged[one.key] if is_acknowledged(one, view.quiet) else None
    mute = None
    if is_muted(one, (), view.quiet, now):
        mute = next(mute for mute in view.quiet.mutes if mute.what in words and mute.holds(now))
    by_config = any(word in view.settings.alerts.mute for word in words)
    return AlertItem(one.key, one.level, one, _behind(view, one), taken, mute, by_config)


def _behind(view: SystemView, one: Condition) -> Problem | None:
    """The problem a condition tells of, which knows what to do about it."""
    if one.kind == DOCUMENT:
        documents = {
            "state": view.state_problem, "health": view.health_problem, "config": view.config_problem
        }  # fmt: skip
        return documents.get(one.subject)
    return next(_mirrors(view), None) if one.kind == MIRROR else None


def _mirrors(view: SystemView) -> Iterator[Problem]:
    return (one for one in view.problems if one.where == "backups.mirror")


def _problem(view: SystemView, one: Problem) -> AlertItem:
    level = CRITICAL if one == view.state_problem else WARNING
    return AlertItem(f"problem {one.where} {one.what}", level, problem=one)
