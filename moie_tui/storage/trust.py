"""Which roots may run their commands: `trust.json` in a folder of the user's, outside every root."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from moie_tui.domain.errors import InvalidDocument, KeyPath, Refused
from moie_tui.domain.timestamps import utc_text
from moie_tui.storage.atomic import sweep_temps, write_atomic
from moie_tui.storage.failures import failed
from moie_tui.storage.locks import FileLock
from moie_tui.storage.reading import fingerprint, read_patiently
from moie_tui.storage.strict_json import dump, invalid_at, parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

Change = tuple[str, str | None, str]
"""A job's command that is new (before is None) or changed: job, before, after."""

_PATIENCE_SECONDS = 10.0


class TrustStore:
    """The roots the operator trusted, each by its real path and owner, with the commands seen there.

    A record that can't be read is never taken for consent: every question then raises InvalidDocument."""

    def __init__(self, home: Path, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.home = home
        self._path = home / "trust.json"
        self._lock = FileLock(home / "trust.lock")
        self._clock = clock
        self._seen: tuple[bytes | None, dict[str, Any]] = (None, {})

    def is_trusted(self, root: Path) -> bool:
        """Whether this folder, at this place and of this owner, was trusted."""
        return _entry(self._read()["roots"], root) is not None

    def known_commands(self, root: Path) -> dict[str, str]:
        """The commands by job as last learned; empty for a root nobody trusts."""
        entry = _entry(self._read()["roots"], root)
        return dict(entry["commands"]) if entry else {}

    def look(self, root: Path, commands: Mapping[str, str]) -> tuple[Change, ...]:
        """Which of these commands are new or changed since they were last learned."""
        known = self.known_commands(root)
        return tuple((job, known.get(job), now) for job, now in commands.items() if known.get(job) != now)

    def trust(self, root: Path, commands: Mapping[str, str]) -> None:
        """Record the operator's consent to a root and the commands it has now."""
        owner = _owner(root)
        if owner is None:
            raise Refused("is no folder, so there is nothing to trust", where=str(root))
        entry = {"owner": owner, "at": utc_text(self._clock()), "commands": dict(commands)}
        with self._changing() as roots:
            roots[_key(root)] = entry

    def learn(self, root: Path, commands: Mapping[str, str]) -> None:
        """Take these commands as seen; Refused for a root nobody trusts, since learning is no consent."""
        with self._changing() as roots:
            entry = _entry(roots, root)
            if entry is None:
                raise Refused("is not trusted", where=str(root), fix="read and trust it with `moie trust`")
            entry["commands"] = dict(commands)

    def forget(self, root: Path) -> None:
        """Withdraw the consent; one that was never given is no error."""
        with self._changing() as roots:
            roots.pop(_key(root), None)

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Any]]:
        """The roots to change, written back when the block ends well."""
        self._make_home()
        with self._lock.hold(timeout=_PATIENCE_SECONDS, holder="recording trust"):
            sweep_temps(self._path.parent)
            raw = self._read(self._parsed)
            yield raw["roots"]
            write_atomic(self._path, dump(raw))

    def _make_home(self) -> None:
        home = self._path.parent
        try:
            os.makedirs(home, mode=0o700, exist_ok=True)
        except OSError as error:
            raise failed(error, home, "can't make the folder") from error

    def _read(self, parse: Callable[[bytes], dict[str, Any]] | None = None) -> dict[str, Any]:
        """The record, only to be looked at: parsed once per content, or by `parse` to be changed."""
        if fingerprint(self._path) is None:
            return {"roots": {}}
        if os.stat(self._path).st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            what, fix = "can be written by other users, so it is no consent of yours", "chmod 600 it"
            raise InvalidDocument(what, path=str(self._path), fix=fix)
        return read_patiently(self._path, parse or self._known)[1]

    def _known(self, data: bytes) -> dict[str, Any]:
        if data != self._seen[0]:
            self._seen = (data, self._parsed(data))
        return self._seen[1]

    def _parsed(self, data: bytes) -> dict[str, Any]:
        name = str(self._path)
        raw = parse(data, name)
        flaw = _flaw(raw)
        if flaw is not None:
            fix = "move it away and trust your roots again with `moie trust`"
            raise invalid_at(data, name, flaw[0], flaw[1], fix=fix)
        assert isinstance(raw, dict)
        return raw


def _key(root: Path) -> str:
    return os.path.realpath(root)


def _owner(root: Path) -> int | None:
    """The uid that owns the folder, None when there is no such folder."""
    return os.stat(root).st_uid if os.path.isdir(root) else None


def _entry(roots: dict[str, Any], root: Path) -> dict[str, Any] | None:
    """What is recorded of a root, if it still has the owner it had."""
    entry: dict[str, Any] | None = roots.get(_key(root))
    return entry if entry is not None and entry["owner"] == _owner(root) else None


def _flaw(raw: object) -> tuple[KeyPath, str] | None:
    """The first place where the record is not what we write."""
    if not isinstance(raw, dict) or not isinstance(raw.get("roots"), dict):
        return (), "must be an object with `roots`"
    for path, entry in raw["roots"].items():
        if not isinstance(entry, dict):
            return ("roots", path), "must be an object"
        owner, commands = entry.get("owner"), entry.get("commands")
        if not isinstance(owner, int) or isinstance(owner, bool):
            return ("roots", path), "must have an `owner`, a user id"
        if not isinstance(commands, dict) or not all(isinstance(one, str) for one in commands.values()):
            return ("roots", path), "must have `commands`, text by job"
    return None
