"""One call of a command: its options, and the root it is about."""

from __future__ import annotations

import os

from moie_tui.cli.lean import Path
from moie_tui.domain.errors import UsageError
from moie_tui.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import SimpleNamespace

    from moie_tui.workspace import Workspace


@dataclass(frozen=True)
class Call:
    """The command's word, "" for the dashboard, and its parsed options."""

    command: str
    options: SimpleNamespace

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
        """The one root of commands that are about one."""
        if len(self.roots) > 1:
            fix = "name one; only the dashboard takes several"
            raise UsageError("--root was given more than once", fix=fix)
        return self.roots[0]

    @property
    def roots(self) -> tuple[Path, ...]:
        """All that `--root` names, each once; else $MOIE_ROOT, else the current folder."""
        named = getattr(self.options, "root", []) or [os.environ.get("MOIE_ROOT") or "."]
        folders = [Path(one).expanduser().absolute() for one in named]
        return tuple({os.path.realpath(one): one for one in folders}.values())

    def workspace(self, via: str | None = None) -> Workspace:
        """Opens the root; UsageError when there is no such folder."""
        from moie_tui.workspace import Workspace

        if not self.root.is_dir():
            what, fix = "there is no such folder", "name a root with --root or MOIE_ROOT"
            raise UsageError(what, where=str(self.root), fix=fix)
        via = via or getattr(self.options, "via", None)
        return Workspace.open(self.root, via=via, read_only=self.read_only)
