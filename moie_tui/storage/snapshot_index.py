"""`backups/index.jsonl`: what is known of snapshots beyond their names, as lines that only ever grow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

from moie_tui.domain.snapshot import REASONS, UNKNOWN, Snapshot
from moie_tui.domain.timestamps import moment_of, utc_text
from moie_tui.storage.atomic import append_line, write_atomic
from moie_tui.storage.reading import Fingerprint, bytes_or_none, fingerprint
from moie_tui.storage.snapshot_names import NameParts, is_id, short_id
from moie_tui.values import dataclass, field, replace
from moie_tui.values.plain_json import dumps, loads

_SPARE_LINES = 200
_REMEMBERED = 500
_LARGEST = 2**62

Fields = Mapping[str, object]
"""What the index says of one name: any part of `record_of`."""


@dataclass(frozen=True, eq=False)
class Folded:
    """The index read from top to bottom: the newest word on each name, and the lines that are not ours.

    Rows with `gone` were deleted in a way that undo takes back."""

    rows: Mapping[str, Fields] = field(default_factory=dict)
    last_sequence: int = 0
    lines: int = 0
    foreign: tuple[bytes, ...] = ()


class SnapshotIndex:
    """Appends to the index and folds it; the caller holds the lock of the snapshots while writing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[Fingerprint | None, Folded] = (None, Folded())
        self._data = b""

    def folded(self) -> Folded:
        """What the index says now; no line is parsed twice, and what is said of a name is the same object
        until a line says more of it."""
        found = fingerprint(self._path)
        if found != self._seen[0]:
            self._seen = (found, self._folded_on(self.content() or b""))
        return self._seen[1]

    def append(self, *records: Fields, durable: bool = True) -> None:
        """Add records, on the disk when this returns if they are to be `durable`."""
        for at, record in enumerate(records, start=1):
            append_line(self._path, line_of(record), durable=durable and at == len(records))

    def compact(self, list_rows: Callable[[], Iterable[Snapshot]]) -> None:
        """Write only what describes the rows, the newest deleted ones and every foreign line, once the index
        is much longer than that; only then the rows are asked for."""
        folded = self.folded()
        if folded.lines <= _SPARE_LINES:
            return
        there = {row.name for row in list_rows()}
        gone = [
            name for name, fields in folded.rows.items() if fields.get("gone") is True and name not in there
        ]
        gone = sorted(gone, key=lambda name: _whole(folded.rows[name], "sequence", 0))[-_REMEMBERED:]
        known = [fields for name, fields in folded.rows.items() if name in there or name in gone]
        if folded.lines <= 2 * len(known) + len(folded.foreign) + _SPARE_LINES:
            return
        lines = (*folded.foreign, line_of({"last_sequence": folded.last_sequence}), *map(line_of, known))
        write_atomic(self._path, b"".join(line + b"\n" for line in lines))

    def content(self) -> bytes | None:
        """The bytes as they are, None when there is no index."""
        return bytes_or_none(self._path)

    def _folded_on(self, data: bytes) -> Folded:
        known, self._data = self._data, data
        if known.endswith(b"\n") and data.startswith(known):
            return fold(data[len(known) :].splitlines(), self._seen[1])
        return fold(data.splitlines())


def fold(lines: Iterable[bytes], before: Folded | None = None) -> Folded:
    """The newest word on each name, after what the lines `before` said; torn and foreign lines are set aside,
    blank ones dropped."""
    before = before or Folded()
    rows: dict[str, Fields] = dict(before.rows)
    foreign = [*before.foreign]
    last, count = before.last_sequence, before.lines
    for line in lines:
        count += 1
        record = _record(line)
        if record is None:
            foreign.extend([line] if line.strip() else [])
            continue
        last = max(last, _whole(record, "last_sequence", 0), _whole(record, "sequence", 0))
        name = record.get("name")
        if record.get("forgotten") is True:
            rows.pop(str(name), None)
        elif isinstance(name, str):
            rows[name] = {**rows[name], **record} if name in rows else record
    return Folded(rows, last, count, tuple(foreign))


def record_of(row: Snapshot) -> Fields:
    """The whole line of a snapshot; where it lies (kept or not) only the folders say."""
    return {
        "id": row.id,
        "name": row.name,
        "sequence": row.sequence,
        "taken_at": utc_text(row.taken_at),
        "reason": row.reason,
        "origin": row.origin,
        "note": row.note,
        "sha256": row.sha256,
        "size_bytes": row.size_bytes,
        "pinned": row.pinned,
        "proven": row.proven,
        "proven_at": utc_text(row.proven_at) if row.proven_at else None,
        "schema_version": row.schema_version,
        **({"damaged": True} if row.damaged else {}),
    }


def row_from(name: str, parts: NameParts, fields: Fields, *, kept: bool) -> Snapshot:
    """The row of a file that is there, from its name and what the index says; the id may still be "".

    A copy in `kept/` of which the index says nothing counts as pinned: somebody wanted it to stay."""
    identity, reason = _text(fields, "id"), _text(fields, "reason")
    pinned, proven_at = fields.get("pinned"), _moment(fields, "proven_at")
    return Snapshot(
        id=identity if is_id(identity) else "",
        name=name,
        sequence=_whole(fields, "sequence", parts.sequence),
        taken_at=_moment(fields, "taken_at") or parts.taken_at,
        reason=reason if reason in REASONS else UNKNOWN,
        note=_text(fields, "note"),
        size_bytes=max(0, _whole(fields, "size_bytes", 0)),
        sha256=_text(fields, "sha256"),
        proven=fields.get("proven") is True and proven_at is not None,
        pinned=pinned if isinstance(pinned, bool) else kept,
        kept=kept,
        schema_version=parts.version,
        origin=_text(fields, "origin"),
        proven_at=proven_at if fields.get("proven") is True else None,
        damaged=fields.get("damaged") is True,
    )


def with_ids(rows: Iterable[Snapshot]) -> list[Snapshot]:
    """The rows by sequence, oldest first, each with an id of its own; recorded ids come first."""
    ordered = sorted(rows, key=lambda row: (row.sequence, row.name))
    taken: set[str] = set()
    owners: dict[str, str] = {}
    for row in ordered:
        if row.id and row.id not in taken:
            taken.add(row.id)
            owners[row.name] = row.id
    for row in ordered:
        if row.name not in owners:
            owners[row.name] = short_id(row.name, taken)
            taken.add(owners[row.name])
    return [row if row.id == owners[row.name] else replace(row, id=owners[row.name]) for row in ordered]


def line_of(record: Fields) -> bytes:
    """A record as one line, without its end."""
    return dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace")


def _record(line: bytes) -> dict[str, object] | None:
    try:
        raw = loads(line)
    except (ValueError, RecursionError):
        return None
    known = isinstance(raw, dict) and (isinstance(raw.get("name"), str) or "last_sequence" in raw)
    return raw if known else None


def _text(fields: Fields, key: str) -> str:
    value = fields.get(key)
    return value if isinstance(value, str) else ""


def _moment(fields: Fields, key: str) -> datetime | None:
    """None where no time is told: of a foreign copy only its name tells one."""
    return moment_of(_text(fields, key) or None, None)


def _whole(fields: Fields, key: str, otherwise: int) -> int:
    value = fields.get(key)
    sound = isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST
    return value if sound and isinstance(value, int) else otherwise
