"""`moie` without a command: the dashboard."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

from moie_tui.cli.call import Call
from moie_tui.domain.errors import UsageError

if TYPE_CHECKING:
    from moie_tui.tui.app import MoieApp
    from moie_tui.workspace import Workspace


def run(call: Call) -> int:
    """Opens it on the root; a root that is broken opens too, and shows what is wrong."""
    require_terminal()
    workspace = call.workspace(via="dashboard")
    workspace.require_root()
    return show(workspace)


def require_terminal() -> None:
    """UsageError when there is no screen to draw on."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("the dashboard needs a terminal", fix="`moie status` prints the same picture once")


def show(workspace: Workspace) -> int:
    """Runs the dashboard until the operator leaves, or a signal makes it; its exit code."""
    import asyncio

    from moie_tui.tui.app import MoieApp

    app = MoieApp(workspace, read_only=workspace.read_only)
    asyncio.run(_until_left(app))
    return app.return_code or 0


async def _until_left(app: MoieApp) -> None:
    import asyncio

    def leave(number: int) -> None:
        app.acting.cancel()
        app.exit(return_code=128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        # Without this the terminal is left as the dashboard had it, and its operation is torn off.
        asyncio.get_running_loop().add_signal_handler(number, leave, number)
    await app.run_async()
