"""What config.yaml was at which time: each new content is kept, the newest fifty of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from moie_tui.domain.errors import MoieError
from moie_tui.storage.atomic import write_atomic
from moie_tui.storage.config_file import CONFIG_NAME, wait_until_calm
from moie_tui.storage.failures import failed
from moie_tui.storage.folders import OURS, private_folder
from moie_tui.storage.reading import fingerprint, read_patiently
from moie_tui.values import dataclass, form_of
from moie_tui.values.digest import sha256_of

KEPT = 50
_LARGEST = 1_000_000
_STEP = timedelta(seconds=1)
_STAMP = "%Y%m%dT%H%M%SZ"
_SEEN, _END, _SUM_LENGTH = "00000000T000000Z", ".yaml", 16


@dataclass(frozen=True, slots=True)
class KeptConfig:
    """One content: since when it holds (aware UTC, whole seconds), and the start of its sha256."""

    seen_at: datetime
    sha: str
    path: Path


class ConfigHistory:
    """The folder `.moie/configs/` of one root; a config that is not there counts as an empty one."""

    def __init__(self, root: Path) -> None:
        self._config = root / CONFIG_NAME
        self._folder = root / OURS / "configs"

    def note(self, now: datetime) -> bool:
        """Keeps the config as it is now, if it is another one than the last that was kept."""
        kept, data = self.kept(), self._live()
        if data is None or (kept and kept[-1].sha == _short(data)):
            return False
        since = self._since(kept, now)
        private_folder(self._folder)
        write_atomic(self._folder / f"{since:{_STAMP}}-{_short(data)}.yaml", data)
        self._forget(self.kept()[:-KEPT])
        return True

    def all(self, now: datetime) -> tuple[KeptConfig, ...]:
        """Every content that is known, oldest first; one that nobody noted yet is the last."""
        kept, data = self.kept(), self._live()
        if data is None or (kept and kept[-1].sha == _short(data)):
            return kept
        return (*kept, KeptConfig(self._since(kept, now), _short(data), self._config))

    def read(self, kept: KeptConfig) -> bytes | None:
        """Its content, None when it is gone or another one by now."""
        try:
            data = kept.path.read_bytes()
        except FileNotFoundError:
            data = b""
        except OSError as error:
            raise failed(error, kept.path, "can't read") from error
        return data if _short(data) == kept.sha else None

    def _since(self, kept: Sequence[KeptConfig], now: datetime) -> datetime:
        """When the content became what it is: the file's own time, unless that can't be."""
        found = fingerprint(self._config)
        try:
            changed = datetime.fromtimestamp(found[1] / 1e9, UTC) if found else now
        except (ValueError, OverflowError, OSError):
            changed = now
        earliest = kept[-1].seen_at if kept else changed
        since = changed.astimezone(UTC) if earliest <= changed <= now else now.astimezone(UTC)
        # Names order them: two contents of one second, or of a clock set back, must not change places.
        return max(since, earliest + _STEP) if kept else since

    def _live(self) -> bytes | None:
        """The bytes of the config; None while it can't be read or is too large to be one."""
        if fingerprint(self._config) is None:
            return b""
        wait_until_calm(self._config)
        try:
            data, _ = read_patiently(self._config, lambda data: None)
        except FileNotFoundError:
            return b""
        except MoieError:
            return None  # whoever needs the config says so
        return data if len(data) <= _LARGEST else None

    def _forget(self, old: Iterable[KeptConfig]) -> None:
        for one in old:
            try:
                os.unlink(one.path)
            except FileNotFoundError:
                continue  # another process was as quick
            except OSError as error:
                raise failed(error, one.path, "can't remove") from error

    def is_noted(self) -> bool:
        """Whether the config as it is was the last that was kept."""
        data = self._live()
        return data is None or any(one.sha == _short(data) for one in self.kept()[-1:])

    def kept(self) -> tuple[KeptConfig, ...]:
        """Every content that was noted, oldest first."""
        try:
            names = sorted(os.listdir(self._folder))
        except (FileNotFoundError, NotADirectoryError, PermissionError):
            return ()  # `.moie/` is closed to others
        except OSError as error:
            raise failed(error, self._folder, "can't list") from error
        return tuple(self._parsed(names))

    def _parsed(self, names: Sequence[str]) -> Iterator[KeptConfig]:
        for name in names:
            seen, _, rest = name.partition("-")
            sha = rest.removesuffix(_END)
            of_sum = len(sha) == _SUM_LENGTH and not sha.strip("0123456789abcdef")
            if form_of(seen) == _SEEN and of_sum and rest.endswith(_END):
                with suppress(ValueError):  # a name of no real day is not ours
                    yield KeptConfig(datetime.fromisoformat(seen), sha, self._folder / name)


def in_force(known: Sequence[KeptConfig], moment: datetime) -> KeptConfig | None:
    """The one that was in force at `moment`; None when that is before all that is known."""
    return next((one for one in reversed(known) if one.seen_at <= moment), None)


def _short(data: bytes) -> str:
    return sha256_of(data)[:16]
