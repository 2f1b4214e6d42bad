"""The config as one reader sees it over time: the last valid one stays in force, and a change is told."""

from __future__ import annotations

from datetime import datetime

from moie_tui.domain.settings import Settings
from moie_tui.storage.config_file import ConfigFile, effective
from moie_tui.storage.reading import fingerprint
from moie_tui.storage.remembered import Marks, Remembered
from moie_tui.storage.stores import Stores, with_settings
from moie_tui.values import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from moie_tui.domain.config_changes import ConfigChange
    from moie_tui.domain.plan import Effect
    from moie_tui.domain.view import Problem


@dataclass(frozen=True)
class _Configured:
    settings: Settings = field(default_factory=Settings)
    problems: tuple[Problem, ...] = ()
    raw: dict[str, Any] | None = None


class ConfigReader:
    """Reads the config again when it changed. `change` is the newest one seen here, None before the first."""

    def __init__(self, stores: Stores) -> None:
        self._file: ConfigFile = stores.config
        known = stores.config.last_good() if stores.config_error is not None else None
        self._kept = Remembered(_Configured(stores.settings, raw=known.raw if known else None))
        self._looked = False
        self._failure = ""
        self.change: ConfigChange | None = None
        self.before: dict[str, Any] | None = None
        """What was set before `is_news`; None when that is not known."""
        self.is_news = False
        """Whether the last refresh found another content that matters: changed values, or a new error."""

    @property
    def problem(self) -> Problem | None:
        """Why the config in force is not the one that lies there."""
        return self._kept.problem

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What in the config in force can't be read."""
        return self._kept.value.problems

    @property
    def written(self) -> datetime | None:
        """When it was last written."""
        return self._kept.written

    def refresh(self, stores: Stores, now: datetime) -> Stores:
        """The stores by the config that is in force now; the same ones when nothing changed."""
        before = self._kept.value
        self._kept.refresh(now, self._marks, self._read)
        failure = self._kept.error.line() if self._kept.error else ""
        after = self._kept.value
        self.is_news = self._looked and (after is not before or failure != self._failure)
        self._looked, self._failure = True, failure
        if self.is_news:
            self.before = before.raw
            if effects := settings_changed(before.raw, after.raw):
                from moie_tui.domain.config_changes import ConfigChange

                self.change = ConfigChange(now, effects)
        now_set = (after.settings, self._kept.error)
        is_same = now_set == (stores.settings, stores.config_error)
        return stores if is_same else with_settings(stores, *now_set)

    def _marks(self) -> Marks:
        return (fingerprint(self._file.path),)

    def _read(self) -> _Configured:
        config = self._file.read()
        return _Configured(config.settings, config.problems, config.raw)


def settings_changed(before: dict[str, Any] | None, after: dict[str, Any] | None) -> tuple[Effect, ...]:
    """What differs in force, with the defaults of both; nothing while one of them is not known."""
    if before is None or after is None or before == after:
        return ()
    from moie_tui.domain.config_changes import changes_in_force

    return changes_in_force(before, after, effective(before), effective(after))
