"""Having pulse and check started by the clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from moie_tui.domain.errors import Refused
from moie_tui.domain.neighbours import Neighbour
from moie_tui.domain.plan import TIMER, Cancel, Clock, Effect, Outcome, Plan, Progress
from moie_tui.domain.text import plain
from moie_tui.domain.timer import CRON, LAUNCHD, Entry
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores
from moie_tui.timers.applying import (
    alone,
    carry_out,
    effects_of,
    require_same,
    rests_on,
    unusable,
)
from moie_tui.timers.around import Around
from moie_tui.timers.desk import Change, Desk
from moie_tui.timers.entries import entries_for, prove
from moie_tui.timers.intervals import spoken
from moie_tui.timers.scheduler import Scheduler
from moie_tui.values import dataclass, field

BEATS = "beats this root too"


@dataclass(frozen=True)
class _Draft:
    """A plan with what it takes to carry it out."""

    plan: Plan
    chosen: Scheduler
    changes: tuple[Change, ...]
    agents: tuple[tuple[Scheduler, Neighbour], ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Install:
    """Two entries in a scheduler of this kind (None: what suits the machine). Whatever beats the root already
    is in the way; with `replace` it is put out of action: cron lines commented out, agents unloaded."""

    stores: Stores
    kind: str | None = None
    replace: bool = False
    around: Around = field(default_factory=Around)
    name: str = "timers install"

    def plan(self, now: datetime) -> Plan:
        """What would be written; Refused while something else beats the root."""
        return self._draft(now).plan

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Tries moie without this shell's environment first, then writes and makes active."""
        with alone(self.stores, self.name, self.around):
            draft = self._draft(clock())
            require_same(plan, draft.plan)
            said = f"{_spoken(draft.entries)} under {draft.chosen.kind}"
            if not draft.plan.effects:
                return Outcome("", "unchanged", f"installed already: {said}")
            progress.step("trying moie without this shell's environment")
            prove(self.around, draft.entries[0])
            progress.step(f"writing to {draft.chosen.kind}")
            carry_out(draft.changes)
            ways_back = [scheduler.put_out(one) for scheduler, one in draft.agents]
        message = f"installed: {said}; `moie timers remove` takes it back"
        facts = {"kind": draft.chosen.kind, "replaced": [one.words for _, one in draft.agents]}
        report(self.stores, clock(), "timers", message, metadata=facts)
        minds = [*draft.plan.warnings, *(f"to start what was replaced again: {way}" for way in ways_back)]
        detail = {"kind": draft.chosen.kind, "notes": minds}
        return Outcome("", "done", "; ".join([message, *minds]), draft.plan.effects, detail=detail)

    def _draft(self, now: datetime) -> _Draft:
        self.stores.state.require_live_version()
        desk = Desk.read(self.stores, self.around, lambda: now)
        chosen = desk.chosen(self.kind)
        entries = entries_for(self.stores, self.around, chosen.kind)
        every = list(desk.neighbours())
        beating = [(scheduler, one) for scheduler, one in every if one.beats]
        elsewhere = [one for one in desk.schedulers.values() if one is not chosen and _has_ours(one, desk)]
        if not self.replace:
            _refuse(beating, elsewhere)
        changes = tuple(self._changes(desk, chosen, entries, [one for _, one in beating]))
        agents = tuple(
            (scheduler, one)
            for scheduler, one in beating
            if scheduler.kind != CRON and not scheduler.why_not()
        )
        effects = (*effects_of(changes), *(Effect(TIMER, one.where, BEATS, "unloaded") for _, one in agents))
        plan = Plan(
            operation=self.name,
            title=f"Install timers under {chosen.kind} · {_spoken(entries)}",
            effects=effects,
            warnings=tuple(self._warnings(chosen, entries, changes, every)) if effects else (),
            rests_on=rests_on(changes),
            same_as=f"moie timers install --kind {chosen.kind}{' --replace' if self.replace else ''}",
        )
        return _Draft(plan, chosen, changes, agents, entries)

    def _changes(
        self, desk: Desk, chosen: Scheduler, entries: Sequence[Entry], quiet: Sequence[Neighbour]
    ) -> Iterator[Change]:
        """The chosen scheduler first, so that at no moment nothing beats."""
        before = desk.contents[chosen.kind]
        yield Change(chosen, before, chosen.wanted(before, entries, quiet))
        for one in desk.schedulers.values():
            if self.replace and one is not chosen:
                before = desk.contents[one.kind]
                yield Change(one, before, one.wanted(before, (), quiet))

    def _warnings(
        self,
        chosen: Scheduler,
        entries: Sequence[Entry],
        changes: Sequence[Change],
        every: Sequence[tuple[Scheduler, Neighbour]],
    ) -> Iterator[str]:
        yield from unusable(changes)
        if not unusable(changes):
            yield from chosen.notes(entries)
        settings = self.stores.settings
        if settings.alerts.desktop and (why := _no_desktop(chosen, entries, self.around)):
            yield f"{why}, so the check can't notify the desktop: set alerts.command or alerts.urls"
        if not any((settings.alerts.desktop, settings.alerts.command, settings.alerts.urls)):
            yield "no channel is configured, so the check tells nobody: set alerts.command or alerts.urls"
        if not self.stores.trust.is_trusted(self.stores.root):
            yield "nobody trusted this root yet, so its pulses run no command: `moie trust`"
        if not settings.heartbeat.enabled:
            yield "heartbeat.enabled is false: pulses only stamp the heartbeat"
        for _, one in every:
            if not one.beats and not one.is_ours:
                yield f"another program runs on this root too: {plain(one.words)}"


def _spoken(entries: Sequence[Entry]) -> str:
    return ", ".join(f"{one.name} {spoken(one.seconds)}" for one in entries)


def _has_ours(scheduler: Scheduler, desk: Desk) -> bool:
    return bool(scheduler.installed(desk.contents[scheduler.kind]))


def _refuse(beating: Sequence[tuple[Scheduler, Neighbour]], elsewhere: Sequence[Scheduler]) -> None:
    """Two hearts of one root are one too many."""
    found = [f"{one.where}: {one.words}" for _, one in beating]
    found += [f"our own timers under {one.kind}" for one in elsewhere]
    if found:
        raise Refused(
            f"something beats this root already: {'; '.join(found)}",
            fix="take it out, or say --replace to put it out of action",
        )


def _no_desktop(chosen: Scheduler, entries: Sequence[Entry], around: Around) -> str:
    """Why what is started there has no desktop to speak to, "" when it has."""
    if chosen.kind == LAUNCHD:
        return ""
    if chosen.kind == CRON and not any("DBUS_SESSION_BUS_ADDRESS" in one.environment for one in entries):
        return "cron starts outside of the desktop session (no DISPLAY, no DBUS)"
    if not around.environ.get("DISPLAY") and not around.environ.get("WAYLAND_DISPLAY"):
        return "there is no desktop session here"
    return ""
