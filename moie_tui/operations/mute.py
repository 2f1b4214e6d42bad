"""Silence about one subject of alerts, and its end."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from datetime import datetime, timedelta
from difflib import get_close_matches

from moie_tui.domain.condition import KINDS
from moie_tui.domain.errors import InvalidDocument, UsageError
from moie_tui.domain.health import ago
from moie_tui.domain.ids import natural_key
from moie_tui.domain.plan import ABSENT, QUIET, Cancel, Clock, Effect, Outcome, Plan, Progress
from moie_tui.domain.quiet import Mute as Silence
from moie_tui.domain.quiet import Quiet
from moie_tui.domain.spans import spell
from moie_tui.operations.saving import recorded
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores
from moie_tui.values import dataclass, replace

ALL = "all"


@dataclass(frozen=True)
class Mute:
    """Tells nobody of `what`: a job's id, "heartbeat", a kind of alert, or "all". `span` None: for good."""

    stores: Stores
    what: str
    span: timedelta | None = None
    why: str = ""
    name: str = "mute"

    def plan(self, now: datetime) -> Plan:
        """The mute, in the place of one that holds already."""
        self.stores.state.require_live_version()
        if self.span is not None and self.span <= timedelta():
            raise UsageError("a mute must last longer than nothing", fix="--for takes a span like 2h")
        words = ["moie", "alerts", "mute", self.what]
        words += ["--for", spell(self.span)] if self.span is not None else []
        words += ["--why", self.why] if self.why else []
        return Plan(
            operation=self.name,
            title=f"Mute alerts of {self.what}",
            effects=(self._effect(now),),
            warnings=_odd(self.stores, self.what),
            same_as=shlex.join(words),
        )

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Writes it down; mutes that are over are swept out on the way."""
        now = clock()
        until = None if self.span is None else now + self.span
        silence = Silence(self.what, until, self.why, str(self.stores.origin))
        lasts = _lasts(self.span)
        message = f"alerts of {self.what} are muted {lasts}{f': {self.why}' if self.why else ''}"
        return change_quiet(
            self.stores,
            self.name,
            now,
            (self._effect(now),),
            lambda quiet: replace(quiet, mutes=(*_others(quiet, self.what, now), silence)),
            "; but ".join((message, *_odd(self.stores, self.what))),
        )

    def _effect(self, now: datetime) -> Effect:
        lasts = f"{self.what} {_lasts(self.span)}"
        after = f"{lasts}: {self.why}" if self.why else lasts
        return Effect(QUIET, self.stores.quiet.name, _before(self.stores, self.what, now), after)


@dataclass(frozen=True)
class Unmute:
    """Tells people of `what` again."""

    stores: Stores
    what: str
    name: str = "unmute"

    def plan(self, now: datetime) -> Plan:
        """The end of the mute; nothing where none holds."""
        self.stores.state.require_live_version()
        return Plan(
            operation=self.name,
            title=f"Unmute alerts of {self.what}",
            effects=self._effects(now),
            warnings=_by_config(self.stores, self.what),
            same_as=shlex.join(["moie", "alerts", "unmute", self.what]),
        )

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Takes the mute away."""
        now, effects = clock(), self._effects(clock())
        if not effects:
            words = (f"alerts of {self.what} are not muted here", *_by_config(self.stores, self.what))
            return Outcome("", "unchanged", "; ".join(words))
        return change_quiet(
            self.stores,
            self.name,
            now,
            effects,
            lambda quiet: replace(quiet, mutes=_others(quiet, self.what, now)),
            "; ".join((f"alerts of {self.what} are told again", *_by_config(self.stores, self.what))),
        )

    def _effects(self, now: datetime) -> tuple[Effect, ...]:
        before = _before(self.stores, self.what, now)
        return () if before is ABSENT else (Effect(QUIET, self.stores.quiet.name, before, ABSENT),)


def change_quiet(
    stores: Stores,
    kind: str,
    now: datetime,
    effects: tuple[Effect, ...],
    change: Callable[[Quiet], Quiet],
    message: str,
) -> Outcome:
    """One change of the quiet file, recorded so that its bytes can come back, and told to the log."""
    name = stores.quiet.name
    with recorded(stores, kind, now) as record:
        stores.quiet.change(change, lambda old, new: record.intend(effects, {name: old}, {name: new}))
        record.message = message
    report(stores, now, "quiet", message, metadata={"operation": record.id})
    return Outcome(record.id, "done", message, effects)


def _others(quiet: Quiet, what: str, now: datetime) -> tuple[Silence, ...]:
    return tuple(one for one in quiet.mutes if one.what != what and one.holds(now))


def _before(stores: Stores, what: str, now: datetime) -> object:
    """The mute that holds now, in words; ABSENT without one."""
    found = next((one for one in stores.quiet.read().mutes if one.what == what and one.holds(now)), None)
    if found is None:
        return ABSENT
    lasts = f"{what} {'until it is unmuted' if found.until is None else f'until {found.until:%F %H:%M} UTC'}"
    return f"{lasts}: {found.why}" if found.why else lasts


def _lasts(span: timedelta | None) -> str:
    return "until it is unmuted" if span is None else f"for {ago(span)}"


def _by_config(stores: Stores, what: str) -> tuple[str, ...]:
    muted = what in stores.settings.alerts.mute
    return ("the config mutes it all the same (alerts.mute)",) if muted else ()


def _odd(stores: Stores, what: str) -> tuple[str, ...]:
    """That nothing is called so, with what is called nearly so.

    While a document can't be read nobody can tell, and any word will do."""
    words = (ALL, *KINDS, "state", "health", "config", "commands", "phase")
    if what in words:
        return ()
    try:
        jobs = {job.key for _, job in stores.state.read().state.jobs()} | set(stores.health.read(stores.zone))
    except InvalidDocument:
        return ()
    if what in jobs:
        return ()
    near = get_close_matches(what, [*words, *sorted(jobs, key=natural_key)])
    meant = f"; did you mean {' or '.join(near)}?" if near else ""
    return (f"there is no job and no kind of alert {what!r}{meant}",)
