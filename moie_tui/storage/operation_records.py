"""Lines of the operation log, folded to records of what was done and what of it was undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from moie_tui.domain.diff import effect_from_record
from moie_tui.domain.plan import Effect, FileChange, OperationRecord
from moie_tui.domain.timestamps import parse_timestamp
from moie_tui.values import dataclass, field, pattern, replace
from moie_tui.values.plain_json import loads

BEGIN, BEFORE, END = "begin", "before", "end"
UNDO, FAILED = "undo", "failed"
UNSEEN = "?"
"""The sha256 after an operation that never ended, where no later operation saw the file: what it is now."""
_TEXT = rb'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"'
_BEGUN = pattern(
    rb'\n\{"op": "begin", "id": "([^"\\\n]*+)"(?:, "\w++": ' + _TEXT + rb')*, "scheduled": (true|false),'
)


@dataclass
class Told:
    """All lines about one operation: the facts they add up to, and the lines themselves."""

    begin: Mapping[str, object]
    lines: list[bytes]
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    end: Mapping[str, object] | None = None

    @property
    def is_scheduled(self) -> bool:
        """Whether it was cron's."""
        return self.begin.get("scheduled") is True

    def meant(self, path: str) -> str | None:
        """What a file was to become; of an undo only what it became counts, for it may go on later."""
        return None if self.begin.get("kind") == UNDO else self.after.get(path)


def fold(lines: Iterable[bytes]) -> dict[str, Told]:
    """What is told of each operation, oldest first; torn and foreign lines are skipped."""
    told: dict[str, Told] = {}
    for line in lines:
        fact = _fact(line)
        identity = str(fact.get("id", ""))
        if fact.get("op") == BEGIN and identity:
            told[identity] = Told(fact, [line], _texts(fact.get("files")), _texts(fact.get("after")))
        elif identity in told:
            told[identity].lines.append(line)
            if fact.get("op") == BEFORE:
                told[identity].before |= _texts(fact.get("files"))
                told[identity].after |= _texts(fact.get("after"))
            elif fact.get("op") == END:
                told[identity].end = fact
    return told


def begun(data: bytes) -> dict[str, bool]:
    """The ids of what our own lines in a log begin, oldest first, and whether each was cron's.

    Found without parsing a line, because that is asked before every operation."""
    return {
        identity.decode("utf-8", "replace"): word == b"true"
        for identity, word in _BEGUN.findall(b"\n" + data)
    }


def records(told: Mapping[str, Told]) -> tuple[OperationRecord, ...]:
    """The records, newest first, each with the undo that took it back; an undone undo took back nothing."""
    undone: dict[str, str] = {}
    seen_later: dict[str, str] = {}
    newest_first: list[OperationRecord] = []
    for identity, facts in reversed(list(told.items())):
        record = _record(identity, facts, seen_later)
        if record is None:
            continue
        seen_later |= facts.before
        record = replace(record, undone_by=undone.get(identity, ""))
        if record.undoes and record.finished and not record.undone_by and took_effect(record):
            undone.setdefault(record.undoes, identity)
        newest_first.append(record)
    return tuple(newest_first)


def with_killed_undos(newest_first: Sequence[OperationRecord]) -> tuple[OperationRecord, ...]:
    """The records; one whose undo was killed after all its files were put back counts as undone by it."""
    killed = {one.undoes: one for one in newest_first if one.undoes and not (one.finished or one.undone_by)}
    return tuple(
        replace(one, undone_by=killed[one.id].id)
        if one.id in killed and not one.undone_by and _gave_back(killed[one.id], one)
        else one
        for one in newest_first
    )


def _gave_back(undo: OperationRecord, undone: OperationRecord) -> bool:
    before = {change.path: change.before for change in undone.files}
    return bool(undo.files) and all(change.after == before.get(change.path) for change in undo.files)


def took_effect(record: OperationRecord) -> bool:
    """Whether an operation left anything to take back; a failed or unended one only in files."""
    changed = any(change.before != change.after for change in record.files)
    return changed or (record.outcome not in ("", FAILED) and bool(record.effects))


def _record(identity: str, told: Told, seen_later: Mapping[str, str]) -> OperationRecord | None:
    begin, end = told.begin, told.end or {}
    try:
        files = tuple(_files(told, seen_later))
        if not all(_is_inside(file.path) for file in files):
            return None
        return OperationRecord(
            id=identity,
            kind=_text(begin, "kind"),
            at=parse_timestamp(_text(begin, "at"), None),
            origin=_text(begin, "origin"),
            effects=tuple(_effects(end if told.end else begin)),
            files=files,
            scheduled=told.is_scheduled,
            outcome=_text(end, "outcome"),
            message=_text(end, "message"),
            undoes=_text(end if told.end else begin, "undoes"),
        )
    except ValueError:
        return None  # written by something else than `OperationLog`


def _effects(fact: Mapping[str, object]) -> Iterator[Effect]:
    listed = fact.get("effects")
    for record in listed if isinstance(listed, list) else []:
        if not isinstance(record, dict):
            raise ValueError("no effect")
        yield effect_from_record(record)


def left_by(before: str, found: str, meant: str | None) -> str:
    """What an operation left of a file that was `found` later: another program's edit is none of its work."""
    if meant is None or found == before:
        return found
    return meant


def _files(told: Told, seen_later: Mapping[str, str]) -> Iterator[FileChange]:
    """The files it changed; if it never ended, told by what the next operation found, and what was meant."""
    if told.end is None:
        for path, before in told.before.items():
            found = seen_later.get(path, UNSEEN)
            yield FileChange(
                path, before, found if found == UNSEEN else left_by(before, found, told.meant(path))
            )
    else:
        after = _texts(told.end.get("files"))
        yield from (FileChange(path, told.before.get(path, ""), sha256) for path, sha256 in after.items())


def _is_inside(path: str) -> bool:
    """Whether it can name a file of the root at all; undo reads and writes there."""
    parts = path.split("/")
    return "\0" not in path and "" not in parts and ".." not in parts and all(len(one) < 256 for one in parts)


def _fact(line: bytes) -> Mapping[str, object]:
    try:
        raw = loads(line) if line else {}  # behind the last newline is none
    except (ValueError, RecursionError):
        return {}
    return raw if isinstance(raw, dict) else {}


def _text(fact: Mapping[str, object], key: str) -> str:
    value = fact.get(key)
    return value if isinstance(value, str) else ""


def _texts(value: object) -> dict[str, str]:
    pairs = value.items() if isinstance(value, dict) else ()
    return {str(key): text for key, text in pairs if isinstance(text, str)}
