"""`moie` without a command: the dashboard."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from moie_tui.cli.call import Call
from moie_tui.cli.leaving import PATIENCE_SECONDS, Leaving, leaving
from moie_tui.domain.errors import UsageError
from moie_tui.tui import collecting
from moie_tui.tui.terminal import is_browser, terminal_is_gone

if TYPE_CHECKING:
    from moie_tui.tui.app import MoieApp
    from moie_tui.workspace import Workspace

CANCEL_SECONDS = 15.0
"""How long a running operation may take to end its command and let go, once leaving is asked for."""


def run(call: Call) -> int:
    """Opens it on the root; a root that is broken opens too, and shows what is wrong."""
    require_terminal()
    workspace = call.workspace(via="browser" if is_browser() else "dashboard")
    workspace.require_root()
    with leaving() as leave:
        return show(workspace, leave)


def require_terminal() -> None:
    """UsageError when there is no screen to draw on."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("the dashboard needs a terminal", fix="`moie status` prints the same picture once")


def show(workspace: Workspace, leave: Leaving) -> int:
    """Runs the dashboard until the operator leaves, or something makes it; its exit code."""
    collecting.postpone()
    from moie_tui.tui.app import MoieApp
    from moie_tui.tui.theme import fitting

    forced = workspace.read_only and not workspace.follows_config
    app = MoieApp(workspace, read_only=forced, usual=fitting())
    leave.patience = lambda: CANCEL_SECONDS if app.acting.at_work else PATIENCE_SECONDS
    try:
        asyncio.run(_until_left(app, leave))
    except OSError:
        # Textual prints what went wrong to a terminal that may be what went wrong.
        if not terminal_is_gone():
            raise
    collecting.renounce()
    number = leave.number or (signal.SIGHUP if terminal_is_gone() else 0)
    return 128 + number if number else app.return_code or 0


async def _until_left(app: MoieApp, leave: Leaving) -> None:
    loop = asyncio.get_running_loop()

    def tell(number: int) -> None:
        app.acting.cancel()
        with suppress(RuntimeError):  # a loop that is closed has no app left to end
            loop.call_soon_threadsafe(app.exit, None, 128 + number)

    leave.then(tell)
    await app.run_async()
