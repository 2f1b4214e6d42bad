"""`moie demo`: the dashboard on a root of its own whose jobs really run and whose heart really beats."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from moie_tui.cli.call import Call
from moie_tui.cli.dashboard import CANCEL_SECONDS, require_terminal, show
from moie_tui.cli.leaving import Leaving, leaving
from moie_tui.cli.options import Parser
from moie_tui.cli.page import text, write
from moie_tui.domain.errors import UsageError
from moie_tui.values import dataclass

PATIENCE_SECONDS = 20
"""How long the life of the demo may take to end its commands."""
_BORN = timedelta(hours=25)
_PAST = {timedelta(hours=24): "as it was yesterday", timedelta(hours=3): "before the first heartbeat"}
"""Backups that a demo comes with, by their age: something older than itself to go back to."""


@dataclass(frozen=True)
class Place:
    """Where a demo lives: its root, the folder that holds its trust, where its life complains; whether it
    goes with the demo."""

    root: Path
    home: Path
    log: Path
    goes: bool


def configure(parser: Parser) -> None:
    """Whether it stays."""
    parser.epilog = "It lives in a root of its own and touches no other: MOIE_ROOT does not count here."
    parser.add_argument("--keep", action="store_true", help="leave the demo's root there, and say where")


def run(call: Call) -> int:
    """Opens it; everything it started has ended when this returns."""
    if getattr(call.options, "root", []):
        raise UsageError(
            "the demo makes a root of its own", where="--root", fix="leave out --root, or use it without demo"
        )
    require_terminal()
    with leaving() as leave, place(keep=call.options.keep) as here:
        leave.patience = _tidying
        make(here)
        code = 128 + leave.number if leave.number else _show(here, call.read_only, leave)
    if call.options.keep:
        write([text(f"The demo's root is {here.root}; open it with: moie --root {here.root}")])
    return code


def make(here: Place) -> None:
    """A root with a day behind it: born yesterday, backed up twice, and its heart beats.

    All is marked as scheduled, so that a bare undo finds only what its visitor does."""
    now = datetime.now(UTC)
    _done_at(now - _BORN, here, "init", demo=True)
    for ago, note in _PAST.items():
        _done_at(now - ago, here, "backup", note=note, scheduled=True)
    _done_at(now, here, "pulse", scheduled=True)


def _done_at(then: datetime, here: Place, name: str, **arguments: Any) -> None:
    """An operation as it would have been at that moment."""
    from moie_tui.workspace import Workspace

    maker = Workspace.open(here.root, home=here.home, via="demo", clock=lambda: then)
    operation = maker.operation(name, **arguments)
    maker.run(operation, maker.plan(operation))


def _show(here: Place, read_only: bool, leave: Leaving) -> int:
    from moie_tui.workspace import Workspace

    dashboard = Workspace.open(here.root, home=here.home, via="dashboard", read_only=read_only)
    with living(here):
        try:
            return show(dashboard, leave=leave)
        finally:
            leave.patience = _tidying


def _tidying() -> float:
    return CANCEL_SECONDS + 2 * PATIENCE_SECONDS


@contextmanager
def place(*, keep: bool) -> Iterator[Place]:
    """A new temporary folder, removed at the end unless it is to stay."""
    folder = Path(tempfile.mkdtemp(prefix="moie-demo-"))
    try:
        yield Place(folder / "root", folder / "home", folder / "life.log", goes=not keep)
    finally:
        if not keep:
            shutil.rmtree(folder)


@contextmanager
def living(here: Place) -> Iterator[subprocess.Popen[bytes]]:
    """Lets the demo live in a process of its own, which ends when its stdin closes, however we end; if we end
    before it, it removes the place."""
    heir = [str(os.getpid()), str(here.root.parent)] if here.goes else []
    with here.log.open("wb") as log:
        life = subprocess.Popen(
            [sys.executable, "-m", "moie_tui.cli.demo_life", str(here.root), *heir],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            env={**os.environ, "MOIE_HOME": str(here.home)},
            start_new_session=True,
        )
    try:
        yield life
    finally:
        assert life.stdin is not None
        life.stdin.close()
        try:
            life.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            life.kill()
            life.wait()
