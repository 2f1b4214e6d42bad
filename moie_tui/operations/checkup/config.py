"""The config: what in it is wrong, and what has no effect."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from moie_tui.domain.checkup import NOTE, OK, PROBLEM, Diagnosis
from moie_tui.domain.config_review import review, unknown_jobs
from moie_tui.domain.errors import MoieError
from moie_tui.operations.checkup.patient import Patient
from moie_tui.storage.config_file import CONFIG_NAME
from moie_tui.storage.explain import schema
from moie_tui.storage.yaml_document import unquoted_numbers


def check_config(patient: Patient) -> Iterator[Diagnosis]:
    """Flaws first; then remarks, which stop nothing."""
    config = patient.stores.config.read()
    flaws = [Diagnosis(PROBLEM, one.where, one.what, one.fix) for one in config.problems]
    unused = [*review(config.raw, schema("config")), *_jobs(patient, config.raw)]
    # What is called nearly like something known was probably meant to be that.
    notes = [(*one, bool(one[2])) for one in unused]
    notes += [(*one, False) for one in (*_places(patient, config.raw), *_numbers(patient))]
    remarks = [
        Diagnosis(NOTE, f"{CONFIG_NAME} ({where})", what, fix, slip=slip) for where, what, fix, slip in notes
    ]
    yield from (*flaws, *remarks)
    if not flaws and not remarks:
        yield Diagnosis(OK, CONFIG_NAME, "valid, and all of it is used")


def _jobs(patient: Patient, raw: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    jobs = raw.get("jobs") or {}
    try:
        known = {job.key for _, job in patient.stores.state.read().state.jobs()}
        known |= set(patient.stores.health.read(patient.stores.zone))
    except MoieError:
        return  # told by the check of the documents
    yield from unknown_jobs(jobs, known)


def _places(patient: Patient, raw: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Paths of another machine are never followed."""
    base = (raw.get("system") or {}).get("base_path")
    if isinstance(base, str) and os.path.realpath(base) != os.path.realpath(patient.root):
        yield "system.base_path", f"names {base}, not this root", "it is never followed"
    journal = patient.stores.settings.system_journal
    if journal:
        real = os.path.realpath(patient.root / journal)
        inside = real.startswith(os.path.realpath(patient.root) + os.sep)
        if not inside or not Path(real).is_file():
            why = "does not exist" if inside else "lies outside the root"
            yield "logging.system_journal", f"{journal} {why}, so nothing is written to it", "name one inside"


def _numbers(patient: Patient) -> Iterator[tuple[str, str, str]]:
    path = patient.stores.config.path
    data = path.read_bytes() if path.is_file() else b""
    for key, line, number in unquoted_numbers(data):
        what = f"line {line}: other programs read the key {key} as the number {number}"
        yield "jobs", what, f'quote it: "{key}"'
