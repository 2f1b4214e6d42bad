"""`moie events`: the log, filtered, and as it grows."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

from moie_tui.cli.call import Call
from moie_tui.cli.json_text import print_json, print_json_line
from moie_tui.cli.options import Parser
from moie_tui.cli.page import GAP, Line, table, text, width, write
from moie_tui.domain.amounts import counted
from moie_tui.domain.errors import Busy, MoieError, UsageError
from moie_tui.domain.event import INFO, LEVELS
from moie_tui.domain.event_query import EventPage, Logged, Wanted, naming
from moie_tui.domain.json_values import fit
from moie_tui.domain.moments import parse_moment
from moie_tui.domain.timestamps import utc_text
from moie_tui.tui.looks import LEVEL_GLYPHS
from moie_tui.tui.looks import LEVELS as TONES
from moie_tui.tui.times import at

if TYPE_CHECKING:
    from moie_tui.workspace import Workspace

SHOWN = 100
LOOK_SECONDS = 0.1
INTERRUPTED = 130
USUAL_CATEGORY = len("heartbeat")
"""Cells of a category in lines that can't wait for those that follow to stand below each other."""


def configure(parser: Parser) -> None:
    """Which events, and whether to wait for more."""
    parser.add_argument(
        "--json", action="store_true", help="answer in JSON: one list, with --follow one object a line"
    )
    parser.add_argument("--follow", action="store_true", help="show new ones as they are written")
    parser.add_argument("--level", choices=LEVELS, default=INFO, help="this level and worse")
    parser.add_argument(
        "--category", action="append", default=[], metavar="C", help="of this category; repeat it"
    )
    words = "with these words in message, metadata (key=value) or the task of its job; after a ! without them"
    parser.add_argument("--grep", default="", metavar="TEXT", help=words)
    parser.add_argument("--job", default="", metavar="ID", help="about this job")
    parser.add_argument("--since", metavar="TIME", help='not before: "2h", "14:05", "yesterday 9:00"')
    parser.add_argument("--until", metavar="TIME", help="before this time")
    parser.add_argument("--limit", type=int, default=SHOWN, metavar="N", help=f"the newest N ({SHOWN})")


def run(call: Call) -> int:
    """The newest that are wanted, oldest first; with --follow then each as it comes, until interrupted."""
    workspace, options = call.workspace(), call.options
    if options.limit < 1:
        raise UsageError("--limit takes a number of at least 1")
    wanted = _wanted(call, workspace)
    if options.follow:
        return _follow(call, workspace, wanted)
    page = workspace.events(wanted, options.limit)
    rows = _by_time(page.events)
    if call.json:
        print_json([_as_json(one) for one in rows])
        return 0
    write(table([_row(one, workspace) for one in rows], indent=""))
    if not page.events:
        write([text(_nothing(page, wanted, workspace))])
    write(_remarks(page, options.limit))
    return 0


def _wanted(call: Call, workspace: Workspace) -> Wanted:
    options, now, zone = call.options, workspace.clock(), workspace.stores.zone
    since, until = (_moment(name, getattr(options, name), now, zone) for name in ("since", "until"))
    if until is not None and options.follow:
        raise UsageError("--follow waits for what is still to come", fix="leave out --until")
    if since is not None and until is not None and since >= until:
        raise UsageError("--since is not before --until")
    tasks = naming(options.grep, _tasks(workspace)) if options.grep else ()
    return Wanted(options.level, frozenset(options.category), options.grep, since, until, tasks, options.job)


def _tasks(workspace: Workspace) -> list[tuple[str, str]]:
    try:
        return [(job.key, job.task) for _, job in workspace.stores.state.read().state.jobs()]
    except MoieError:
        # The log of a root whose state can't be read is wanted most; its ids are found all the same.
        return []


def _moment(name: str, words: str | None, now: datetime, zone: tzinfo | None) -> datetime | None:
    if words is None:
        return None
    try:
        return parse_moment(words, now, zone)
    except ValueError as error:
        raise UsageError(f"--{name}: {error}") from error


def _follow(call: Call, workspace: Workspace, wanted: Wanted) -> int:
    try:
        # Made first: what is written while the page is read is not missed, and told once.
        follower = workspace.follow_events(wanted)
        shown = workspace.events(wanted, call.options.limit).events
        known = {one.place: one.event for one in shown}
        while True:
            _show(call, workspace, _by_time(shown))
            time.sleep(LOOK_SECONDS)
            shown = tuple(one for one in follower.new().events if known.get(one.place) != one.event)
            known = {}
    except KeyboardInterrupt:
        return INTERRUPTED  # how one leaves, as with `tail -f`


def _show(call: Call, workspace: Workspace, rows: Iterable[Logged]) -> None:
    for one in rows:
        if call.json:
            print_json_line(_as_json(one))
        else:
            when, glyph, category, message = _row(one, workspace)
            padded = (*_padded(glyph, 1), (GAP, ""), *_padded(category, USUAL_CATEGORY))
            write([(*when, (GAP, ""), *padded, (GAP, ""), *message)])
    sys.stdout.flush()


def _padded(line: Line, cells: int) -> Line:
    return (*line, (" " * (cells - width(line)), ""))


def _by_time(events: Iterable[Logged]) -> list[Logged]:
    return sorted(events, key=lambda one: one.event.timestamp)


def _row(one: Logged, workspace: Workspace) -> tuple[Line, Line, Line, Line]:
    event, tone = one.event, TONES[one.event.level]
    when = text(at(event.timestamp, workspace.clock(), workspace.stores.zone), "faint")
    glyph = text(LEVEL_GLYPHS[event.level], tone)
    return when, glyph, text(event.category, "faint"), text(event.message, "" if tone == "faint" else tone)


def _nothing(page: EventPage, wanted: Wanted, workspace: Workspace) -> str:
    """Why nothing is listed; a category that is not known may be a slip of the pen."""
    if wanted == Wanted() and not page.more:
        return "No event yet."
    where = " among the newest" if page.more else ""
    try:
        known = workspace.event_categories() if wanted.categories else ()
    except Busy:  # another process counts the log: the hint is not worth waiting for it
        known = ()
    if known and wanted.categories.isdisjoint(known):
        return f"No event fits{where}; the categories known here: {', '.join(known)}."
    return f"No event fits{where}."


def _remarks(page: EventPage, limit: int) -> Iterable[Line]:
    if page.more:
        yield text(f"older ones: --limit {2 * limit}", "faint")
    if page.unreadable:
        are = "is no event" if page.unreadable == 1 else "are no events"
        yield text(f"{counted(page.unreadable, 'line')} of those searched {are}", "late")


def _as_json(one: Logged) -> dict[str, Any]:
    event = one.event
    return {
        "timestamp": utc_text(event.timestamp),
        "level": event.level,
        "category": event.category,
        "message": event.message,
        "metadata": fit(event.metadata),
        "place": f"{one.place.day}:{one.place.offset}",
    }
