"""What there is to say about the heartbeat, a snapshot and an event."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from rich.cells import cell_len

from moie_tui.domain import health
from moie_tui.domain.amounts import size
from moie_tui.domain.beaters import is_by_hand
from moie_tui.domain.event import Event
from moie_tui.domain.health import ago
from moie_tui.domain.judge import Judgement
from moie_tui.domain.keys import SHIPPED, Keys
from moie_tui.domain.metrics import Metrics
from moie_tui.domain.snapshot import Snapshot
from moie_tui.domain.text import plain, shorten
from moie_tui.domain.view import SystemView
from moie_tui.tui import chart, glyphs, looks
from moie_tui.tui.beats import punctual
from moie_tui.tui.coming_words import next_lines
from moie_tui.tui.details import LABEL, field
from moie_tui.tui.metadata_words import in_words
from moie_tui.tui.origins import origin_words
from moie_tui.tui.pieces import Line, cut, text, wrapped
from moie_tui.tui.silence_words import brief_lines
from moie_tui.tui.status import due, held_until
from moie_tui.tui.times import at
from moie_tui.tui.trouble import unreadable

if TYPE_CHECKING:
    from moie_tui.domain.diagnosis import Silence

BAR = 40
"""The most cells the bar of the heartbeat takes."""
LONGEST_KEY = 14
"""Cells a key of an event may take beside its value."""


def heart_lines(
    view: SystemView,
    judgement: Judgement | None,
    now: datetime,
    width: int,
    day: Metrics | None = None,
    keys: Keys = SHIPPED,
    silence: Silence | None = None,
) -> Iterator[Line]:
    """Age, limit, a bar of how much of it is used, when the next beat is due, and the exact time."""
    if judgement is None:
        yield text("Reading …", "faint")
        return
    if view.config_problem:
        yield from unreadable(
            view.config_problem, "the last valid settings are in force; no act starts", width
        )
    glyph, tone = looks.of_verdict(judgement.heartbeat.status)
    said = plain(judgement.heartbeat.message)
    if judgement.beat_at is None or judgement.age is None:
        yield text(f"{glyphs.HEART} {said}", tone)
        yield ()
        yield from wrapped(_first_beat(view, judgement, keys), width, "faint")
        if silence is not None:
            yield from brief_lines(silence, width)
        return
    age = max(now - judgement.beat_at, judgement.interval * 0)
    yield _beat(judgement, age)
    share = age / judgement.limit if judgement.limit else 1.0
    percent = f" {share:.0%}" if share < 10 else " >999%"
    length = max(4, min(BAR, width - len(percent)))
    yield (*chart.bar(share, length, tone), (percent, tone))
    yield from wrapped(f"{glyph} {_verdict(view, judgement, now)}", width, tone, most=3)
    if silence is not None:
        yield from brief_lines(silence, width)
    beat = at(judgement.beat_at, now, view.zone)
    if not view.state_problem and silence is None and is_by_hand(view, now, judgement.limit):
        yield from _by_hand(width)
    elif not view.state_problem and silence is None:
        yield _next(view, judgement, judgement.beat_at + judgement.interval, now)
        yield from next_lines(view, judgement, now, width)
    yield (("last  ", "faint"), (beat, ""))
    if view.running:
        yield from wrapped(f"{glyphs.RUNNING} {plain(view.running)}", width, "waiting", most=2)
    if day is not None and (history := punctual(day, view)):
        yield history


def told_lines(view: SystemView, judgement: Judgement | None, now: datetime) -> tuple[Line, ...]:
    """The lines of the heart that count seconds, as far as they are among them."""
    if judgement is None or judgement.beat_at is None:
        return ()
    age = max(now - judgement.beat_at, judgement.interval * 0)
    return (_beat(judgement, age), _next(view, judgement, judgement.beat_at + judgement.interval, now))


def _beat(judgement: Judgement, age: timedelta) -> Line:
    return ((f"{glyphs.HEART} {ago(age)}", "strong"), (f" ago   limit {ago(judgement.limit)}", "faint"))


def _next(view: SystemView, judgement: Judgement, coming: datetime, now: datetime) -> Line:
    """When the next beat comes, or should."""
    label, _, said = due(view, judgement, now).partition(" ")
    if coming < now:
        return (("next  ", "faint"), (f"{label} {said}", "faint"))
    return ((f"{label:<6}", "faint"), (f"{at(coming, now, view.zone, seconds=False)}  ", ""), (said, "faint"))


def _by_hand(width: int) -> Iterator[Line]:
    """That no beat is to be expected, for nothing came by itself."""
    said = (
        ("next", "not expected: the last beat was by hand"),
        ("do", "`moie timers show` tells if one comes"),
    )
    for label, words in said:
        yield from field(label, words, width, "late" if label == "next" else "", wide=6)


def _first_beat(view: SystemView, judgement: Judgement, keys: Keys) -> str:
    if view.as_of is not None:
        return ""
    if view.state_problem:
        return "No pulse can run while the state can't be read."
    often = ago(judgement.interval)
    return f"{keys.shown('pulse')} runs one heartbeat; a timer or cron can do so every {often}."


def _verdict(view: SystemView, judgement: Judgement, now: datetime) -> str:
    """What to think of the heart; of a hold until when, and why."""
    status, said = judgement.heartbeat.status, plain(judgement.heartbeat.message)
    held, why = held_until(view, now) if status == health.HELD else ("", "")
    if held:
        return f"{held}: {why}" if why else held
    return said if status == health.HEALTHY else f"{status} · {said}"


def snapshot_lines(
    view: SystemView, snapshot: Snapshot, now: datetime, width: int, keys: Keys = SHIPPED
) -> Iterator[Line]:
    """All there is to know of a snapshot without opening it."""
    glyph, tone = looks.of_snapshot(snapshot)
    yield (("snapshot ", "faint"), (plain(snapshot.id), "strong"))
    words = "proven" if snapshot.proven else "not proven yet"
    words = ("pinned · " if snapshot.pinned else "") + ("damaged" if snapshot.damaged else words)
    yield ((f"{glyph} ", tone), (words, tone))
    yield from field(
        "taken", f"{at(snapshot.taken_at, now, view.zone)}, {ago(now - snapshot.taken_at)} ago", width
    )
    yield from field("reason", snapshot.reason, width)
    if snapshot.note:
        yield from field("note", snapshot.note, width)
    yield from field("size", f"{size(snapshot.size_bytes)}, schema v{snapshot.schema_version}", width)
    yield from field("file", ("kept/" if snapshot.kept else "") + snapshot.name, width)
    if snapshot.sha256:
        yield from field("sha256", snapshot.sha256[:16] + "…", width)
    if snapshot.origin:
        yield from field("by", origin_words(snapshot.origin), width)
    yield ()
    plans = "" if view.as_of else f", {keys.shown('rollback')} plans a rollback to it"
    words = f"Enter shows what differs from now{plans}."
    yield from wrapped(words, width, "faint")


def event_lines(view: SystemView, event: Event, now: datetime, width: int) -> Iterator[Line]:
    """An event with its metadata."""
    tone = looks.LEVELS.get(event.level, "unknown")
    yield cut((("event  ", "faint"), (plain(event.category), "strong")), width)
    level = f"{looks.LEVEL_GLYPHS.get(event.level, glyphs.UNKNOWN)} {plain(event.level)}".strip()
    yield cut(text(level, tone), width)
    yield from field("at", at(event.timestamp, now, view.zone), width)
    yield from wrapped(plain(event.message), width, most=8)
    told = [(shorten(plain(key), LONGEST_KEY), in_words(value)) for key, value in event.metadata.items()][:12]
    wide = max((cell_len(key) + 1 for key, _ in told), default=LABEL)
    for key, words in told:
        yield from field(key, words, width, wide=max(LABEL, wide))
