"""The options several commands share."""

from __future__ import annotations

import argparse
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    # typing itself would cost --help half of Python's start.
    from typing import NoReturn


class Page(argparse.RawDescriptionHelpFormatter):
    """Help as wide as the terminal; argparse's own way of asking loads every archiver."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


class Parser(argparse.ArgumentParser):
    """An argument parser that fails with one line, as everything here does."""

    def error(self, message: str) -> NoReturn:
        """A UsageError instead of the usage and two lines."""
        from moie_tui.domain.errors import UsageError

        raise UsageError(message, fix=f"see `{self.prog} --help`")


def _columns() -> int:
    try:
        return int(os.environ.get("COLUMNS", 0)) or os.get_terminal_size().columns
    except (OSError, ValueError):
        return 80


def add_global(parser: argparse.ArgumentParser) -> None:
    """What may stand before and after the command."""
    lacking = argparse.SUPPRESS
    parser.add_argument(
        "--root",
        action="append",
        metavar="DIR",
        default=lacking,
        help="the root; else $MOIE_ROOT, else this folder",
    )
    for flag, words in (
        ("--read-only", "refuse whatever changes a root"),
        ("--debug", "show a traceback when it fails"),
    ):
        parser.add_argument(flag, action="store_true", default=lacking, help=words)


def add_json(parser: argparse.ArgumentParser) -> None:
    """What every command that answers has."""
    parser.add_argument("--json", action="store_true", help="answer in JSON")


def add_acting(parser: argparse.ArgumentParser, *, asks: bool = False, scheduled: bool = False) -> None:
    """What every command that changes a root has; `asks`: it wants a yes, `scheduled`: cron may run it."""
    parser.add_argument("--dry-run", action="store_true", help="show the plan and change nothing")
    add_json(parser)
    if asks:
        parser.add_argument("--yes", action="store_true", help="do not ask; needed without a terminal")
    if scheduled:
        words = "for cron: a bare undo skips it; says only what needs you"
        parser.add_argument("--scheduled", action="store_true", help=words)


def add_snapshot(parser: argparse.ArgumentParser) -> None:
    """Which snapshot a command is about."""
    words = "id, file name or latest (the default)"
    parser.add_argument("snapshot", nargs="?", default="latest", metavar="SNAPSHOT", help=words)
