"""One call of a command: its options, and the root it is about."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from moie_tui.domain.errors import UsageError
from moie_tui.values import dataclass

if TYPE_CHECKING:
    from moie_tui.workspace import Workspace


@dataclass(frozen=True)
class Call:
    """The command's word, "" for the dashboard, and its parsed options."""

    command: str
    options: argparse.Namespace

    @property
    def json(self) -> bool:
        """Whether to answer in JSON."""
        return bool(getattr(self.options, "json", False))

    @property
    def read_only(self) -> bool:
        """Whether everything that changes a root is refused."""
        return bool(getattr(self.options, "read_only", False))

    @property
    def root(self) -> Path:
        """`--root`, else $MOIE_ROOT, else the current folder."""
        named: list[str] = getattr(self.options, "root", [])
        if len(named) > 1:
            raise UsageError("--root was given more than once", fix="name one root")
        return Path(named[0] if named else os.environ.get("MOIE_ROOT") or ".").expanduser().absolute()

    def workspace(self, via: str | None = None) -> Workspace:
        """Opens the root; UsageError when there is no such folder."""
        from moie_tui.workspace import Workspace

        if not self.root.is_dir():
            what, fix = "there is no such folder", "name a root with --root or MOIE_ROOT"
            raise UsageError(what, where=str(self.root), fix=fix)
        via = via or getattr(self.options, "via", None)
        return Workspace.open(self.root, via=via, read_only=self.read_only)
