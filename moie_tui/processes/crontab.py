"""The user's crontab, byte for byte, through the `crontab` program."""

from __future__ import annotations

import os
import shlex
import shutil
import tempfile
from pathlib import Path

from moie_tui.domain.errors import OperationFailed
from moie_tui.processes.command import Ran, run_command
from moie_tui.processes.explain import explain

_SECONDS = 10.0
_NO_TABLE = ("no crontab", "No such file or directory")
_DAEMONS = {"cron", "crond", "fcron", "dcron"}


def has_crontab() -> bool:
    """Whether the program is there."""
    return shutil.which("crontab") is not None


def read_crontab() -> bytes | None:
    """The whole table, None when the user has none; OperationFailed when it can't be read."""
    with tempfile.TemporaryDirectory(prefix="moie-crontab-") as folder:
        copy = Path(folder) / "table"
        ran = _crontab(f"-l > {shlex.quote(str(copy))}")
        if ran.proven:
            return copy.read_bytes()
    # Anything else must not be taken for an empty table, which would then be written over the real one.
    if ran.exit_code not in (None, 126, 127) and any(words in ran.output for words in _NO_TABLE):
        return None
    raise _failed("can't be read", ran)


def write_crontab(data: bytes) -> None:
    """Replaces the whole table; an empty one is removed."""
    if not data:
        ran = _crontab("-r")
    else:
        with tempfile.TemporaryDirectory(prefix="moie-crontab-") as folder:
            copy = Path(folder) / "table"
            copy.write_bytes(data)
            ran = _crontab(shlex.quote(str(copy)))
    if not ran.proven:
        raise _failed("can't be written", ran)


def cron_runs() -> bool | None:
    """Whether a cron daemon lives here; None where that can't be told (without /proc)."""
    if not os.path.isdir("/proc/self"):
        return None
    return any(_name_of(pid) in _DAEMONS for pid in os.listdir("/proc") if pid.isdigit())


def _crontab(arguments: str) -> Ran:
    return run_command(f"crontab {arguments}", cwd=Path("/"), env={"LC_ALL": "C"}, timeout_seconds=_SECONDS)


def _failed(what: str, ran: Ran) -> OperationFailed:
    said = " ".join(ran.output.split()) or explain(ran)
    return OperationFailed(f"{what}: {said}", where="crontab", fix="try `crontab -l` by hand")


def _name_of(pid: str) -> str:
    try:
        with open(f"/proc/{pid}/comm", encoding="utf-8", errors="replace") as file:
            return file.read().strip()
    except OSError:
        return ""  # it ended meanwhile
