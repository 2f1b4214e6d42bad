"""`moie doctor`: checks a root, and mends what can be mended."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from moie_tui.cli.acting import act
from moie_tui.cli.call import Call
from moie_tui.cli.json_text import print_json
from moie_tui.cli.options import Parser, add_acting
from moie_tui.cli.page import Line, text, write
from moie_tui.cli.progress import Ticker
from moie_tui.cli.signals import interruptible
from moie_tui.domain.checkup import NOTE, OK, PROBLEM, Checkup, Diagnosis
from moie_tui.domain.errors import UsageError
from moie_tui.tui import glyphs

_LOOKS = {OK: (glyphs.OK, "ok"), NOTE: ("·", "waiting"), PROBLEM: (glyphs.FAILED, "failed")}


def configure(parser: Parser) -> None:
    """Whether to mend."""
    add_acting(parser, asks=True)
    words = "mend what can be: shows the plan and asks; undo takes it back"
    parser.add_argument("--fix", action="store_true", help=words)


def run(call: Call) -> int:
    """Exit 0 when nothing is wrong, 1 when problems remain."""
    options = call.options
    if not options.fix and (options.dry_run or options.yes):
        raise UsageError("--dry-run and --yes are about --fix", fix="say --fix too")
    workspace = call.workspace()
    with interruptible() as interrupt, Ticker(sys.stderr) as ticker:
        checkup = workspace.examine(ticker, interrupt)
    if options.fix:
        return _mend(call, checkup)
    if call.json:
        print_json(checkup.as_json())
    else:
        write(_page(checkup))
    return 1 if checkup.problems else 0


def _mend(call: Call, checkup: Checkup) -> int:
    if call.options.yes and not (call.json or call.options.dry_run):
        # Else the plan is shown, which says it all.
        write(_findings(one for one in checkup.findings if one.level != OK), sys.stderr)
    detail = {"healthy": not checkup.problems, "findings": checkup.as_json()["findings"]}
    return act(call, "doctor", asks=True, detail=detail, checkup=checkup)


def _page(checkup: Checkup) -> Iterator[Line]:
    yield from _findings(checkup.findings)
    yield ()
    mends = len(checkup.mends)
    if not checkup.problems and checkup.slips:
        count = len(checkup.slips)
        words = f"nothing is broken, but {count} {'notes are' if count > 1 else 'note is'} probably a slip"
        yield ((f"{glyphs.LATE} ", "late"), *text(words, "strong"))
    elif not checkup.problems:
        yield ((f"{glyphs.OK} ", "ok"), *text("nothing is wrong", "strong"))
    else:
        count = len(checkup.problems)
        words = f"{count} problem{'s' if count > 1 else ''}"
        yield ((f"{glyphs.FAILED} ", "failed"), *text(words, "strong"))
    if mends:
        yield text(f"  `moie doctor --fix` would mend {mends}, and `moie undo` takes it back", "faint")


def _findings(findings: Iterable[Diagnosis]) -> Iterator[Line]:
    for one in findings:
        yield from _finding(one)


def _finding(one: Diagnosis) -> Iterator[Line]:
    glyph, tone = (glyphs.LATE, "late") if one.slip else _LOOKS[one.level]
    where = text(f"{one.where}  ", "faint" if one.level == OK else "strong") if one.where else ()
    yield ((f"{glyph} ", tone), *where, *text(one.what, "faint" if one.level == OK else ""))
    if one.fix:
        yield text(f"    {'--fix: ' if one.mend else ''}{one.fix}", "faint")
