"""`moie timers`: what starts pulses and checks by the clock; shows, installs or removes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from moie_tui.cli.acting import REPLANS, act
from moie_tui.cli.call import Call
from moie_tui.cli.json_text import print_json
from moie_tui.cli.options import Parser, add_acting
from moie_tui.cli.page import Line, text, write
from moie_tui.cli.plan_text import plan_lines
from moie_tui.domain.errors import UsageError

if TYPE_CHECKING:
    from moie_tui.domain.plan import Plan
    from moie_tui.domain.timer import Installed, KindOfTimer, Timers


def configure(parser: Parser) -> None:
    """What to do, and with which scheduler."""
    add_acting(parser, asks=True)
    parser.add_argument(
        "what", nargs="?", default="show", choices=("show", "install", "remove"), help="show is the default"
    )
    words = "the scheduler; else launchd on a Mac, systemd where `systemctl --user` answers, else cron"
    parser.add_argument("--kind", choices=("cron", "launchd", "systemd"), help=words)
    words = "install: put out of action what beats the root already, our own timers elsewhere too"
    parser.add_argument("--replace", action="store_true", help=words)


def run(call: Call) -> int:
    """Shows, or acts; a dry run shows every line and file as it would be written."""
    options, what = call.options, call.options.what
    if options.replace and what != "install":
        raise UsageError("--replace is for `moie timers install`")
    if what == "show":
        return _show(call)
    arguments = {"kind": options.kind} | ({"replace": options.replace} if what == "install" else {})
    name = f"timers {what}"
    if options.dry_run and not call.json:
        workspace = call.workspace()
        return _rehearse(workspace.plan(workspace.operation(name, **arguments)))
    return act(call, name, asks=True, replans=REPLANS, **arguments)


def _rehearse(plan: Plan) -> int:
    write(plan_lines(plan))
    for effect in plan.effects:
        if isinstance(effect.after, str) and ("\n" in effect.after or effect.target.endswith("the crontab")):
            write([text(f"── {effect.target}", "strong")])
            write(text(line) for line in effect.after.splitlines())
    return 0


def _show(call: Call) -> int:
    timers = call.workspace().timers()
    if call.json:
        print_json(timers.as_json())
    else:
        write(_lines(timers, call.options.kind))
    return 0


def _lines(timers: Timers, kind: str | None) -> Iterator[Line]:
    shown = [one for one in timers.kinds if kind in (None, one.kind)]
    for one in shown:
        yield from _of_kind(one, is_default=one.kind == timers.default_kind)
    if not any(one.entries for one in shown):
        yield text("nothing of ours beats this root: `moie timers install`", "late")
    for other in timers.neighbours:
        tone, verb = ("late", "beats it too") if other.beats else ("faint", "runs on it")
        yield (*text("▲ " if other.beats else "› ", tone), *text(f"{verb}: {other.where}: {other.words}"))


def _of_kind(one: KindOfTimer, *, is_default: bool) -> Iterator[Line]:
    words = one.why_not or ("the default here" if is_default else "can be used here")
    yield (*text(one.kind, "strong"), *text(f"  {words}", "faint"))
    for entry in one.entries:
        yield _entry(entry)
    for note in one.notes:
        yield (*text("  ▲ ", "late"), *text(note))


def _entry(entry: Installed) -> Line:
    tones = {True: ("● ", "ok"), False: ("✗ ", "failed"), None: ("○ ", "unknown")}
    state = {True: "active", False: "not active", None: "can't tell whether active"}[entry.active]
    glyph, tone = tones[entry.active]
    following = ""
    if entry.next_at is not None:
        following = f", next at {entry.next_at.astimezone().isoformat(' ', 'seconds')}"
    return (
        *text("  "),
        *text(glyph, tone),
        *text(f"{entry.name}  {entry.schedule}  {state}{following}"),
        *text(f"  {entry.where}", "faint"),
    )
