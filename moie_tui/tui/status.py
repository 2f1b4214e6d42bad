"""The first row: where we are, how it is, and what needs a look; as much of it as the width allows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from moie_tui.domain import health
from moie_tui.domain.beaters import beat_itself, is_by_hand
from moie_tui.domain.event import CRITICAL, ERROR
from moie_tui.domain.health import ago
from moie_tui.domain.judge import Judgement
from moie_tui.domain.text import plain, shorten
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui import glyphs
from moie_tui.tui.alerts import Alerts
from moie_tui.tui.past_words import MARK as PAST_MARK
from moie_tui.tui.pieces import Line, Piece, text, width_of
from moie_tui.tui.times import at, brief

_CHIPS: dict[str, Piece] = {
    health.HEALTHY: (f"{glyphs.OK} LIVE", "ok"),
    health.STALE: (f"{glyphs.LATE} STALE", "late"),
    health.CLOCK_SKEW: (f"{glyphs.LATE} CLOCK", "late"),
    health.HELD: (f"{glyphs.PAUSED} HELD", "waiting"),
    health.NEVER_RUN: (f"{glyphs.UNKNOWN} NO BEAT", "unknown"),
}
Forms = tuple[Line, ...]
"""The ways to say one thing, longest first."""
SECOND = timedelta(seconds=1)
WHY = 40
"""Characters of the reason of a hold that are shown."""


def chip(view: SystemView, judgement: Judgement | None) -> Piece:
    """The one word for how the root is."""
    if view is NO_VIEW:
        return ("… READING", "faint")
    if view.as_of is not None:
        return (f"{PAST_MARK} PAST", "accent")
    if view.state_problem:
        return (f"{glyphs.FAILED} BROKEN", "failed")
    if view.state is None:
        return (f"{glyphs.PENDING} EMPTY", "waiting")
    status = judgement.heartbeat.status if judgement else health.NEVER_RUN
    return _CHIPS.get(status, _CHIPS[health.NEVER_RUN])


def _chips(view: SystemView, judgement: Judgement | None, now: datetime) -> Forms:
    """The chip; of a hold by somebody also until when, and why."""
    words, tone = chip(view, judgement)
    short = text(words, tone)
    held = judgement is not None and judgement.heartbeat.status == health.HELD
    said, why = held_until(view, now) if held and not view.state_problem else ("", "")
    if not said:
        return (short, short, short)
    more = f": {shorten(why, WHY)}" if why else ""
    return (text(f"{glyphs.PAUSED} {said}{more}", tone), text(f"{glyphs.PAUSED} {said}", tone), short)


def held_until(view: SystemView, now: datetime) -> tuple[str, str]:
    """That pulses are on hold and until when, and why, both plain; "" when nobody holds them."""
    hold = view.hold
    if hold is None or not hold.holds(now):
        return ("", "")
    until = f" until {at(hold.until, now, view.zone, seconds=False)}" if hold.until else ""
    return (f"on hold{until}", plain(hold.why))


def status_line(
    view: SystemView,
    judgement: Judgement | None,
    alerts: Alerts,
    now: datetime,
    width: int,
    *,
    home: str = "",
    marks: Sequence[str] = (),
    mark: str = "",
) -> Line:
    """The whole row at this width; whole words go before any word is cut. The `mark` never goes."""
    if mark:
        named: Line = ((" ", ""), (f" {shorten(mark, max(3, width // 3))} ", "mark"))
        facts = (view, judgement, alerts, now)
        return (*named, *status_line(*facts, width - width_of(named), home=home, marks=marks))
    root = _short(view.root, home)
    project = plain(view.state.project).strip() if view.state else ""
    both = " · ".join(part for part in (project, root) if part)
    name = (both, project or root, *_fewer_words(project or root), "")
    parts: list[Forms] = [
        tuple(text(form, "strong") if form else () for form in name),
        _chips(view, judgement, now),
        *((text(f"{glyphs.LOCKED} {mark}", "accent"),) for mark in marks),
        heart_forms(view, judgement, now),
        _trouble(alerts),
        _newest(view, now),
        (text(f"v{view.state.version}", "faint") if view.state else (), ()),
    ]
    order = _order(len(parts), len(marks), len(name), held=parts[1][0] != parts[1][-1])
    shown = shrunk(parts, order, width - 2)
    left, right = shown[0], _spaced(shown[1:])
    gap = max(1, width - 2 - width_of(left) - width_of(right))
    return ((" ", ""), *left, (" " * gap if left else "", ""), *right)


def shrunk(parts: Sequence[Forms], order: Sequence[int], width: int) -> list[Line]:
    """One form of each part so that all fit, three cells apart; parts get shorter in `order`."""
    chosen = [0] * len(parts)
    for part in order:
        if _total([forms[at] for forms, at in zip(parts, chosen, strict=True)]) <= width:
            break
        chosen[part] = min(chosen[part] + 1, len(parts[part]) - 1)
    return [forms[at] for forms, at in zip(parts, chosen, strict=True)]


def _order(count: int, marks: int, names: int, *, held: bool) -> list[int]:
    heart, trouble, newest, version = range(2 + marks, count)
    # Until when nothing is done is long, and the heart says it too: the place goes after it.
    place = (newest, heart, 1, 0) if held else (0, newest, heart)
    return [
        *(trouble, heart, version, 1, *place),
        *[0] * (names - 2),
        *(1, heart, trouble),
    ]


def _total(lines: Sequence[Line]) -> int:
    shown = [line for line in lines if line]
    return sum(map(width_of, shown)) + 3 * (len(shown) - 1)


def _spaced(lines: Sequence[Line]) -> Line:
    pieces: list[Piece] = []
    for line in lines:
        if line:
            pieces += [("   ", ""), *line] if pieces else line
    return tuple(pieces)


def _fewer_words(name: str) -> list[str]:
    words = name.split()
    return [" ".join(words[:count]) + "…" for count in range(len(words) - 1, 0, -1)]


def _short(root: str, home: str) -> str:
    shown = plain(root)
    inside = home and (shown == home or shown.startswith(home.rstrip("/") + "/"))
    return "~" + shown[len(home.rstrip("/")) :] if inside else shown


def heart_forms(view: SystemView, judgement: Judgement | None, now: datetime) -> Forms:
    """How long ago the beat was and when the next is due; the same number of pieces in each form."""
    if judgement is None or judgement.beat_at is None:
        return ((), (), (), ())
    age = max(timedelta(0), now - judgement.beat_at)
    tone = "" if judgement.heartbeat.status in (health.HEALTHY, health.HELD) else "late"
    beat: Piece = (f"{glyphs.HEART} {ago(age)}", tone)
    short: Piece = (f"{glyphs.HEART} {brief(age)}", tone)
    if view.state_problem:
        # The beat of an older state: nothing is known of the next one.
        return (text(f"{short[0]} ago", "faint"), text(short[0], "faint"), text(short[0], "faint"), ())
    more = f" ago ({due(view, judgement, now)})" if age <= judgement.limit else " ago"
    return ((beat, (more, "faint")), (beat,), (short,), ())


def due(view: SystemView, judgement: Judgement, now: datetime, said: Callable[[timedelta], str] = ago) -> str:
    """When the next beat should come: "next in 5m" where one comes by itself, "by hand" where none seems to,
    "due in 5m" where nobody knows; "due now", "overdue by 2m"."""
    if judgement.beat_at is None:
        return "next unknown"
    if is_by_hand(view, now, judgement.limit):
        return "by hand"
    left = judgement.beat_at + judgement.interval - now
    if left < timedelta(0):
        return f"overdue by {said(-left)}" if -left >= SECOND else "due now"
    comes = beat_itself(view, now, judgement.limit) is not None
    return f"{'next' if comes else 'due'} in {said(left)}"


def _trouble(alerts: Alerts) -> Forms:
    """How much is wrong: alerts as bad as the worst, other problems, and faintly those that are seen to."""
    long: list[Line] = []
    short: Line = ()
    if found := alerts.open:
        glyph, tone = look(found[0].level)
        long.append(text(f"{glyph} {_many(len(found), 'alert')}", tone))
        short = text(f"{glyph} {len(found)}", tone)
    if count := alerts.problems:
        long.append(text(f"{glyphs.LATE} {_many(count, 'problem')}", "late"))
        short = short or text(f"{glyphs.LATE} {count}", "late")
    if count := alerts.quiet:
        long.append(text(f"{count} quiet", "faint"))
    return (_listed(long), short, ())


def look(level: str) -> Piece:
    """Glyph and tone of an alert of that level."""
    return (glyphs.FAILED, "failed") if level in (CRITICAL, ERROR) else (glyphs.LATE, "late")


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'s' * (count > 1)}"


def _listed(lines: Sequence[Line]) -> Line:
    pieces: list[Piece] = []
    for line in lines:
        pieces += [(" · ", "faint"), *line] if pieces else line
    return tuple(pieces)


def _newest(view: SystemView, now: datetime) -> Forms:
    if not view.snapshots:
        return ((), ())
    return (text(f"snap {brief(now - view.snapshots[0].taken_at)}", "faint"), ())
