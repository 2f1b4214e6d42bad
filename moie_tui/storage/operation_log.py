"""What our operations did to a root, with what it takes to undo them: `.moie/operations.jsonl`."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from moie_tui.domain.diff import effect_to_record
from moie_tui.domain.errors import UsageError
from moie_tui.domain.ids import base32
from moie_tui.domain.timestamps import utc_text
from moie_tui.domain.undoing import could_leave
from moie_tui.storage.atomic import append_line, write_atomic
from moie_tui.storage.failures import failed
from moie_tui.storage.folders import private_folder, sweep_ours
from moie_tui.storage.locks import FileLock
from moie_tui.storage.old_bytes import OldBytes
from moie_tui.storage.operation_records import (
    BEFORE,
    BEGIN,
    END,
    UNDO,
    UNSEEN,
    Told,
    begun,
    fold,
    left_by,
    records,
    took_effect,
    with_killed_undos,
)
from moie_tui.storage.reading import Fingerprint, fingerprint
from moie_tui.storage.snapshots import Snapshots
from moie_tui.values import replace
from moie_tui.values.digest import sha256_of
from moie_tui.values.plain_json import dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.plan import Effect, FileChange, OperationRecord

KEPT_OPERATIONS, KEPT_SCHEDULED = 200, 200
KEPT_BYTES, ALWAYS_EXACT = 200 * 1024 * 1024, 20
"""Old bytes take no more room than this, but those of so many operations that were not cron's always stay."""
_LOOK_EVERY = 10
_SLACK = 50
_PATIENCE_SECONDS = 10.0


def random_id() -> str:
    """Six characters of base32, easily typed."""
    return base32(os.urandom(5))[:6]


