"""The config of a root: read strictly, held against its schema, and kept parsed by its content."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import tzinfo
from pathlib import Path

from moie_tui.domain.errors import InvalidDocument, MoieError
from moie_tui.domain.rules import flaws
from moie_tui.domain.settings import Settings, UiSettings, settings_from
from moie_tui.domain.view import Problem
from moie_tui.storage.atomic import write_atomic
from moie_tui.storage.folders import OURS, private_folder
from moie_tui.storage.reading import PATIENCE_SECONDS, STABLE_SECONDS, fingerprint, read_patiently
from moie_tui.storage.strict_json import dump
from moie_tui.values import dataclass
from moie_tui.values.digest import sha256_of
from moie_tui.values.plain_json import loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

CONFIG_NAME = "config.yaml"
Raw = dict[str, "Any"]


@dataclass(frozen=True)
class Config:
    """One reading of the config; `raw` keeps every section, also those nobody knows."""

    raw: Raw
    settings: Settings
    zone: tzinfo | None
    path: Path

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The schedules, keys and colours that can't be read; they stop nothing but what they are about."""
        return (*_schedule_problems(self.settings), *_ui_problems(self.settings.ui))


class ConfigFile:
    """The config of one root; a missing one is empty."""

    def __init__(self, root: Path) -> None:
        self.path = root / CONFIG_NAME
        self._ours = root / OURS

    def read(self) -> Config:
        """The config as it is; InvalidDocument with line, column and key.

        The parsed one is kept in `.moie/cache/`, if `.moie` is there: looking at a root leaves no trace."""
        if fingerprint(self.path) is None:
            return Config({}, Settings(), None, self.path)
        wait_until_calm(self.path)
        try:
            _, raw = read_patiently(self.path, self._parsed)
        except FileNotFoundError:
            raw = {}
        settings = settings_from(raw)
        return Config(raw, settings, zone_of(settings), self.path)

    def last_good(self) -> Config | None:
        """The last readable config, if the cache has it: for whoever must go on without one."""
        for path in sorted((self._ours / "cache").glob("config-*.json")):
            if (raw := _cached(path)) is None:
                continue
            settings = settings_from(raw)
            with suppress(InvalidDocument):  # a zone the system no longer knows: then it is not valid now
                return Config(raw, settings, zone_of(settings), self.path)
        return None

    def _parsed(self, data: bytes) -> Raw:
        from moie_tui.storage.explain import schema_bytes

        cached = self._ours / "cache" / f"config-{sha256_of(schema_bytes('config') + data)[:16]}.json"
        if (known := _cached(cached)) is not None:
            return known
        raw = validated(data)
        with suppress(MoieError, OSError):  # the cache is disposable: without it the next reading is slower
            if self._ours.is_dir():
                private_folder(cached.parent)
                body = dump(raw)
                write_atomic(cached, sha256_of(body).encode() + b"\n" + body)
                _remove_others(cached)
        return raw


def effective(raw: Mapping[str, Any]) -> Raw:
    """The config with the default of everything that is absent or null."""
    from moie_tui.storage.explain import schema

    return _with_defaults(raw, schema("config"))


def zone_of(settings: Settings) -> tzinfo | None:
    """The zone of naive times; None for the machine's. InvalidDocument when there is no such zone."""
    if settings.timezone is None:
        return None
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(settings.timezone)
    except (KeyError, ValueError, OSError) as error:
        what, fix = f"{settings.timezone!r} is no known time zone", "name one like Europe/Berlin"
        raise InvalidDocument(what, path=CONFIG_NAME, key="system.timezone", fix=fix) from error


def validated(data: bytes) -> Raw:
    """What a config of these bytes says; InvalidDocument with line, column and key."""
    from moie_tui.storage.explain import explain
    from moie_tui.storage.yaml_document import parse_yaml

    document = parse_yaml(data, CONFIG_NAME)
    for flaw in explain(document.raw, "config"):
        raise document.invalid_at(flaw.path, flaw.what)
    raw = document.raw
    assert isinstance(raw, dict)
    try:
        zone_of(settings_from(raw))
    except InvalidDocument as error:
        raise document.invalid_at(("system", "timezone"), error.what) from error
    return raw


def _cached(path: Path) -> Raw | None:
    """What was kept, if it still is what was written: a rotten bit must not become a setting."""
    try:
        total, _, body = path.read_bytes().partition(b"\n")
        known = loads(body) if total == sha256_of(body).encode() else None
    except (OSError, ValueError, RecursionError):
        return None  # absent or spoilt: the config itself is read
    return known if isinstance(known, dict) else None


def _remove_others(cached: Path) -> None:
    for name in os.listdir(cached.parent):
        if name.startswith("config-") and name != cached.name:
            os.unlink(cached.parent / name)


def wait_until_calm(path: Path) -> None:
    """Half a YAML file is often valid, so one that was written just now must stay the same for a moment."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (found := fingerprint(path)) is not None and time.monotonic() < deadline:
        age = time.time() - found[1] / 1e9
        if not 0 <= age < STABLE_SECONDS:
            return
        time.sleep(STABLE_SECONDS - age)


def _with_defaults(raw: Mapping[str, Any], shape: Mapping[str, Any]) -> Raw:
    named, others = shape.get("properties", {}), shape.get("additionalProperties")
    parts = {**{key: others for key in raw if others}, **named}
    merged = dict(raw)
    for key, part in parts.items():
        value = merged.get(key)
        if part.keys() & {"properties", "additionalProperties"}:
            merged[key] = _with_defaults(value or {}, part)
        elif value is None and "default" in part:
            merged[key] = part["default"]
    return merged


def _schedule_problems(settings: Settings) -> list[Problem]:
    return [
        Problem(f"{CONFIG_NAME} (jobs.{key}.{place})", flaw_of_job(key, place, why), "correct it")
        for key, job in settings.jobs.items()
        for place, why in flaws(job)
    ]


def _ui_problems(ui: UiSettings) -> Iterator[Problem]:
    if ui.keymap or ui.mark.colour:
        from moie_tui.domain.ui_review import ui_flaws

        for path, what in ui_flaws(ui):
            yield Problem(f"{CONFIG_NAME} ({'.'.join(map(str, path))})", what, "correct it")


def flaw_of_job(key: str, place: str, why: str) -> str:
    """What is wrong with the words of one job's settings, at `place` below its key."""
    name = {"schedule": "the schedule", "timezone": "the time zone"}.get(place, "a maintenance window")
    return f"{name} of job {key} can't be read: {why}"
