"""What commands take: declared once, read by hand where it is plainly said, else by argparse.

Loading argparse and building a parser is half of Python's own start; what it says of help and of mistakes
stays its own."""

from __future__ import annotations

from moie_tui.cli.plain_words import LACKING, Facts, read_plainly

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import SimpleNamespace
    from typing import Any


class Parser:
    """The declarations of one command, in the words of argparse's `add_argument`."""

    def __init__(self, prog: str, description: str) -> None:
        self.prog, self.description = prog, description
        self.usage: str | None = None
        self.epilog: str | None = None
        self.declared: list[tuple[tuple[str, ...], Facts]] = []

    def add_argument(self, *names: str, **facts: Any) -> None:
        """One option or word; the action "boolean" is `--x` and `--no-x`."""
        self.declared.append((names, facts))

    def parse_args(self, words: Sequence[str], options: SimpleNamespace) -> None:
        """Sets what the words say, and the defaults of the rest; leaves by SystemExit after --help."""
        if not read_plainly(self.declared, words, options):
            from moie_tui.cli.argparsing import parse

            texts = {"prog": self.prog, "usage": self.usage, "epilog": self.epilog}
            parse(self.declared, {**texts, "description": self.description}, words, options)


def add_global(parser: Parser) -> None:
    """What may stand before and after the command."""
    parser.add_argument(
        "--root",
        action="append",
        metavar="DIR",
        default=LACKING,
        help="the root; else $MOIE_ROOT, else this folder (the dashboard takes several)",
    )
    for flag, words in (
        ("--read-only", "refuse whatever changes a root"),
        ("--debug", "show a traceback when it fails"),
    ):
        parser.add_argument(flag, action="store_true", default=LACKING, help=words)


def add_json(parser: Parser) -> None:
    """What every command that answers has."""
    parser.add_argument("--json", action="store_true", help="answer in JSON")


def add_acting(parser: Parser, *, asks: bool = False, scheduled: bool = False) -> None:
    """What every command that changes a root has; `asks`: it wants a yes, `scheduled`: cron may run it."""
    parser.add_argument("--dry-run", action="store_true", help="show the plan and change nothing")
    add_json(parser)
    if asks:
        parser.add_argument("--yes", action="store_true", help="do not ask; needed without a terminal")
    if scheduled:
        words = "for cron: a bare undo skips it; says only what needs you"
        parser.add_argument("--scheduled", action="store_true", help=words)


def add_snapshot(parser: Parser) -> None:
    """Which snapshot a command is about."""
    words = "id, file name or latest (the default)"
    parser.add_argument("snapshot", nargs="?", default="latest", metavar="SNAPSHOT", help=words)
