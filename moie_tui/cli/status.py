"""`moie status`: the whole picture, once or as it changes, or one line of it."""

from __future__ import annotations

from moie_tui.cli.options import Parser, add_json
from moie_tui.domain.glance import FIELDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import SimpleNamespace

    from moie_tui.cli.call import Call


def configure(parser: Parser) -> None:
    """JSON or text, once or again and again."""
    add_json(parser)
    parser.add_argument("--watch", action="store_true", help="show it anew whenever it changes, until ctrl-c")
    words = "one line for a prompt or a status bar, with fields filled in: '{glyph} {age}'"
    parser.add_argument("--format", metavar="TEXT", help=words)
    width = max(map(len, FIELDS)) + 2
    rows = (f"  {'{' + name + '}':<{width}}  {what}" for name, what in FIELDS.items())
    parser.epilog = "\n".join(["fields of --format, which take a width as in {failing:>3}:", *rows])


def early(options: SimpleNamespace) -> int | None:
    """The line as it was kept, before anything is imported that it does not need; None when there is none."""
    if options.format is None or options.watch or options.json:
        return None
    from moie_tui.cli.status_line import recalled

    return recalled(options)


def run(call: Call) -> int:
    """Prints what there is; exit 3 when the state can't be read, with its problems printed all the same."""
    template, watching = call.options.format, call.options.watch
    if template is not None and call.json:
        from moie_tui.domain.errors import UsageError

        raise UsageError("--format and --json are two ways to answer", fix="choose one")
    if watching:
        from moie_tui.cli.status_watch import watch

        return watch(call, template)
    if template is not None:
        from moie_tui.cli.status_line import show

        return show(call, template)
    return _once(call)


def _once(call: Call) -> int:
    from moie_tui.domain.errors import InvalidDocument
    from moie_tui.domain.judge import judge
    from moie_tui.domain.view import as_read

    workspace = call.workspace()
    workspace.require_root()
    view, now = as_read(workspace.view()), workspace.clock()
    judgement = judge(view, now)
    if call.json:
        from moie_tui.cli.json_text import print_json
        from moie_tui.domain.summary import summary

        print_json(summary(view, judgement))
    else:
        from moie_tui.cli.page import write
        from moie_tui.cli.picture import picture

        write(picture(view, judgement, now))
    return InvalidDocument.exit_code if view.state is None else 0
