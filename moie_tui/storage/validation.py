"""All that is wrong with one document, of whatever kind its name and content say it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from moie_tui.domain.config_review import slips
from moie_tui.domain.errors import Flaw, InvalidDocument, KeyPath, ShapeError, UsageError
from moie_tui.domain.rules import flaws as flaws_of
from moie_tui.domain.settings import settings_from
from moie_tui.domain.state import LATEST_VERSION, parse_state
from moie_tui.domain.state_names import version_of
from moie_tui.domain.ui_review import ui_flaws
from moie_tui.domain.validation import Finding, Validation
from moie_tui.storage.config_file import flaw_of_job, zone_of
from moie_tui.storage.explain import explain, schema
from moie_tui.storage.health_file import HEALTH_NAME
from moie_tui.storage.locate import line_and_column, walk
from moie_tui.storage.mirror import AWAY, Mirror
from moie_tui.storage.reading import read_patiently
from moie_tui.storage.snapshot_names import read_name
from moie_tui.storage.state_problems import odd_places
from moie_tui.storage.strict_json import parse
from moie_tui.storage.yaml_document import YamlDocument, parse_yaml


def validate(path: Path, live_version: int) -> Validation:
    """What is wrong with the file; a state that names no version anywhere is held against the live one."""
    try:
        if path.suffix in (".yaml", ".yml"):
            return _config(path, read_patiently(path, lambda text: parse_yaml(text, path.name))[1])
        data, raw = read_patiently(path, lambda text: parse(text, path.name))
    except FileNotFoundError as error:
        raise UsageError("there is no such file", where=str(path), fix="name another one") from error
    except InvalidDocument as error:
        return Validation(path.name, _version_named(path.name), (_finding(error),))
    version = _version(path.name, raw, live_version)
    if version is None:
        return _found(path.name, None, raw, "health", data)
    held_against = min(version, LATEST_VERSION)
    return _found(path.name, version, raw, f"state.v{held_against}", data)


def _config(path: Path, document: YamlDocument) -> Validation:
    flaws = [document.invalid_at(flaw.path, flaw.what) for flaw in explain(document.raw, "config")]
    if not flaws and isinstance(document.raw, dict):
        try:
            zone_of(settings_from(document.raw))
        except InvalidDocument as error:
            flaws = [document.invalid_at(("system", "timezone"), error.what)]
        flaws += _flaws_of_jobs(document)
        flaws += [document.invalid_at(*flaw) for flaw in ui_flaws(settings_from(document.raw).ui)]
        flaws += _flaw_of_mirror(path.parent, document)
    return Validation(path.name, None, _sorted(flaws), _slips(document))


def _slips(document: YamlDocument) -> tuple[Finding, ...]:
    """Keys nobody knows: valid, as another program may use them, but a misspelt one sets nothing."""
    if not isinstance(document.raw, dict):
        return ()
    found = slips(document.raw, schema("config"))
    return _sorted(
        [document.invalid_at(path, f"{what}; {fix}" if fix else what) for path, what, fix in found]
    )


def _flaws_of_jobs(document: YamlDocument) -> list[InvalidDocument]:
    """Schedules, zones and windows nobody can read; they stop nothing but their own job."""
    assert isinstance(document.raw, dict)
    return [
        document.invalid_at(("jobs", key, *_steps(place)), flaw_of_job(key, place, why))
        for key, job in settings_from(document.raw).jobs.items()
        for place, why in flaws_of(job)
    ]


def _flaw_of_mirror(root: Path, document: YamlDocument) -> list[InvalidDocument]:
    """A place that can never take copies; one that is only not there may be a disk that is away."""
    assert isinstance(document.raw, dict)
    folder = settings_from(document.raw).backups.mirror
    flaw = Mirror(root, folder, None).flaw() if folder else None
    if flaw is None or flaw[0] == AWAY:
        return []
    return [document.invalid_at(("backups", "mirror"), f"{folder}: {flaw[0]}")]


def _steps(place: str) -> KeyPath:
    return tuple(int(step) if step.isdigit() else step for step in place.split("."))


def _found(name: str, version: int | None, raw: object, schema_name: str, data: bytes) -> Validation:
    flaws = explain(raw, schema_name)
    odd = [] if flaws or version is None else _odd(raw, version)
    paths = [flaw.path for flaw in (*flaws, *odd)]
    places = _places(data.decode("utf-8"), paths) if paths else {}
    errors, warnings = ([_error(name, one, places) for one in found] for found in (flaws, odd))
    return Validation(name, version, _sorted(errors), _sorted(warnings))


def _odd(raw: object, version: int) -> list[Flaw]:
    """What of a state has the right shape and yet no effect: a schedule nobody can read, an id twice."""
    try:
        state = parse_state(raw, version)
    except ShapeError:
        return []  # a version of later days, held against the latest we know
    return [Flaw(path, what) for path, what, _ in odd_places(state, None)]


def _places(text: str, paths: Iterable[KeyPath]) -> dict[KeyPath, tuple[int, int]]:
    """Line and column of these values and of what holds them, in one walk, as there may be thousands."""
    wanted = {path[:size] for path in paths for size in range(len(path) + 1)}
    offsets = {tuple(place.keys): place.offset for place in walk(text) if tuple(place.keys) in wanted}
    return {path: line_and_column(text, offset) for path, offset in offsets.items()}


def _error(name: str, flaw: Flaw, places: Mapping[KeyPath, tuple[int, int]]) -> InvalidDocument:
    held = next(flaw.path[:size] for size in range(len(flaw.path), -1, -1) if flaw.path[:size] in places)
    line, column = places[held]
    return InvalidDocument(flaw.what, path=name, line=line, column=column, key=".".join(map(str, flaw.path)))


def _sorted(flaws: list[InvalidDocument]) -> tuple[Finding, ...]:
    return tuple(sorted((_finding(flaw) for flaw in flaws), key=lambda one: (one.line, one.column)))


def _finding(error: InvalidDocument) -> Finding:
    return Finding(error.key, error.line_number, error.column, error.what)


def _version_named(name: str) -> int | None:
    snapshot = read_name(name, None)
    return snapshot.version if snapshot else version_of(name)


def _version(name: str, raw: object, live_version: int) -> int | None:
    """The schema version of a state; None for a health document."""
    named = _version_named(name)
    if named is not None or name == HEALTH_NAME:
        return named
    if not isinstance(raw, Mapping) or not {"meta", "phases", "schema_version"} & raw.keys():
        return None
    told = raw.get("schema_version")
    return told if isinstance(told, int) and told > 0 else live_version
