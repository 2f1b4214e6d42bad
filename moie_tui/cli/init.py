"""`moie init`: makes a new root."""

from __future__ import annotations

import os
from pathlib import Path

from moie_tui.cli.acting import act
from moie_tui.cli.call import Call
from moie_tui.cli.options import Parser, add_acting
from moie_tui.cli.page import text, write
from moie_tui.domain.errors import UsageError


def configure(parser: Parser) -> None:
    """Where, and whose."""
    add_acting(parser)
    parser.add_argument("folder", nargs="?", metavar="DIR", help="the folder; else the root, else this one")
    parser.add_argument("--project", metavar="NAME", help="its name (default: the folder's)")
    parser.add_argument("--operator", metavar="NAME", help="yours (default: your login)")


def run(call: Call) -> int:
    """Makes the folder when it is not there; refuses (exit 6) one that has a state."""
    from moie_tui.workspace import Workspace

    options = call.options
    folder = Path(options.folder).expanduser().absolute() if options.folder else call.root
    if folder.exists() and not folder.is_dir():
        raise UsageError("is no folder", where=str(folder), fix="choose another name")
    code = act(
        call,
        "init",
        workspace=Workspace.open(folder, read_only=call.read_only),
        project=options.project or folder.name or "MOIE-OS",
        operator=options.operator or os.environ.get("USER") or os.environ.get("LOGNAME") or "operator",
    )
    if not (options.json or options.dry_run):
        write([text(f"  open it with: moie --root {folder}", "faint")])
    return code
