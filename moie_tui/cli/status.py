"""`moie status`: the whole picture, once."""

from __future__ import annotations

from moie_tui.cli.call import Call
from moie_tui.cli.json_text import print_json
from moie_tui.cli.options import Parser, add_json
from moie_tui.cli.page import write
from moie_tui.cli.picture import picture
from moie_tui.domain.errors import InvalidDocument
from moie_tui.domain.judge import judge
from moie_tui.domain.summary import summary
from moie_tui.domain.view import as_read


def configure(parser: Parser) -> None:
    """JSON or text."""
    add_json(parser)


def run(call: Call) -> int:
    """Prints what there is; exit 3 when the state can't be read, with its problems printed all the same."""
    workspace = call.workspace()
    workspace.require_root()
    view, now = as_read(workspace.view()), workspace.clock()
    judgement = judge(view, now)
    if call.json:
        print_json(summary(view, judgement))
    else:
        write(picture(view, judgement, now))
    return InvalidDocument.exit_code if view.state is None else 0
