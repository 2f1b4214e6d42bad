"""What is ours in `.moie/`: each document, and the operation log that undo needs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from moie_tui.domain.checkup import NOTE, OK, PROBLEM, Diagnosis, Rewrite
from moie_tui.domain.errors import InvalidDocument
from moie_tui.operations.checkup.patient import Patient, counted
from moie_tui.storage.folders import OURS
from moie_tui.storage.mending import bytes_at
from moie_tui.storage.strict_json import parse

_NOTES = ("attempts.json", "mirror.json", "pending.json", "rotation.json", "schedules.json", "told.json")
"""What only remembers; a spoilt one is made anew by its next writer."""
_LOG = f"{OURS}/operations.jsonl"


def check_ours(patient: Patient) -> Iterator[Diagnosis]:
    """Every document: which version is live, what migrations set aside, holds, mutes, notes."""
    found = [
        one for path in sorted((patient.root / OURS).glob("*.json")) for one in _document(patient, path.name)
    ]
    yield from found
    if found:
        return
    patient.stores.state.live_version()
    patient.stores.stash.read()
    patient.stores.hold.read()
    patient.stores.quiet.read()
    yield Diagnosis(OK, OURS, "its documents can be read")


def check_log(patient: Patient) -> Iterator[Diagnosis]:
    """Whether the operation log is whole: its lines, and the operations of which the events tell."""
    data = bytes_at(patient.root, _LOG)
    lines = [line for line in (data or b"").splitlines() if line.strip()]
    if torn := sum(not _is_told(line) for line in lines):
        fix = "they are passed over; what they told of can't be undone"
        yield Diagnosis(NOTE, _LOG, f"{counted(torn, 'line')} nobody can read", fix)
    if data is not None:
        return
    told = {one.metadata.get("operation") for one in patient.stores.events.tail(500)} - {None, ""}
    if told:
        what = f"is gone, though the events tell of {counted(len(told), 'operation')}"
        yield Diagnosis(PROBLEM, _LOG, what, "none of them can be undone any more; `moie rollback` goes back")


def _document(patient: Patient, name: str) -> Iterator[Diagnosis]:
    path = f"{OURS}/{name}"
    data = bytes_at(patient.root, path)
    try:
        if data is not None:
            parse(data, path)
    except InvalidDocument as error:
        if name not in _NOTES:
            yield Diagnosis(PROBLEM, error.where, error.what, error.fix)
            return
        mend = Rewrite(path, data, None, ("can't be read", ""))
        yield Diagnosis(NOTE, error.where, error.what, "remove it: it only remembers, and is made anew", mend)


def _is_told(line: bytes) -> bool:
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(raw, dict) and isinstance(raw.get("op"), str) and bool(raw.get("id"))
