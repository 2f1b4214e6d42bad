"""A plan's effects as lines to read: what is lost first, what comes back, what else happens."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from moie_tui.domain.describe import describe
from moie_tui.domain.ids import natural_key
from moie_tui.domain.plan import (
    ABSENT,
    DOCUMENT,
    HEARTBEAT,
    HOLD,
    JOB,
    META,
    PHASE,
    PRUNE,
    RUN,
    SNAPSHOT,
    Effect,
)
from moie_tui.domain.snapshot import HEARTBEAT as ROUTINE
from moie_tui.domain.state import COMPLETED
from moie_tui.domain.text import plain
from moie_tui.domain.timestamps import parse_timestamp
from moie_tui.values import dataclass

LOSS, GAIN, CHANGE = "loss", "gain", "change"
HEADINGS = ("You would lose", "You would gain", "It will")
_IN_STATE = (JOB, PHASE, META, DOCUMENT)
_SHELL = ("verification_cmd", "command")


@dataclass(frozen=True, slots=True)
class EffectLine:
    """One line: its glyph, the theme variable of its colour, and the sentence (plain text)."""

    glyph: str
    colour: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together under one heading."""

    heading: str
    lines: tuple[EffectLine, ...]


def grouped(effects: Iterable[Effect], headings: tuple[str, str, str]) -> tuple[Group, ...]:
    """The groups that have lines, in the order lost, back, other; `headings` names them."""
    every = list(effects)
    groups = (
        Group(heading, tuple(line_of(one) for one in every if bearing(one) == kind))
        for kind, heading in zip((LOSS, GAIN, CHANGE), headings, strict=True)
    )
    return tuple(group for group in groups if group.lines)


def line_of(effect: Effect) -> EffectLine:
    """The sentence of one effect, its glyph and colour."""
    glyph, colour = _look(effect)
    return EffectLine(glyph, colour, plain(describe(effect)))


def bearing(effect: Effect) -> str:
    """Whether the effect takes something away, gives something back, or just changes something."""
    if effect.kind == PRUNE:
        return CHANGE
    if effect.kind == HEARTBEAT:
        return LOSS if _goes_back(effect) else CHANGE
    if effect.kind not in _IN_STATE or effect.condition or effect.path[-1:] == ("paused",):
        return CHANGE
    if effect.after is ABSENT or effect.before == COMPLETED:
        return LOSS
    if effect.path == ("meta", "current_phase"):
        return LOSS if natural_key(effect.after) < natural_key(effect.before) else CHANGE
    return GAIN if effect.before is ABSENT or effect.after == COMPLETED else CHANGE


def _look(effect: Effect) -> tuple[str, str]:
    kind = bearing(effect)
    if effect.kind == HEARTBEAT:
        return ("▲", "$late") if kind == LOSS else ("♥", "$ok")
    if effect.kind == SNAPSHOT:
        return "◆", "$accent"
    if effect.kind == HOLD:
        return "‖", "$waiting"
    if effect.kind == RUN and not effect.condition:
        return "◐", "$waiting"
    if effect.kind == PRUNE and effect.before == ROUTINE:
        return "›", "$faint"
    if effect.kind == PRUNE or (effect.path and effect.path[-1] in _SHELL):
        return "▲", "$late"
    if kind == LOSS:
        return "✗", "$failed"
    if effect.condition:
        return "○", "$waiting"
    return ("●", "$ok") if kind == GAIN or effect.after == COMPLETED else ("›", "$accent")


def _goes_back(effect: Effect) -> bool:
    before, after = _moment(effect.before), _moment(effect.after)
    return after is None and before is not None if before is None or after is None else after < before


def _moment(value: object) -> datetime | None:
    try:
        return parse_timestamp(value, None) if isinstance(value, str) else None
    except ValueError:
        return None
