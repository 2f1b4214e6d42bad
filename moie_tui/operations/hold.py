"""Putting pulses on hold, and letting them go on."""

from __future__ import annotations

from datetime import datetime, timedelta

from moie_tui.domain import hold as domain
from moie_tui.domain.errors import UsageError
from moie_tui.domain.event import INFO, WARNING
from moie_tui.domain.health import ago
from moie_tui.domain.plan import ABSENT, HOLD, Cancel, Clock, Effect, Outcome, Plan, Progress
from moie_tui.domain.spans import spell
from moie_tui.operations.saving import recorded
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores
from moie_tui.values import dataclass

_OFF = "the config keeps pulses off all the same (heartbeat.enabled: false)"


@dataclass(frozen=True)
class Hold:
    """Stops all pulses for a span (None: until somebody resumes them); `why` is shown to whoever looks."""

    stores: Stores
    span: timedelta | None = None
    why: str = ""
    scheduled: bool = False
    name: str = "hold"

    def plan(self, now: datetime) -> Plan:
        """The hold, in the place of one that holds already."""
        self.stores.state.require_live_version()
        if self.span is not None and self.span <= timedelta():
            raise UsageError("a hold must last longer than nothing", fix="--for takes a span like 2h")
        from shlex import join

        words = ["moie", "hold"]
        words += ["--for", spell(self.span)] if self.span is not None else []
        words += ["--why", self.why] if self.why else []
        return Plan(
            operation=self.name,
            title="Put pulses on hold",
            effects=(hold_effect(self.stores, now, self.span, self.why),),
            warnings=(*_off(self.stores), "runs that go on now are not ended"),
            same_as=join(words),
        )

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Writes it down; a pulse that runs right now still ends its step."""
        now = clock()
        hold = hold_of(self.stores, now, self.span, self.why)
        effect = hold_effect(self.stores, now, self.span, self.why)
        with recorded(self.stores, self.name, now, scheduled=self.scheduled) as record:
            self.stores.hold.write(
                hold,
                lambda old, new: record.intend(
                    (effect,), {self.stores.hold.name: old}, {self.stores.hold.name: new}
                ),
            )
            record.message = held(self.stores, hold)
        tell(self.stores, now, record.message, record.id)
        return Outcome(record.id, "done", record.message, (effect,))


@dataclass(frozen=True)
class Resume:
    """Lets pulses go on."""

    stores: Stores
    scheduled: bool = False
    name: str = "resume"

    def plan(self, now: datetime) -> Plan:
        """The end of the hold; nothing where none holds."""
        self.stores.state.require_live_version()
        return Plan(
            operation=self.name,
            title="Let pulses go on",
            effects=self._effects(now),
            warnings=_off(self.stores),
            same_as="moie resume",
        )

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Takes the hold away."""
        now, stores = clock(), self.stores
        effects = self._effects(now)
        if not effects:
            return Outcome("", "unchanged", "; ".join(("pulses are not on hold", *_off(stores))))
        with recorded(stores, self.name, now, scheduled=self.scheduled) as record:
            stores.hold.write(
                None,
                lambda old, new: record.intend(effects, {stores.hold.name: old}, {stores.hold.name: new}),
            )
            record.message = "; ".join(("pulses go on", *_off(stores)))
        report(stores, now, "hold", record.message, level=INFO, metadata={"operation": record.id})
        return Outcome(record.id, "done", record.message, effects)

    def _effects(self, now: datetime) -> tuple[Effect, ...]:
        before = _before(self.stores, now)
        return () if before is ABSENT else (Effect(HOLD, self.stores.hold.name, before, ABSENT),)


def hold_of(stores: Stores, now: datetime, span: timedelta | None, why: str) -> domain.Hold:
    """A hold that begins now."""
    return domain.Hold(now, None if span is None else now + span, why, str(stores.origin))


def hold_effect(stores: Stores, now: datetime, span: timedelta | None, why: str) -> Effect:
    """What it shows as; in words, so that two plans of one hold are the same a moment later."""
    lasts = domain.UNTIL_RESUMED if span is None else f"for {ago(span)}"
    return Effect(HOLD, stores.hold.name, _before(stores, now), f"{lasts}: {why}" if why else lasts)


def held(stores: Stores, hold: domain.Hold) -> str:
    """The sentence about a new hold."""
    why = f": {hold.why}" if hold.why else ""
    return f"pulses are on hold {domain.lasting(hold, stores.zone)}{why}"


def tell(stores: Stores, now: datetime, message: str, operation: str) -> None:
    """A warning in the log, and none that counts as critical."""
    report(stores, now, "hold", message, level=WARNING, metadata={"operation": operation})


def _before(stores: Stores, now: datetime) -> object:
    """The hold that holds now, in words; ABSENT without one."""
    found = stores.hold.read()
    if found is None or not found.holds(now):
        return ABSENT
    lasts = domain.lasting(found, stores.zone)
    return f"{lasts}: {found.why}" if found.why else lasts


def _off(stores: Stores) -> tuple[str, ...]:
    return () if stores.settings.heartbeat.enabled else (_OFF,)
