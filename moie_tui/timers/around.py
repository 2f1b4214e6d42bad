"""What is asked of the machine: its programs, and who we are on it."""

from __future__ import annotations

import os
import pwd
import shlex
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from moie_tui.domain.errors import OperationFailed
from moie_tui.processes.command import Ran, run_command
from moie_tui.processes.explain import explain
from moie_tui.values import dataclass, field

_SECONDS = 20.0


@dataclass(frozen=True)
class Around:
    """This user on this machine; tests answer themselves."""

    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    platform: str = field(default_factory=lambda: sys.platform)
    python: str = field(default_factory=lambda: sys.executable)
    uid: int = field(default_factory=os.getuid)

    @property
    def home(self) -> str:
        """The user's home folder."""
        return self.environ.get("HOME") or self.account_home

    @property
    def account_home(self) -> str:
        """The home folder that cron gives to what it starts."""
        try:
            return pwd.getpwuid(self.uid).pw_dir
        except KeyError:
            return "/"

    @property
    def account(self) -> str:
        """The user's name."""
        try:
            return pwd.getpwuid(self.uid).pw_name
        except KeyError:
            return str(self.uid)

    def has(self, program: str) -> bool:
        """Whether a program is there."""
        return shutil.which(program, path=self.environ.get("PATH")) is not None

    def ask(self, *words: str) -> Ran:
        """Runs a program and gives back how it went."""
        return run_command(shlex.join(words), cwd=Path("/"), env={"LC_ALL": "C"}, timeout_seconds=_SECONDS)

    def do(self, *words: str) -> Ran:
        """Runs a program that must succeed, or OperationFailed with what it said."""
        ran = self.ask(*words)
        if not ran.proven:
            raise OperationFailed(f"failed: {said(ran)}", where=shlex.join(words))
        return ran


def said(ran: Ran) -> str:
    """The last line a program said, else how it ended."""
    lines: Sequence[str] = [line.strip() for line in ran.output.splitlines() if line.strip()]
    return lines[-1] if lines else explain(ran)
