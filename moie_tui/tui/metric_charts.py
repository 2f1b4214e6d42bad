"""Metrics as charts: the figure, its course with axes and units, and what it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from math import inf

from moie_tui.domain import metrics as groups
from moie_tui.domain.keys import SHIPPED, Keys
from moie_tui.domain.metrics import COUNT, RATIO, SECONDS, Metric, Metrics
from moie_tui.tui.chart import MARGIN, MARK, Chart, Point, chart_lines
from moie_tui.tui.glyphs import LEVELS
from moie_tui.tui.pieces import Line, cut, text, wrapped
from moie_tui.tui.times import MONTHS
from moie_tui.tui.units import axis_end, spoken
from moie_tui.values import dataclass, field

BLOCK = 14
"""Lines a chart with its words takes at least where several stand below each other."""
_DEFINITION = 5
"""The most lines of a definition where room is short."""
_POOR = 0.5
"""A ratio below it is no longer late but failed."""
_FAR = 4
_FULL = len(LEVELS) - 2
WARNINGS = "warnings"
_NOTHING = {
    groups.HEARTBEAT: "No heartbeat in this span yet. {pulse} on the dashboard runs one.",
    groups.JOBS: "No job told of this in this span. `moie run JOB -- CMD` records a run.",
    groups.VERIFICATION: "Nothing was verified in this span. {verify} on the dashboard does it.",
    groups.ERRORS: "No critical error is in the log.",
    groups.EXPERTS: "No expert told of its work yet.",
    groups.RESOURCES: "No run of this span told what it used.",
}


def tone_of(value: float | None, metric: Metric, limit: float | None = None) -> str:
    """The state a value stands for; an amount without a limit is neither good nor bad."""
    if value is None:
        return "faint"
    if limit is not None:
        return "ok" if value <= limit else "late"
    if metric.unit == RATIO:
        return "ok" if value >= 1 else "late" if value >= _POOR else "failed"
    if metric.group == groups.ERRORS and metric.unit == COUNT and value:
        return "late" if metric.key == WARNINGS else "failed"
    return "waiting"


def of_words(metric: Metric) -> str:
    """The n of m behind it."""
    return f"{metric.of[0]:,} of {metric.of[1]:,}" if metric.of else ""


def trend(metric: Metric, width: int) -> Line:
    """The course in one line of at most `width` cells; where there is no room for all, the worst of each."""
    ratio = metric.unit == RATIO
    values = squeezed(metric.trend, width, lowest=ratio)
    top = 1.0 if ratio else max((one for one in values if one), default=0)
    pieces = []
    for value in values:
        share = 0.0 if value is None or not top else value / top
        # Not the full block: the rows of a list would grow together.
        level = _FULL if share >= 1 else min(_FULL - 1, int(share * _FULL))
        pieces.append((" " if value is None else LEVELS[level], tone_of(value, metric)))
    return tuple(pieces)


def squeezed(values: Sequence[float | None], width: int, *, lowest: bool = False) -> tuple[float | None, ...]:
    """At most `width` values, each the highest (or `lowest`) of those it stands for."""
    each = -(-len(values) // max(1, width))
    if each <= 1:
        return tuple(values)
    pick = min if lowest else max
    spans = [values[at : at + each] for at in range(0, len(values), each)]
    return tuple(pick((one for one in span if one is not None), default=None) for span in spans)


@dataclass(frozen=True, slots=True)
class Moment:
    """Where and when somebody looks: the time, the zone, limits by the key of a metric, and the keys."""

    now: datetime
    zone: tzinfo | None = None
    limits: Mapping[str, float] = field(default_factory=dict)
    keys: Keys = SHIPPED


def chart_block(
    metrics: Metrics, metric: Metric, looking: Moment, width: int, height: int
) -> tuple[Line, ...]:
    """One metric in at most `height` lines: its name and value, its course, and its definition."""
    meaning = wrapped(metric.definition, width, "faint", most=max(1, min(_DEFINITION, height - 2)))
    course = course_block(metrics, metric, looking, width, height - len(meaning))
    return (*course, *meaning)[:height]


def course_block(
    metrics: Metrics, metric: Metric, looking: Moment, width: int, height: int
) -> tuple[Line, ...]:
    """The same without the definition."""
    head: Line = ((metric.name, "strong"), ("  ", ""), (spoken(metric.value, metric.unit), ""))
    if metric.of:
        head = (*head, (f"  {of_words(metric)}", "faint"))
    return (cut(head, width), *_course(metrics, metric, looking, width, height - 1))[: max(0, height)]


def _course(metrics: Metrics, metric: Metric, looking: Moment, width: int, room: int) -> tuple[Line, ...]:
    if room < 1 or (metric.value is not None and not metric.trend):
        return ()
    if all(value is None for value in metric.trend):
        words = _NOTHING.get(metric.group, "")
        words = words.format(pulse=looking.keys.shown("pulse"), verify=looking.keys.shown("verify"))
        return wrapped(words, width, "", most=room)
    moments, limit = moments_of(metrics, looking.zone), _limit(metric, looking)
    floors = room - 3
    if floors > 4:
        floors -= floors % 2  # so that half of the top can be said too
    points: list[Point] = [(value, tone_of(value, metric, limit)) for value in metric.trend]
    current = looking.now - metrics.until < metrics.bucket
    drawn = Chart(
        points,
        axis_end((*metric.trend, limit), metric.unit),
        lambda value: spoken(value, metric.unit),
        moments,
        "now"
        if current
        else _moment(metrics.until, metrics.until - metrics.since, metrics.bucket, looking.zone),
        limit,
    )
    words = extremes(metric, moments) + (f" · {MARK} limit" if limit else "")
    return (*chart_lines(drawn, width, floors + 2), cut(text(" " * MARGIN + words, "faint"), width))[:room]


def _limit(metric: Metric, looking: Moment) -> float | None:
    """The limit, unless it is so far off that it would flatten all columns."""
    limit = looking.limits.get(metric.key, inf)
    highest = max((value for value in metric.trend if value is not None), default=0.0)
    return limit if limit <= highest * _FAR else None


def moments_of(metrics: Metrics, zone: tzinfo | None) -> tuple[str, ...]:
    """When each bucket begins, as short as the span allows."""
    count = max((len(one.trend) for one in metrics.metrics), default=0)
    return _moments(metrics.since, metrics.until, metrics.bucket, count, zone)


@lru_cache(maxsize=4)
def _moments(
    since: datetime, until: datetime, bucket: timedelta, count: int, zone: tzinfo | None
) -> tuple[str, ...]:
    return tuple(_moment(since + at * bucket, until - since, bucket, zone) for at in range(count))


def _moment(moment: datetime, span: timedelta, bucket: timedelta, zone: tzinfo | None) -> str:
    local = moment.astimezone(zone)
    if span <= timedelta(days=2):
        return f"{local:%H:%M}"
    day = f"{MONTHS[local.month - 1]} {local.day}"
    return day if bucket >= timedelta(days=1) else f"{day} {local:%H:%M}"


def extremes(metric: Metric, moments: Sequence[str]) -> str:
    """The worst of its course and when that was; of an amount the most, of a time the least too."""
    known = [(value, at) for at, value in enumerate(metric.trend) if value is not None]
    low, high = min(known), max(known)
    if low[0] == high[0]:
        when = f"{_stretch(moments, low[1])}, not known of other times"
        return f"{spoken(low[0], metric.unit)} {'all the time' if len(known) > 1 else when}"
    lowest = f"lowest {spoken(low[0], metric.unit)} {_stretch(moments, low[1])}"
    highest = f"highest {spoken(high[0], metric.unit)} {_stretch(moments, high[1])}"
    if metric.unit == RATIO:
        return lowest
    return f"{lowest} · {highest}" if metric.unit == SECONDS else highest


def _stretch(moments: Sequence[str], at: int) -> str:
    """The time a bucket covers: "14:00–15:00", of the last "since 14:00", of a whole day "on Nov 16"."""
    begin = moments[at]
    if ":" not in begin:
        return f"on {begin}"
    if at + 1 == len(moments):
        return f"since {begin}"
    day, end = begin.rpartition(" ")[0], moments[at + 1]
    return f"{begin}–{end.removeprefix(f'{day} ')}"


def chart_stack(
    metrics: Metrics, selected: Metric, looking: Moment, width: int, height: int
) -> Iterator[Line]:
    """The selected metric, and below it the next ones with a course as far as there is room."""
    listed = metrics.metrics
    at = listed.index(selected)
    others = [one for one in (*listed[at + 1 :], *listed[:at]) if any(v is not None for v in one.trend)]
    shown = (selected, *others[: max(1, height // BLOCK) - 1])
    each = height // len(shown)
    for number, metric in enumerate(shown):
        if number:
            yield ()
        yield from chart_block(metrics, metric, looking, width, each - bool(number))
