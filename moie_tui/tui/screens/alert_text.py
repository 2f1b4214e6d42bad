"""What the list of alerts and one of them say, as cells and rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from textual.content import Content

from moie_tui.domain.amounts import counted
from moie_tui.domain.checking import Board
from moie_tui.domain.condition import HEARTBEAT, Condition
from moie_tui.domain.diagnosis import Silence
from moie_tui.domain.health import ago
from moie_tui.domain.keys import SHIPPED, Keys
from moie_tui.domain.state import CYCLIC
from moie_tui.domain.text import plain
from moie_tui.domain.view import Problem, SystemView
from moie_tui.tui import times
from moie_tui.tui.alerts import AlertItem
from moie_tui.tui.columns import Column
from moie_tui.tui.origins import origin_words
from moie_tui.tui.pieces import text
from moie_tui.tui.status import look
from moie_tui.tui.trouble import rescue
from moie_tui.tui.widgets.hanging_text import Row
from moie_tui.tui.widgets.rows import Cells

COLUMNS = (
    Column(1, gap=1),
    Column(10, "about"),
    Column(20, "what", flexible=True),
    Column(5, "since", right=True, drop=1),
    Column(8, "state", drop=2),
)
EMPTY = "All is well. What is late, fails or can't be read is listed here, and rings."
NO_WATCHDOG = "no watchdog has run here: `moie timers install`"
LOG = "log"
_MARGIN = 9


def cells(item: AlertItem, now: datetime) -> Cells:
    """One row of the list; what is quiet is faint."""
    glyph, tone = look(item.level)
    one, faint = item.condition, "faint" if item.is_quiet else ""
    state = "taken on" if item.taken_on else "silent" if item.is_quiet else ""
    return (
        text(glyph, faint or tone),
        text(plain(one.subject) if one else "problem", faint or "strong"),
        text(headline(item), faint),
        text(times.brief(now - one.since) if one else "", "faint"),
        text(state, "faint"),
    )


def headline(item: AlertItem) -> str:
    """What is wrong, in one line."""
    if item.condition is not None:
        return plain(item.condition.message)
    assert item.problem is not None
    return plain(": ".join(part for part in (item.problem.where, item.problem.what) if part))


def detail_rows(
    item: AlertItem | None,
    view: SystemView,
    now: datetime,
    board: Board | None,
    keys: Keys = SHIPPED,
    silence: Silence | None = None,
) -> list[Row]:
    """All there is to say of the selected one; the board is None until it was read."""
    if item is None:
        return []
    glyph, tone = look(item.level)
    rows: list[Row] = [
        (Content.assemble((glyph, f"${tone}"), " "), Content.styled(headline(item), "bold")),
        *((Content("  "), Content.styled(words, "$accent")) for words in _ways_out(item, view, keys)),
    ]
    facts = [*_why(item, silence), *_facts(item, view, now)]
    if item.condition is not None and board is not None:
        facts.append(("watchdog", _told(item.condition, board, view, now)))
    return [*rows, *((_name(name), Content(plain(words))) for name, words in facts)]


def calm_rows(view: SystemView, now: datetime, board: Board | None) -> list[Row]:
    """That nothing is wrong; what is watched, and when it was looked at last."""
    jobs = sum(job.status == CYCLIC for _, job in view.state.jobs()) if view.state else 0
    watched = ["the heartbeat", "state, health and config", *[counted(jobs, "cyclic job")] * bool(jobs)]
    rows = [("watched", ", ".join([*watched, f"commands and {counted(len(view.snapshots), 'snapshot')}"]))]
    rows.append(("checked", "each second, as long as this dashboard is open"))
    if board is not None:
        at = board.looked_at
        looked = f"looked {ago(max(now, at) - at)} ago, {times.at(at, now, view.zone)}" if at else NO_WATCHDOG
        rows.append(("watchdog", looked))
    calm: list[Row] = [(Content("  "), Content(EMPTY)), (Content(), Content())]
    return [*calm, *((_name(name), Content(plain(words))) for name, words in rows)]


def _ways_out(item: AlertItem, view: SystemView, keys: Keys) -> Iterator[str]:
    if item.problem is None:
        return
    if item.problem == view.state_problem:
        yield _way_out(view, item.problem, keys)
    yield plain(item.problem.fix)


def _why(item: AlertItem, silence: Silence | None) -> Iterator[tuple[str, str]]:
    """Why a silent heart is; the whole evidence is one Enter further."""
    if silence is not None and item.condition is not None and item.condition.key == HEARTBEAT:
        yield "why", silence.lead
        yield "do", silence.step


def _way_out(view: SystemView, problem: Problem, keys: Keys) -> str:
    if problem.by_hand:
        return plain(rescue(view, problem, keys))
    if not view.way_out:
        return ""
    return plain(f"{keys.shown('rollback')} rolls back to {view.way_out}, the newest sound snapshot.")


def _facts(item: AlertItem, view: SystemView, now: datetime) -> Iterator[tuple[str, str]]:
    one, taken, mute = item.condition, item.taken_on, item.mute
    if one is not None:
        at = times.at(one.since, now, view.zone)
        yield "since", f"{at} · {ago(now - one.since)} ago"
    if taken is not None:
        note = f": {taken.note}" if taken.note else ""
        yield "taken on", f"{_by(taken.origin)} at {times.at(taken.at, now, view.zone)}{note}"
    if mute is not None:
        until = "" if mute.until is None else f" until {times.at(mute.until, now, view.zone, seconds=False)}"
        why = f": {mute.why}" if mute.why else ""
        yield "silent", f"{mute.what}{until}, {_by(mute.origin)}{why}"
    elif item.by_config:
        yield "silent", "by alerts.mute of the config"


def _by(origin: str) -> str:
    who = origin_words(origin).split(" pid ")[0].rstrip(",")
    return f"by {who}" if who else "by somebody"


def _told(one: Condition, board: Board, view: SystemView, now: datetime) -> str:
    """What the watchdog made of it, and what did not arrive yet."""
    if board.looked_at is None:
        return NO_WATCHDOG
    known = board.open.get(one.key)
    looked = f"it looked {ago(max(now - board.looked_at, now - now))} ago"
    if known is None or known.told_at is None:
        return f"not told by it yet: {looked}"
    waiting = [
        f"{parcel.channel} did not take it yet{f' ({parcel.error})' if parcel.error else ''}"
        for parcel in board.outbox
        if parcel.event.get("key") == one.key and parcel.channel != LOG
    ]
    return "; ".join([f"told at {times.at(known.told_at, now, view.zone)}", *waiting])


def _name(name: str) -> Content:
    return Content.styled(f"  {name:<{_MARGIN}} ", "$faint")