class OperationLog:
    """Appends what is intended before each change and what came of it after; the newest operations are kept.

    Times are aware UTC; paths are relative to the root; a sha256 of "" says that there is no such file."""

    def __init__(
        self, root: Path, snapshots: Snapshots | None = None, *, new_id: Callable[[], str] = random_id
    ) -> None:
        self._root = root
        self._path = root / ".moie" / "operations.jsonl"
        self._lock = FileLock(root / ".moie" / "operations.lock")
        self._old = OldBytes(root, snapshots or Snapshots(root))
        self._new_id = new_id
        self._folded: tuple[Fingerprint | None, dict[str, Told]] = (None, {})
        self._seen: tuple[dict[str, Told], tuple[OperationRecord, ...]] = ({}, ())

    def begin(
        self,
        kind: str,
        at: datetime,
        origin: object,
        scheduled: bool,
        effects: Iterable[Effect],
        files: Mapping[str, bytes | None],
        undoes: str = "",
        after: Mapping[str, str] | None = None,
        keep: bool = True,
    ) -> str:
        """Write the intent, and the bytes of each file as it is now (None: absent); gives the operation's id.

        `after` has the sha256 of what files are to become, where that is known. What is undone by its effects
        alone need not `keep` the bytes. All of it is on the disk when this returns."""
        with self._locked():
            sweep_ours(self._root)
            known = begun(self._bytes())
            self._compact(known)
            identity = self._free_id(known)
            self._append(
                BEGIN,
                identity,
                kind=kind,
                at=utc_text(at),
                origin=str(origin),
                scheduled=scheduled,
                effects=[effect_to_record(effect) for effect in effects],
                files=self._kept(files, keep),
                undoes=undoes,
                after=dict(after or {}),
            )
            return identity

    def before(
        self,
        identity: str,
        files: Mapping[str, bytes | None],
        after: Mapping[str, str] | None = None,
        keep: bool = True,
    ) -> None:
        """Correct the pre-images of a running operation: what the files were when it really changed them."""
        with self._locked():
            self._append(BEFORE, identity, files=self._kept(files, keep), after=dict(after or {}))

    def end(
        self,
        identity: str,
        outcome: str,
        message: str,
        effects: Iterable[Effect],
        files: Mapping[str, str],
        undoes: str = "",
        durable: bool = True,
    ) -> None:
        """Write what came of it: the effects it had, and the sha256 of each file it changed as it is now."""
        with self._locked():
            self._append(
                END,
                identity,
                outcome=outcome,
                message=message,
                effects=[effect_to_record(effect) for effect in effects],
                files=dict(files),
                undoes=undoes,
                durable=durable,
            )

    def all(self) -> tuple[OperationRecord, ...]:
        """Every operation that is kept, newest first."""
        kept = [record if record.finished else self._as_left(record) for record in self._records()]
        return with_killed_undos(kept)

    def find(self, wanted: str) -> OperationRecord:
        """By id or the start of one; UsageError names what is near."""
        known = self.all()
        found = [one for one in known if one.id == wanted.lower()]
        found = found or [one for one in known if wanted and one.id.startswith(wanted.lower())]
        if len(found) == 1:
            return found[0]
        if found:
            near = ", ".join(one.id for one in found[:5])
            raise UsageError(
                f"{wanted!r} is the start of several operations: {near}", fix="type more of the id"
            )
        newest = ", ".join(f"{one.id} ({one.kind})" for one in known[:3])
        fix = (
            f"the newest are {newest}; `moie operations` lists all" if newest else "nothing was done here yet"
        )
        raise UsageError(f"no operation is called {wanted!r}", fix=fix)

    def undoable(self) -> Iterator[OperationRecord]:
        """What a person did that a bare undo may take, newest first: not cron's, no undo, not undone."""
        return (one for one in self.all() if self._is_undoable(one))

    def old_bytes(self, sha256: str) -> bytes | None:
        """A kept pre-image, or the bytes of any snapshot with this sum; None when nobody has them."""
        return self._old.get(sha256)

    def _is_undoable(self, one: OperationRecord) -> bool:
        is_undo = one.undoes or one.kind == UNDO
        return not (one.scheduled or one.undone_by or is_undo) and took_effect(one) and could_leave(one)

    def _as_left(self, one: OperationRecord) -> OperationRecord:
        """An operation that never ended, with its files as they are now where nobody saw them since."""
        if all(change.after != UNSEEN for change in one.files):
            return one
        told = self._told()[one.id]
        return replace(one, files=tuple(self._seen_now(change, told) for change in one.files))

    def _seen_now(self, change: FileChange, told: Told) -> FileChange:
        if change.after != UNSEEN:
            return change
        found = self._sha256_now(change.path)
        return replace(change, after=left_by(change.before, found, told.meant(change.path)))

    def _sha256_now(self, path: str) -> str:
        try:
            return sha256_of((self._root / path).read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return ""
        except OSError as error:
            raise failed(error, self._root / path, "can't read") from error

    def _kept(self, files: Mapping[str, bytes | None], keep: bool) -> dict[str, str]:
        store = partial(self._old.store, changing=files) if keep else sha256_of
        return {path: "" if data is None else store(data) for path, data in files.items()}

    def _free_id(self, taken: Collection[str]) -> str:
        while (identity := self._new_id()) in taken:
            continue
        return identity

    def _append(self, op: str, identity: str, *, durable: bool = True, **facts: object) -> None:
        private_folder(self._path.parent)
        line = dumps({"op": op, "id": identity, **facts}, ensure_ascii=False)
        append_line(self._path, line.encode("utf-8", "backslashreplace"), durable=durable)

    def _told(self) -> dict[str, Told]:
        found = fingerprint(self._path)
        if found != self._folded[0]:
            self._folded = (found, fold(self._bytes().split(b"\n")))
        return self._folded[1]

    def _records(self) -> tuple[OperationRecord, ...]:
        told = self._told()
        if told is not self._seen[0]:
            self._seen = (told, records(told))
        return self._seen[1]

    def _bytes(self) -> bytes:
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise failed(error, self._path, "can't read") from error

    def _compact(self, known: dict[str, bool]) -> None:
        """Drop the oldest operations, and pre-images only they had, once there are some too many."""
        newest_first = list(reversed(known))
        scheduled = [identity for identity in newest_first if known[identity]]
        others = [identity for identity in newest_first if not known[identity]]
        if len(known) % _LOOK_EVERY == 0:
            self._fit(newest_first, set(others[:ALWAYS_EXACT]))
        if len(others) <= KEPT_OPERATIONS + _SLACK and len(scheduled) <= KEPT_SCHEDULED + _SLACK:
            return
        told, kept = self._told(), {*others[:KEPT_OPERATIONS], *scheduled[:KEPT_SCHEDULED]}
        lines = [line for identity, one in told.items() if identity in kept for line in one.lines]
        write_atomic(self._path, b"".join(line + b"\n" for line in lines))
        self._old.sweep(_wanted(told, kept))

    def _fit(self, newest_first: Iterable[str], spared: Collection[str]) -> None:
        """Drop the bytes of the oldest operations until the rest fits; undo then works by id only."""
        sizes = self._old.sizes()
        if sum(sizes.values()) > KEPT_BYTES:
            self._old.sweep(_fitting(self._told(), newest_first, spared, sizes))

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._lock.hold(timeout=_PATIENCE_SECONDS, holder="writing the operation log"):
            yield


def _fitting(
    told: Mapping[str, Told], newest_first: Iterable[str], spared: Collection[str], sizes: Mapping[str, int]
) -> set[str]:
    """The sums of the bytes that stay: those of `spared`, then of the newest as long as there is room."""
    kept = _wanted(told, spared)
    room = KEPT_BYTES - sum(sizes.get(sha256, 0) for sha256 in kept)
    for identity in newest_first:
        more = _wanted(told, [identity]) - kept
        room -= sum(sizes.get(sha256, 0) for sha256 in more)
        if room < 0:
            break
        kept |= more
    return kept


def _wanted(told: Mapping[str, Told], kept: Collection[str]) -> set[str]:
    there = (told[identity] for identity in kept if identity in told)
    return {sha256 for one in there for sha256 in one.before.values()}
