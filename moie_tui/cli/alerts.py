"""`moie alerts`: what is open, who is told and how; mute, acknowledge, and test the channels."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from moie_tui.cli.acting import act
from moie_tui.cli.call import Call
from moie_tui.cli.json_text import print_json
from moie_tui.cli.options import Parser, add_acting
from moie_tui.cli.page import Line, table, text, write
from moie_tui.domain.errors import UsageError
from moie_tui.domain.timestamps import utc_text

if TYPE_CHECKING:
    from moie_tui.domain.checking import AlertRow, Tried
    from moie_tui.domain.quiet import Mute
    from moie_tui.workspace import Workspace

WORDS = ("list", "test", "mute", "unmute", "ack")
_NEEDS = {"mute": "a job's id, heartbeat, a kind of alert, or all", "unmute": "what was muted"}
_NEEDS["ack"] = "an alert's key or id: `moie alerts list` shows them"
_SHOWN_ID = 8
_EPILOG = """\
  moie alerts                            what is open now
  moie alerts test [--as-cron]           a test message through every channel
  moie alerts mute 5.1 --for 2h --why "moving disks"
  moie alerts unmute 5.1
  moie alerts ack 3f9a12c4 --note "on it"    no repeats; its end is told"""


def configure(parser: Parser) -> None:
    """What to do, about what, for how long and why."""
    add_acting(parser)
    parser.add_argument("word", nargs="?", default="list", choices=WORDS, help="list is the default")
    parser.add_argument(
        "what", nargs="?", default="", metavar="WHAT", help="what to mute, unmute or acknowledge"
    )
    parser.add_argument(
        "--for", dest="span", metavar="SPAN", help="mute: it is over by itself after, say, 2h"
    )
    parser.add_argument("--why", default="", metavar="TEXT", help="mute: shown to whoever looks")
    parser.add_argument("--note", default="", metavar="TEXT", help="ack: shown to whoever looks")
    parser.add_argument("--as-cron", action="store_true", help="test: with no more than cron gives a process")
    parser.add_argument("--via", metavar="ORIGIN", help="test: what the message names as sender, say cron")
    parser.epilog = _EPILOG


def run(call: Call) -> int:
    """Does the one that was named."""
    options, word = call.options, call.options.word
    if word in _NEEDS and not options.what:
        raise UsageError(f"`moie alerts {word}` takes {_NEEDS[word]}")
    if word == "list":
        return _list(call)
    if word == "test":
        return _test(call)
    if word == "mute":
        return act(call, "mute", what=options.what, span=_span(options.span), why=options.why.strip())
    if word == "unmute":
        return act(call, "unmute", what=options.what)
    workspace = call.workspace()
    key = _key(workspace, options.what)
    return act(call, "ack", workspace=workspace, key=key, note=options.note.strip())


def _span(words: str | None) -> timedelta | None:
    from moie_tui.domain.spans import parse_span

    try:
        return None if words is None else parse_span(words)
    except ValueError as error:
        raise UsageError(str(error)) from error


def _key(workspace: Workspace, named: str) -> str:
    """The key of the one open alert that is called so."""
    rows = workspace.alerts()
    found = {row.condition.key for row in rows if named == row.condition.key}
    found = found or {row.condition.key for row in rows if len(named) >= 4 and row.id.startswith(named)}
    if len(found) != 1:
        what = f"{len(found)} alerts begin with" if found else "no alert that is open now is called"
        raise UsageError(f"{what} {named!r}", fix="`moie alerts list` shows keys and ids")
    return found.pop()


def _list(call: Call) -> int:
    workspace = call.workspace()
    rows, now, mutes = workspace.alerts(), workspace.clock(), workspace.mutes()
    looked_at = workspace.watchdog().looked_at
    if call.json:
        found = {"alerts": [row.as_json() for row in rows], "mutes": [one.as_json() for one in mutes]}
        print_json(found | {"watchdog_at": looked_at and utc_text(looked_at)})
        return 0
    watched = looked_at is not None
    write([*_lines(rows, now, watched=watched), *_muted(mutes, now)])
    return 0


def _muted(mutes: tuple[Mute, ...], now: datetime) -> Iterator[Line]:
    from moie_tui.domain.health import ago

    for one in mutes:
        lasts = "until it is unmuted" if one.until is None else f"for {ago(one.until - now)} more"
        why = f": {one.why}" if one.why else ""
        by = f" (by {one.origin})" if one.origin else ""
        yield (*text("muted  "), *text(one.what, "strong"), *text(f" {lasts}{why}{by}", "faint"))


def _lines(rows: tuple[AlertRow, ...], now: datetime, *, watched: bool) -> Iterator[Line]:
    if not rows:
        yield text("All is well: no alert is open.", "ok")
        if not watched:
            yield text("  No watchdog has run here: `moie timers install` has one run.", "faint")
        return
    tones = {"critical": "failed"}
    from moie_tui.domain.health import ago

    yield from table(
        [
            (
                text(row.condition.level, tones.get(row.condition.level, "late")),
                text(row.id[:_SHOWN_ID], "strong"),
                text(f"{ago(now - row.condition.since)}", "faint"),
                text(row.condition.key),
                (*text(row.condition.message), *text(_standing(row, watched=watched), "faint")),
            )
            for row in rows
        ],
        right=(2,),
        indent="",
    )


def _standing(row: AlertRow, *, watched: bool) -> str:
    """What people have to do with it."""
    untold = "not told yet" if watched else "not told: no watchdog has run here"
    words = [] if row.told_at else [untold]
    words += ["muted"] if row.muted else []
    if row.acknowledged:
        note = f": {row.acknowledged.note}" if row.acknowledged.note else ""
        words.append(f"acknowledged by {row.acknowledged.origin}{note}")
    words += [f"not delivered to {one.channel} ({one.error or 'not tried yet'})" for one in row.undelivered]
    return f"  ({'; '.join(words)})" if words else ""


def _test(call: Call) -> int:
    workspace = call.workspace(via=call.options.via)
    if call.options.dry_run:
        return _would_test(call, workspace.alert_channels())
    tried = workspace.test_alerts(as_cron=call.options.as_cron)
    arrived = all(not one.failure for one in tried)
    if call.json:
        print_json({"arrived": arrived and bool(tried), "channels": [one.as_json() for one in tried]})
    else:
        write(_results(tried, as_cron=call.options.as_cron))
    return 0 if tried and arrived else 1


def _would_test(call: Call, names: tuple[str, ...]) -> int:
    """Lists the channels and sends nothing."""
    if call.json:
        print_json({"channels": list(names)})
    elif names:
        write([(*text("○ ", "waiting"), *text(name, "strong"), *text(": would be sent")) for name in names])
    else:
        write(_results((), as_cron=False))
    return 0


def _results(tried: tuple[Tried, ...], *, as_cron: bool) -> Iterator[Line]:
    for one in tried:
        look = ("✗ ", "failed") if one.failure else ("● ", "ok")
        words = f": {one.failure}" if one.failure else ": sent"
        yield (look, *text(one.channel, "strong"), *text(words))
    if not tried:
        yield text("No channel is configured: nobody is told anything.", "failed")
        yield text("  Name one in config.yaml: alerts.command, alerts.urls, or alerts.desktop: true", "faint")
    if not as_cron and tried:
        yield text("  Cron gives a process less: `moie alerts test --as-cron` tries it its way.", "faint")
