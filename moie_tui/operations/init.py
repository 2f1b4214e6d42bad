"""Making a new root."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from moie_tui.domain.errors import Refused
from moie_tui.domain.plan import ABSENT, FILE, TRUST, Cancel, Clock, Effect, Outcome, Plan, Progress
from moie_tui.domain.sample import demo_config, demo_document, new_root_config, new_root_document
from moie_tui.domain.settings import Settings
from moie_tui.domain.state import NEW_ROOT_VERSION, parse_state
from moie_tui.domain.timestamps import write_like
from moie_tui.operations.consent import confirmed, resting_on
from moie_tui.operations.sightings import commands_of
from moie_tui.storage.atomic import create_new
from moie_tui.storage.folders import plain_folder, private_folder
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores
from moie_tui.storage.strict_json import dump
from moie_tui.values import dataclass

CONFIG_NAME = "config.yaml"


@dataclass(frozen=True)
class Init:
    """Writes the first state and config of a folder that has none, and trusts it; `demo`: the sample."""

    stores: Stores
    project: str = "MOIE-OS"
    operator: str = ""
    demo: bool = False
    name: str = "init"

    def plan(self, now: datetime) -> Plan:
        """The files that will be there; Refused when the folder is a root already."""
        root, state = self.stores.root, self.stores.state
        if (version := state.live_version()) is not None:
            what = f"has a state already ({state.path(version).name})"
            raise Refused(what, where=str(root), fix="choose another folder")
        return Plan(
            operation=self.name,
            title=f"New root · {root}",
            effects=tuple(self._effects()),
            rests_on=resting_on(root, self._state_name(), CONFIG_NAME),
            same_as=f"moie init {root}",
        )

    def run(self, plan: Plan, clock: Clock, progress: Progress, cancel: Cancel) -> Outcome:
        """Makes the folders and files; never over one that is there."""
        root, now = self.stores.root, clock()
        plan = confirmed(self.stores, self, plan, now)
        root.mkdir(parents=True, exist_ok=True)
        plain_folder(root / "backups")
        plain_folder(root / "logs")
        private_folder(root / ".moie")
        if not (root / CONFIG_NAME).exists():
            create_new(root / CONFIG_NAME, self._config().encode())
        document = self._document(now)
        try:
            create_new(root / self._state_name(), dump(document))
        except FileExistsError as error:
            raise Refused("got a state just now, it is left alone", where=str(root)) from error
        self.stores.state.record_live(NEW_ROOT_VERSION)
        self.stores.trust.trust(root, commands_of(parse_state(document, NEW_ROOT_VERSION), Settings()))
        message = f"new root in {root}"
        report(self.stores, now, "state", message)
        return Outcome("", "done", message, plan.effects)

    def _effects(self) -> Iterator[Effect]:
        yield Effect(FILE, self._state_name(), ABSENT, "written")
        if not (self.stores.root / CONFIG_NAME).exists():
            yield Effect(FILE, CONFIG_NAME, ABSENT, "written")
        yield Effect(TRUST, "this root", "untrusted", "trusted")

    def _state_name(self) -> str:
        return self.stores.state.path(NEW_ROOT_VERSION).name

    def _config(self) -> str:
        return demo_config() if self.demo else new_root_config()

    def _document(self, now: datetime) -> dict[str, Any]:
        text = write_like(now, None, self.stores.zone, NEW_ROOT_VERSION)
        return demo_document(text) if self.demo else new_root_document(self.project, self.operator, text)
