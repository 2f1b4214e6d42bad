"""A command of the command line, run in this process with a clock that stands still."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from moie_tui.cli.main import main
from moie_tui.values import dataclass
from moie_tui.workspace import Workspace
from tests.roots import NOON, Clock


@dataclass(frozen=True)
class Said:
    """The exit code, and what was said on both streams."""

    code: int
    out: str
    err: str

    @property
    def is_plain(self) -> bool:
        """Whether a failure was told in one line that expects it, or as a problem of the picture."""
        lines = self.err.strip().splitlines()
        if "Traceback" in self.err or "should not happen" in self.err:
            return False
        if self.code == 0 or (not lines and "Problems" in self.out):
            return True
        return len(lines) == 1 and lines[0].startswith("moie: ")


def moie(root: Path, home: Path, words: Sequence[str], *, hours: float = 1) -> Said:
    """Calls `moie --root ROOT WORDS`, so many hours after noon."""
    clock = Clock(NOON + timedelta(hours=hours))
    out, err = io.StringIO(), io.StringIO()
    defaults = Workspace.open.__func__.__kwdefaults__ | {"clock": clock}  # type: ignore[attr-defined]
    with (
        patch.object(Workspace.open.__func__, "__kwdefaults__", defaults),  # type: ignore[attr-defined]
        patch.dict(os.environ, {"MOIE_HOME": str(home), "USER": "op"}),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = main(["--root", str(root), *words])
    return Said(code, out.getvalue(), err.getvalue())
