"""A run as one JSON object, its id, and the name of its job's folder."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from moie_tui.domain.errors import InvalidDocument
from moie_tui.domain.resources import resources_from
from moie_tui.domain.run import Run
from moie_tui.domain.timestamps import moment_of, utc_text
from moie_tui.storage.strict_json import dump, parse
from moie_tui.values import fields, pattern
from moie_tui.values.digest import sha256_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_ID = pattern(r"\d{8}T\d{6}Z-[0-9a-f]{4,16}", re.ASCII)
_PLAIN = pattern(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")
_LONGEST_FOLDER = 100
_TIMES = ("started_at", "ended_at")
_KINDS: Mapping[str, tuple[type, object]] = {
    "pid": (int, 0),
    "duration_ms": (int, 0),
    "output_bytes": (int, 0),
    "exit_code": (int, None),
    "signal": (int, None),
    "scheduled": (bool, False),
}
"""What is not text: its type, and what stands for a value of another one."""


def new_run_id(now: datetime) -> str:
    """An id that sorts by `now`, to the millisecond; chance tells apart what starts together."""
    now = now.astimezone(UTC)
    return f"{now:%Y%m%dT%H%M%SZ}-{now.microsecond // 1000:03x}{os.urandom(2).hex()[1:]}"


def is_run_id(text: str) -> bool:
    """Whether it is an id of a run, and so safe as the name of a file."""
    return _ID.fullmatch(text) is not None


def folder_of(job: str) -> str:
    """A folder's name for any job: plain ids as they are, others encoded; no two jobs share one."""
    if _PLAIN.fullmatch(job):
        return job
    data = job.encode("utf-8", "surrogatepass")
    name = "".join(chr(one) if _is_plain(at, one) else f"%{one:02X}" for at, one in enumerate(data))
    if name and len(name) <= _LONGEST_FOLDER:
        return name
    return f"%%{sha256_of(data)[:40]}"


def encode_run(run: Run) -> bytes:
    """Its JSON, in UTF-8."""
    raw = {one.name: getattr(run, one.name) for one in fields(run)}
    raw["resources"] = run.resources and run.resources.as_json()
    return dump(raw | {name: raw[name] and utc_text(raw[name]) for name in _TIMES})


def decode_run(data: bytes, run_id: str) -> Run | None:
    """The run of this id that the bytes tell; None when they are torn, foreign, or of another one."""
    try:
        raw = parse(data, run_id)
    except InvalidDocument:
        return None
    if not isinstance(raw, dict) or raw.get("id") != run_id or not isinstance(raw.get("job"), str):
        return None
    started = moment_of(raw.get("started_at"), UTC)
    if started is None:
        return None
    times = {"started_at": started, "ended_at": moment_of(raw.get("ended_at"), UTC)}
    known = {one.name: _value(one.name, raw.get(one.name)) for one in fields(Run)}
    return Run(**{**known, **times, "resources": resources_from(raw.get("resources"))})


def _value(name: str, value: Any) -> Any:
    kind, otherwise = _KINDS.get(name, (str, ""))
    # A bool is an int to Python, and no number of anything.
    sound = isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
    return value if sound else otherwise


def _is_plain(at: int, byte: int) -> bool:
    return (chr(byte).isascii() and chr(byte).isalnum()) or chr(byte) in "_-" or (at > 0 and byte == 0x2E)
