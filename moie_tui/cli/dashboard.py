"""`moie` without a command: the dashboard."""

from __future__ import annotations

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
    from moie_tui.tui.splash import Splash
    from moie_tui.workspace import Workspace

CANCEL_SECONDS = 15.0
"""How long a running operation may take to end its command and let go, once leaving is asked for."""
_SWITCH_SECONDS = 0.001
"""A thread that reads a large root must not keep a key waiting: it is handed on five times."""


def run(call: Call) -> int:
    """Opens it on the root, or on several; one that is broken opens too, and shows what is wrong."""
    require_terminal()
    workspaces = several(call) if len(call.roots) > 1 else [_one(call)]
    with leaving() as leave:
        return show(*workspaces, leave=leave)


def several(call: Call) -> list[Workspace]:
    """All roots that were named; of those that hold none, be it yet, it is enough that not all are so."""
    from moie_tui.workspace import Workspace

    opened = [Workspace.open(one, via=_via(), read_only=call.read_only) for one in call.roots]
    missing = [error for one in opened if (error := _why_no_root(one)) is not None]
    if len(missing) == len(opened):
        raise missing[0]
    return opened


def _one(call: Call) -> Workspace:
    workspace = call.workspace(via=_via())
    workspace.require_root()
    return workspace


def _via() -> str:
    return "browser" if is_browser() else "dashboard"


def _why_no_root(workspace: Workspace) -> UsageError | None:
    try:
        workspace.require_root()
    except UsageError as error:
        return error
    return None


def require_terminal() -> None:
    """UsageError when there is no screen to draw on."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("the dashboard needs a terminal", fix="`moie status` prints the same picture once")


def show(workspace: Workspace, *others: Workspace, leave: Leaving) -> int:
    """Runs the dashboard until the operator leaves, or something makes it; its exit code."""
    collecting.postpone()
    from moie_tui.cli.first_look import first_look

    splash = first_look(workspace)
    try:
        return _run(workspace, *others, leave=leave, splash=splash)
    finally:
        splash.end()


def _run(workspace: Workspace, *others: Workspace, leave: Leaving, splash: Splash) -> int:
    from moie_tui.tui.postponed import postponed

    with postponed():
        import asyncio

        from moie_tui.tui.app import MoieApp
        from moie_tui.tui.sparing_selector import sparing_loop
        from moie_tui.tui.theme import fitting

    forced = workspace.read_only and not workspace.follows_config
    app = MoieApp(workspace, *others, read_only=forced, usual=fitting())
    app.splash = splash
    sys.setswitchinterval(_SWITCH_SECONDS)
    leave.patience = lambda: CANCEL_SECONDS if app.acting.at_work else PATIENCE_SECONDS
    try:
        with asyncio.Runner(loop_factory=sparing_loop) as runner:
            runner.run(_until_left(app, leave))
    except OSError:
        # Textual prints what went wrong to a terminal that may be what went wrong.
        if not terminal_is_gone():
            raise
    collecting.renounce()
    number = leave.number or (signal.SIGHUP if terminal_is_gone() else 0)
    return 128 + number if number else app.return_code or 0


async def _until_left(app: MoieApp, leave: Leaving) -> None:
    import asyncio

    loop = asyncio.get_running_loop()

    def tell(number: int) -> None:
        app.acting.cancel()
        with suppress(RuntimeError):  # a loop that is closed has no app left to end
            loop.call_soon_threadsafe(app.exit, None, 128 + number)

    leave.then(tell)
    await app.run_async()
