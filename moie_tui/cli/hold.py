"""`moie hold`: pulses do nothing but stamp the heartbeat, until somebody resumes them."""

from __future__ import annotations

from moie_tui.cli.acting import act
from moie_tui.cli.call import Call
from moie_tui.cli.options import Parser, add_acting


def configure(parser: Parser) -> None:
    """For how long, and why."""
    add_acting(parser)
    parser.add_argument("--for", dest="span", metavar="SPAN", help="it is over by itself after, say, 2h")
    parser.add_argument("--why", default="", metavar="TEXT", help="shown to whoever looks")


def run(call: Call) -> int:
    """Puts them on hold."""
    return act(call, "hold", span=_span(call.options.span), why=call.options.why.strip())


def _span(text: str | None) -> object:
    from moie_tui.domain.errors import UsageError
    from moie_tui.domain.spans import parse_span

    try:
        return None if text is None else parse_span(text)
    except ValueError as error:
        raise UsageError(str(error)) from error
