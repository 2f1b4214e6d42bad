"""Gathering an incident from a root: reading only, and nothing leaves with a secret in it."""

from __future__ import annotations

import json
import os
import platform
import shlex
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from moie_tui.domain.errors import InvalidDocument, MoieError
from moie_tui.domain.event_query import Wanted
from moie_tui.domain.incident import (
    EVENTS,
    OUTPUT_CHARACTERS,
    Incident,
    Part,
    Seen,
    facts_of,
    failed_runs,
    readme,
)
from moie_tui.domain.plan import Cancel, Silent
from moie_tui.domain.records import record_of
from moie_tui.domain.secrets import (
    is_secret_name,
    picture_without_secrets,
    secrets_in,
    value_without_secrets,
    without_secrets,
)
from moie_tui.domain.tables import as_json
from moie_tui.operations.doctor import examine
from moie_tui.storage.event_pages import page
from moie_tui.storage.health_file import HEALTH_NAME
from moie_tui.storage.stores import Stores
from moie_tui.storage.strict_json import dump, parse
from moie_tui.values import replace

_LEFT_OUT = "is left out: as it can't be read, nobody can tell the secrets in it"


def incident(stores: Stores, seen: Seen, cancel: Cancel) -> Incident:
    """Everything there is to tell; what can't be gathered says why in its place."""
    known = frozenset(_known_secrets(stores))
    parts = [
        Part("screen.txt", "what was on screen", without_secrets(seen.text, known)),
        Part(
            "screen.svg",
            "the same as a picture",
            picture_without_secrets(seen.svg, seen.text.split("\n"), known),
        ),
        *(replace(one, text=_json(one.text, known)) for one in facts_of(seen)),
        *_documents(stores, known),
        _events(stores, seen, known, cancel),
        *_outputs(stores, seen, known),
        _doctor(stores, seen.present, known, cancel),
        Part("versions.json", "what ran where", as_json({**_versions(), **seen.about})),
    ]
    told = readme(seen, parts, shlex.quote(str(stores.root)))
    told = replace(told, text=without_secrets(told.text, known))
    return Incident(f"moie-incident-{_name(seen)}-{seen.now:%Y%m%dT%H%M%SZ}", (told, *parts))


def _name(seen: Seen) -> str:
    return Path(seen.view.root).name or "root"


def _known_secrets(stores: Stores) -> Iterator[str]:
    """What the config and the environment call secret."""
    yield from (value for name, value in os.environ.items() if is_secret_name(name))
    try:
        yield from secrets_in(stores.config.read().raw)
    except MoieError:
        last = stores.config.last_good()
        yield from secrets_in(last.raw if last else {})


def _json(text: str, known: frozenset[str]) -> str:
    return as_json(value_without_secrets(parse(text.encode("utf-8", "surrogatepass"), "facts"), known))


def _documents(stores: Stores, known: frozenset[str]) -> Iterator[Part]:
    version = stores.state.live_version()
    if version is not None:
        yield _document(stores, stores.state.path(version).name, "the state as it is", known)
    if (stores.root / HEALTH_NAME).is_file():
        yield _document(stores, HEALTH_NAME, "what the endless jobs did", known)
    name, words = "config.json", "what the config sets"
    yield _gathered(
        name, words, lambda: as_json(value_without_secrets(stores.config.read().raw, known)), _LEFT_OUT
    )


def _document(stores: Stores, name: str, words: str, known: frozenset[str]) -> Part:
    data = stores.state.bytes_of(name) or b""
    try:
        text = dump(value_without_secrets(parse(data, name), known)).decode("utf-8")
    except InvalidDocument as error:
        text = without_secrets(data.decode("utf-8", "replace"), known)
        words = f"{words}, which can't be read: {error.what}"
    return Part(name, words, text)


def _events(stores: Stores, seen: Seen, known: frozenset[str], cancel: Cancel) -> Part:
    def slice_() -> str:
        wanted = Wanted(since=seen.since, until=seen.until)
        found = page(stores.events.folder, stores.zone, wanted, EVENTS, cancel=cancel)
        rows = (value_without_secrets(record_of(one.event), known) for one in found.events)
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)

    return _gathered("events.jsonl", "the log around that moment", slice_)


def _outputs(stores: Stores, seen: Seen, known: frozenset[str]) -> Iterator[Part]:
    for job, run_id in failed_runs(seen):

        def output(job: str = job, run_id: str = run_id) -> str:
            return without_secrets(stores.runs.log(job, run_id)[0][-OUTPUT_CHARACTERS:], known)

        safe = "".join(one if one.isalnum() or one in ".-" else "_" for one in f"{job}-{run_id}")
        yield _gathered(f"outputs/{safe}.txt", f"the last failed output of job {job}", output)


def _doctor(stores: Stores, now: datetime, known: frozenset[str], cancel: Cancel) -> Part:
    def findings() -> str:
        return as_json(value_without_secrets(examine(stores, now, Silent(), cancel).as_json(), known))

    return _gathered("doctor.json", "what a check of the root finds", findings)


def _gathered(name: str, words: str, make: Callable[[], str], instead: str = "") -> Part:
    try:
        return Part(name, words, make())
    except MoieError as error:
        return Part(name, f"{words}: {instead or 'could not be gathered'}", f"{error.line()}\n")


def _version() -> str:
    try:
        return version("moie-tui")
    except PackageNotFoundError:
        return "unknown: it lies on the path without having been installed"


def _versions() -> dict[str, str]:
    return {
        "moie": _version(),
        "python": sys.version,
        "system": platform.platform(),
        "machine": platform.machine(),
        "terminal": os.environ.get("TERM", ""),
        "language": os.environ.get("LC_ALL") or os.environ.get("LANG", ""),
    }
