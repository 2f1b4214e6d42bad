"""A root at a glance: named facts for one line of a prompt or a status bar."""

from __future__ import annotations

from collections.abc import Mapping

FIELDS = {
    "glyph": "one sign for how the root is: ● ▲ ✗ ‖ ?",
    "colour": "its colour: green, yellow, red, cyan or magenta",
    "status": "the same in a word: broken, the heartbeat's verdict, unhealthy, stale, problem or healthy",
    "heart": "the heartbeat's verdict: healthy, stale, held, clock-skew or unknown",
    "age": "how long ago the heart beat",
    "phase": "id of the current phase, - past the last",
    "phase_name": "its name",
    "done": "completed jobs that can be completed",
    "total": "all jobs that can be completed",
    "jobs": "cyclic jobs, and others with recorded runs",
    "failing": "those that are unhealthy",
    "stale": "those that are stale",
    "running": "runs that go on now",
    "snapshots": "how many snapshots there are",
    "snapshot_age": "how old the newest is",
    "problems": "how many problems `status` lists",
    "project": "the state's project",
    "operator": "the state's operator",
    "root": "the folder",
}
"""Each field's name and what it says."""
AGES = {"age": "beat_at", "snapshot_age": "snapshot_at"}
"""Fields that grow by themselves, and the moment each is counted from (seconds since 1970, None: never)."""

COUNTS = frozenset(("done", "total", "jobs", "failing", "stale", "running", "snapshots", "problems"))
Glance = Mapping[str, str | int | float | None]
"""A value for each field but the ages, and the moments of those."""
NOTHING: Glance = {**{name: 0 if name in COUNTS else "-" for name in FIELDS}, **dict.fromkeys(AGES.values())}
"""Of a root of which nothing is known."""


def line_of(template: str, glance: Glance, now: float) -> str:
    """The template with its fields filled in; ValueError says what is wrong with it."""
    # What `string.Formatter` calls: the line is shown at each prompt, and `string` imports `re` and `enum`.
    from _string import formatter_parser  # type: ignore[import-not-found]

    parts: list[str] = []
    for literal, name, spec, conversion in formatter_parser(template):
        parts.append(literal)
        if name is None:
            continue
        if name not in FIELDS:
            raise ValueError(f"there is no field {{{name}}}; there are {', '.join(FIELDS)}")
        if conversion:
            raise ValueError(f"{{{name}!{conversion}}}: conversions are not known here")
        parts.append(format(_value(name, glance, now), spec or ""))
    return "".join(parts)


def _value(name: str, glance: Glance, now: float) -> str | int:
    if name in AGES:
        from datetime import timedelta

        from moie_tui.domain.amounts import ago

        moment = glance[AGES[name]]
        return "-" if moment is None else ago(timedelta(seconds=now - float(moment)))
    found = glance[name]
    return found if isinstance(found, int) else str(found)
