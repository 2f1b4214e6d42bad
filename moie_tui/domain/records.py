"""Whatever a list shows, as the objects of JSON the commands answer with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from operator import methodcaller
from typing import Any

from moie_tui.domain.executions import Execution
from moie_tui.domain.json_values import fit
from moie_tui.domain.judge import JudgedJob
from moie_tui.domain.metrics import Metric
from moie_tui.domain.plan import ABSENT, Effect, OperationRecord
from moie_tui.domain.run import Run
from moie_tui.domain.signatures import Signature
from moie_tui.domain.snapshot import Snapshot
from moie_tui.domain.state import Job
from moie_tui.domain.summary import execution_row, operation_row, snapshot_row
from moie_tui.domain.verification import Verified
from moie_tui.domain.view import Problem
from moie_tui.values import asdict, fields

Record = dict[str, object]


def _job_row(job: Job) -> Record:
    """As the state spells it: what it does not say is left out."""
    return {key: value for key, value in asdict(job).items() if value not in (None, "", False)}


_ROWS: dict[type, Callable[[Any], Mapping[str, object]]] = {
    Snapshot: snapshot_row,
    OperationRecord: operation_row,
    Execution: execution_row,
    Job: _job_row,
    **dict.fromkeys((JudgedJob, Metric, Effect, Run, Signature, Verified, Problem), methodcaller("as_json")),
}


def record_of(thing: object) -> Record:
    """The row of the contract where there is one, else every field; a text is its own only field."""
    found = _as_json(thing)
    return {str(key): one for key, one in found.items()} if isinstance(found, dict) else {"text": found}


def _as_json(value: object) -> Any:
    if (row := _ROWS.get(type(value))) is not None:
        value = row(value)
    if value is None or value is ABSENT:
        return None
    if isinstance(value, str | int | float):
        return fit(value)
    if isinstance(value, Mapping):
        return {str(key): _as_json(one) for key, one in value.items()}
    if isinstance(value, Sequence):
        return [_as_json(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return _of_fields(value)


def _of_fields(value: Any) -> Any:
    try:
        names = [one.name for one in fields(value)]
    except (AttributeError, TypeError):
        return str(value)
    return {name: _as_json(getattr(value, name)) for name in names}
