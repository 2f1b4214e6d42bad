"""`moie validate`: says what is wrong with a document, and where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from moie_tui.cli.call import Call
from moie_tui.cli.json_text import print_json
from moie_tui.cli.options import Parser, add_json
from moie_tui.cli.page import Line, text, write
from moie_tui.domain.errors import InvalidDocument
from moie_tui.domain.validation import Validation
from moie_tui.tui import glyphs


def configure(parser: Parser) -> None:
    """Which document."""
    add_json(parser)
    words = "a state, health or config document; else the root's live state"
    parser.add_argument("file", nargs="?", metavar="FILE", help=words)


def run(call: Call) -> int:
    """Reads only; exit 3 when something is wrong."""
    file = call.options.file
    return answer(call, call.workspace().validate(Path(file).expanduser().absolute() if file else None))


def answer(call: Call, found: Validation) -> int:
    """Prints what was found."""
    if call.json:
        print_json(found.as_json())
    else:
        write(_page(found))
    return 0 if found.valid else InvalidDocument.exit_code


def _page(found: Validation) -> Iterator[Line]:
    version = f" (schema v{found.schema_version})" if found.schema_version else ""
    if found.valid:
        yield ((f"{glyphs.OK} ", "ok"), *text(f"{found.file} is valid{version}"))
    looks = [((f"{glyphs.FAILED} ", "failed"), one) for one in found.errors]
    looks += [((f"{glyphs.LATE} ", "late"), one) for one in found.warnings]
    for look, error in looks:
        place = f"{found.file}:{error.line}:{error.column}" if error.line else found.file
        where = f" ({error.where})" if error.where else ""
        yield (look, *text(place, "strong"), *text(f"{where}: {error.what}"))
