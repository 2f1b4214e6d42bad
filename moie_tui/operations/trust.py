"""Consent to a root's commands: they are shown, then recorded outside the root."""

from __future__ import annotations

from datetime import datetime

from moie_tui.domain.errors import MoieError
from moie_tui.domain.plan import ABSENT, TRUST, Cancel, Clock, Command, Effect, Outcome, Plan, Progress
from moie_tui.operations.consent import confirmed, resting_on
from moie_tui.operations.sightings import commands_of
from moie_tui.storage.config_file import CONFIG_NAME
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores
from moie_tui.values import dataclass


@dataclass(frozen=True)
class Trust:
    """Trusts the root, or approves the commands that are new or changed since."""

    stores: Stores
    name: str = "trust"

    def plan(self, now: datetime) -> Plan:
        """Every command of the state and the config; as effects those not approved yet."""
        document = self.stores.state.read()
        trust, root = self.stores.trust, self.stores.root
        known = trust.known_commands(root) if trust.is_trusted(root) else {}
        commands = commands_of(document.state, self.stores.settings)
        news = [
            Effect(TRUST, where, known.get(where, ABSENT), command)
            for where, command in commands.items()
            if known.get(where) != command
        ]
        first = () if trust.is_trusted(root) else (Effect(TRUST, "this root", "untrusted", "trusted"),)
        return Plan(
            operation=self.name,
            title=f"Trust {root} · {len(commands)} commands",
            effects=(*first, *news),
            commands=tuple(Command(where, command) for where, command in commands.items()),
            warnings=("trusting lets pulses run these as you; nothing runs now",) if commands else (),
            rests_on=resting_on(root, document.name, CONFIG_NAME),
            same_as="moie trust",
        )

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Records the root and its commands under $MOIE_HOME."""
        plan = confirmed(self.stores, self, plan, clock())
        if not plan.effects:
            return Outcome("", "unchanged", "this root and all its commands are trusted already")
        self.stores.trust.trust(self.stores.root, {one.job: one.command for one in plan.commands})
        message = f"trusted: {len(plan.commands)} commands may run in {self.stores.root}"
        try:
            facts = {"trusted": len(plan.commands)}
            report(self.stores, clock(), "trust", message, metadata=facts)
        except MoieError as error:
            # Consent lies outside the root, and is given whether or not the root can be written.
            message += f" (no event says so: {error.line()})"
        return Outcome("", "done", message, plan.effects)
