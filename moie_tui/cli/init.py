"""`moie init`: makes a new root, or opens an archive or a mirror of one."""

from __future__ import annotations

import os
import pwd
from pathlib import Path
from shlex import quote

from moie_tui.cli.acting import act
from moie_tui.cli.call import Call
from moie_tui.cli.options import Parser, add_acting
from moie_tui.cli.page import text, write
from moie_tui.domain.errors import UsageError


def configure(parser: Parser) -> None:
    """Where, and whose."""
    add_acting(parser)
    parser.add_argument("folder", nargs="?", metavar="DIR", help="the folder; else the root, else this one")
    parser.add_argument(
        "--from", dest="archive", metavar="FILE", help="open an archive or a mirror; trusts nothing of it"
    )
    parser.add_argument("--project", metavar="NAME", help="its name (default: the folder's)")
    parser.add_argument("--operator", metavar="NAME", help="yours (default: your login)")


def run(call: Call) -> int:
    """Makes the folder when it is not there; refuses (exit 6) one that has a state."""
    options = call.options
    folder = Path(options.folder).expanduser().absolute() if options.folder else call.root
    if folder.exists() and not folder.is_dir():
        raise UsageError("is no folder", where=str(folder), fix="choose another name")
    code = _open_archive(call, folder) if options.archive else _make(call, folder)
    if not (options.json or options.dry_run):
        write([text(f"  open it with: moie --root {quote(str(folder))}", "faint")])
    return code


def _make(call: Call, folder: Path) -> int:
    from moie_tui.workspace import Workspace

    options = call.options
    return act(
        call,
        "init",
        workspace=Workspace.open(folder, read_only=call.read_only),
        project=options.project or folder.name or "MOIE-OS",
        operator=options.operator or _login(),
    )


def _login() -> str:
    """Who calls: by the environment, else by the user's number."""
    named = os.environ.get("USER") or os.environ.get("LOGNAME")
    if named:
        return named
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return "operator"


def _open_archive(call: Call, folder: Path) -> int:
    from moie_tui.workspace import Workspace

    options = call.options
    if options.project or options.operator:
        raise UsageError("--from takes project and operator from the archive", fix="leave them out")
    archive = Path(options.archive).expanduser().absolute()
    workspace = Workspace.open(folder, read_only=call.read_only)
    if archive.is_dir():
        return act(call, "open mirror", workspace=workspace, folder=archive)
    return act(call, "unpack", workspace=workspace, archive=archive)
