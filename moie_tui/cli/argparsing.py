"""argparse, for what is not plainly said: help, mistakes, `--option=value` and the rarer kinds of options."""

from __future__ import annotations

import argparse
import os

from moie_tui.cli.plain_words import LACKING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import SimpleNamespace
    from typing import Any, NoReturn


def parse(
    declared: Sequence[tuple[tuple[str, ...], dict[str, Any]]],
    texts: dict[str, Any],
    words: Sequence[str],
    options: SimpleNamespace,
) -> None:
    """Sets what the words say by what is declared; UsageError, or SystemExit after --help.

    `texts` are prog, usage, description and epilog."""
    parser = _Parser(formatter_class=_Page, allow_abbrev=False, **texts)
    for names, facts in declared:
        parser.add_argument(*names, **_in_full(facts))
    parser.parse_args(list(words), options)


def _in_full(facts: dict[str, Any]) -> dict[str, Any]:
    kinds: dict[str, Any] = {"boolean": argparse.BooleanOptionalAction, "version": _Version}
    action = facts.get("action", "store")
    told = {name: argparse.SUPPRESS if fact == LACKING else fact for name, fact in facts.items()}
    return {**told, "action": kinds.get(action, action)}


class _Page(argparse.RawDescriptionHelpFormatter):
    """Help as wide as the terminal; argparse's own way of asking loads every archiver."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


class _Parser(argparse.ArgumentParser):
    """An argument parser that fails with one line, as everything here does."""

    def error(self, message: str) -> NoReturn:
        """A UsageError instead of the usage and two lines."""
        from moie_tui.domain.errors import UsageError

        raise UsageError(message, fix=f"see `{self.prog} --help`")


class _Version(argparse.Action):
    """Prints the version, on stdout as people expect."""

    def __call__(self, parser: argparse.ArgumentParser, *unused: object) -> None:
        from moie_tui import __version__

        print(f"moie {__version__}")
        parser.exit()


def _columns() -> int:
    try:
        return int(os.environ.get("COLUMNS", 0)) or os.get_terminal_size().columns
    except (OSError, ValueError):
        return 80
