"""The state document of a root: read patiently, changed under a lock, never overwritten blindly."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import tzinfo
from functools import partial
from pathlib import Path

from moie_tui.domain.errors import InvalidDocument, OperationFailed, Refused, ShapeError, UsageError
from moie_tui.domain.state import LATEST_VERSION, State, parse_state
from moie_tui.domain.state_names import file_name, version_of
from moie_tui.domain.view import Problem
from moie_tui.storage.atomic import create_new, sweep_temps, write_atomic
from moie_tui.storage.durability import sync_folder
from moie_tui.storage.failures import failed
from moie_tui.storage.folders import private_folder
from moie_tui.storage.live_record import Live, LiveRecord
from moie_tui.storage.locks import FileLock
from moie_tui.storage.reading import bytes_or_none, read_patiently
from moie_tui.storage.strict_json import dump, invalid_at, parse
from moie_tui.values import dataclass
from moie_tui.values.digest import sha256_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    T = TypeVar("T")

_PATIENCE_SECONDS = 10.0
_TRIES = 20
_GONE = "is gone, though it is the live state"


@dataclass(frozen=True)
class SeenState:
    """What one look at a state file found."""

    path: Path
    name: str
    version: int
    data: bytes
    state: State


@dataclass(frozen=True)
class StateDocument(SeenState):
    """One reading of a state file; `raw` is the document with every key, `state` what we know of it."""

    sha256: str
    raw: dict[str, Any]


class StateFile:
    """The state files of one root, of which one version is live.

    Foreign programs write them at any moment; our own writers take turns by `.moie/state.lock`. Those of a
    scratch root need not be `durable`."""

    def __init__(self, root: Path, *, durable: bool = True) -> None:
        self.root = root
        self._durable = durable
        self._lock = FileLock(root / ".moie" / "state.lock")
        self._live = LiveRecord(root)
        self._last: StateDocument | None = None

    def versions(self) -> tuple[int, ...]:
        """The versions whose files are there, known or not, ascending."""
        try:
            names = os.listdir(self.root)
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except OSError as error:
            raise failed(error, self.root, "can't list") from error
        return tuple(sorted(version for name in names if (version := version_of(name)) is not None))

    def live_version(self) -> int | None:
        """The recorded version, else the highest there that we know, else the highest; None without any.

        The record counts also when somebody deleted every state file: the root can still be restored."""
        if os.path.isdir(self.root) and (live := self._live.read()) is not None:
            return live.version
        there = self.versions()
        return max((one for one in there if one <= LATEST_VERSION), default=max(there, default=None))

    def require_live_version(self) -> int:
        """The live version, or UsageError: the folder is no root."""
        version = self.live_version()
        if version is None:
            fix = "name another folder with --root, or run `moie init`"
            raise UsageError("no MOIE root here", where=str(self.root), fix=fix)
        return version

    def path(self, version: int) -> Path:
        """Where the file of a version lies, or would lie."""
        return self.root / file_name(version)

    def read(self, version: int | None = None) -> StateDocument:
        """The live document, or that of a version; InvalidDocument with line and column.

        A version newer than we know is read by the rules of the newest we do."""
        version = self.require_live_version() if version is None else version
        path = self.path(version)
        data, read = self.patiently(path, partial(self._parsed, path=path, version=version))
        self._last = read if isinstance(read, StateDocument) else _document(path, version, data, *read)
        return self._last

    def patiently(self, path: Path, parse: Callable[[bytes], T]) -> tuple[bytes, T]:
        """The bytes of one of its files and what `parse` makes of them; InvalidDocument knows the way out."""
        try:
            return read_patiently(path, parse)
        except FileNotFoundError as error:
            raise self._with_way_out(InvalidDocument(_GONE, path=path.name)) from error
        except InvalidDocument as error:
            raise self._with_way_out(error) from error

    def _with_way_out(self, error: InvalidDocument) -> InvalidDocument:
        if not self._durable:
            return error  # a scratch root has no way out to speak of
        from moie_tui.storage.way_out import with_way_out

        return with_way_out(error, self.root)

    def _parsed(self, data: bytes, path: Path, version: int) -> StateDocument | tuple[dict[str, Any], State]:
        last = self._last
        if last is not None and last.data == data and (last.path, last.version) == (path, version):
            return last
        return parsed(data, path.name, version)

    def bytes_of(self, name: str) -> bytes | None:
        """The bytes of one state file as they are, None when it is not there."""
        return bytes_or_none(self.root / name)

    def problems(self, document: SeenState, zone: tzinfo | None) -> tuple[Problem, ...]:
        """What is odd about the document, and about the other versions beside it."""
        from moie_tui.storage.state_problems import oddities

        odd = oddities(document.state, document.data, document.name, zone)
        return (*odd, *self._newer_problems(), *self._neighbour_problems(document.version))

    def guard_newer(self) -> None:
        """Refused when a version that we don't know lies here: only a newer moie may write then."""
        if newer := self._newer():
            what = f"is of version {newer}, and this moie knows up to {LATEST_VERSION}: nothing is written"
            raise Refused(what, where=file_name(newer), fix="use a newer moie")

    def update(
        self, change: Callable[[StateDocument], dict[str, Any] | bytes]
    ) -> tuple[StateDocument, StateDocument]:
        """Load, change, save under the lock; the documents before and after (the same when nothing changed).

        When a foreign program writes in between, `change` is called again with what it wrote."""
        with self._lock.hold(timeout=_PATIENCE_SECONDS, holder="saving the state"):
            self.guard_newer()
            sweep_temps(self.root)
            for _ in range(_TRIES):
                before = self.read()
                after = _changed(before, change(before))
                if after.data == before.data:
                    return before, before
                if self.bytes_of(before.name) == before.data:
                    self._remember(before.version)
                    write_atomic(before.path, after.data)
                    self._last = after
                    return before, after
        what, fix = "is rewritten faster than it can be saved", "stop the program that keeps rewriting it"
        raise OperationFailed(what, where=before.name, fix=fix)

    def swap(self, name: str, expected: bytes | None, data: bytes | None) -> bool:
        """Put `data` (None: no file) where `expected` is now; False, and nothing done, when it isn't."""
        with self._lock.hold(timeout=_PATIENCE_SECONDS, holder="replacing the state"):
            self.guard_newer()
            sweep_temps(self.root)
            if self.bytes_of(name) != expected:
                return False
            if data != expected:
                self._remember(self.live_version())
                self._put(self.root / name, data)
            return True

    def record_live(self, version: int, coming: Mapping[str, str] | None = None) -> None:
        """Write down which version is live, and what the others are now or, `coming`, are about to be."""
        others = {file_name(one): self._sha256(one) for one in self.versions() if one != version}
        self._live.write(Live(version, {**others, **(coming or {})}))

    def remember_live(self) -> None:
        """Record what is live unless that is known: a deleted state with a snapshot then is a root still."""
        self._remember(self.live_version())

    def quarantine_live(self) -> bool:
        """Keep a copy of the live file in `.moie/quarantine/`, once per content; whether it is a new one."""
        path = self.path(self.require_live_version())
        data = self.bytes_of(path.name)
        return data is not None and self._quarantine(path.stem, data)

    def _quarantine(self, stem: str, data: bytes) -> bool:
        folder = self.root / ".moie" / "quarantine"
        private_folder(folder)
        try:
            create_new(folder / f"{stem}-{sha256_of(data)[:12]}.json", data)
        except FileExistsError:
            return False
        return True

    def _remember(self, version: int | None) -> None:
        """Our first write records what is live, so that a file that appears later doesn't take its place."""
        if version is not None and self._live.read() is None:
            self.record_live(version)

    def _put(self, path: Path, data: bytes | None) -> None:
        if data is not None:
            write_atomic(path, data, durable=self._durable)
            return
        try:
            os.unlink(path)
            sync_folder(self.root)
        except OSError as error:
            raise failed(error, path, "can't remove") from error

    def _newer(self) -> int:
        return max((one for one in self.versions() if one > LATEST_VERSION), default=0)

    def _newer_problems(self) -> tuple[Problem, ...]:
        newer = self._newer()
        what = f"is of version {newer}, newer than this moie knows: it can look, but writes nothing here"
        return (Problem(file_name(newer), what, "use a newer moie"),) if newer else ()

    def _neighbour_problems(self, live_version: int) -> tuple[Problem, ...]:
        record = self._live.read()
        if record is None:
            return ()
        fix = f"point that program to {file_name(live_version)}, or stop it"
        return tuple(
            Problem(
                file_name(one),
                f"v{one} is still being written by another program, but v{live_version} is live",
                fix,
            )
            for one in self.versions()
            if one != live_version and one <= LATEST_VERSION
            if self._sha256(one) != record.others.get(file_name(one))
        )

    def _sha256(self, version: int) -> str:
        data = self.bytes_of(file_name(version))
        return sha256_of(data) if data is not None else ""


def seen(file: StateFile, quick: Callable[[bytes, int], State | None] = lambda *_: None) -> SeenState:
    """The live document for who only looks: without its sum, and without the keys we don't know.

    `quick` may know what the bytes of a version come to."""
    version = file.require_live_version()
    path = file.path(version)
    data, state = file.patiently(
        path, lambda data: quick(data, version) or parsed(data, path.name, version)[1]
    )
    return SeenState(path, path.name, version, data, state)


def parsed(data: bytes, name: str, version: int) -> tuple[dict[str, Any], State]:
    """The document and its values, or InvalidDocument with line, column and key."""
    raw = parse(data, name)
    lenient = version > LATEST_VERSION and isinstance(raw, dict)
    try:
        state = parse_state({**raw, "schema_version": version} if lenient else raw, version)  # type: ignore[dict-item]
    except ShapeError as error:
        fix = "correct it, or `moie rollback` to a snapshot"
        raise invalid_at(data, name, error.path, error.what, fix=fix) from error
    assert isinstance(raw, dict)
    return raw, state


def _changed(before: StateDocument, change: dict[str, Any] | bytes) -> StateDocument:
    """The document to be written, held against the same rules as one that is read."""
    data = change if isinstance(change, bytes) else dump(change)
    if isinstance(change, bytes):
        raw, state = parsed(data, before.name, before.version)
    else:
        raw, state = change, parse_state(change, before.version)
    return _document(before.path, before.version, data, raw, state)


def _document(path: Path, version: int, data: bytes, raw: dict[str, Any], state: State) -> StateDocument:
    return StateDocument(path, path.name, version, data, state, sha256_of(data), raw)
