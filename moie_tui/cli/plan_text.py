"""A plan as sentences: what would change, what would run, what to mind, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from moie_tui.cli.page import Line, table, text
from moie_tui.domain.plan import TRUST, Command, Effect, Plan
from moie_tui.tui import glyphs
from moie_tui.tui.effect_lines import HEADINGS, EffectLine, grouped, line_of
from moie_tui.values import replace

NEWLINE = " ⏎ "
"""Stands for a line break in a shell command, where it has a meaning."""


def plan_lines(plan: Plan) -> Iterator[Line]:
    """The whole plan, sections without anything left out."""
    yield text(plan.title, "strong")
    asked = {command.job for command in plan.commands}
    effects = [effect for effect in plan.effects if effect.kind != TRUST or effect.target not in asked]
    if not plan.effects:
        yield text("  nothing would change", "faint")
    yield from effect_lines(effects)
    if plan.comparison:
        yield text(plan.comparison)
        for group in grouped(plan.compared, HEADINGS):
            yield text(f"  {group.heading}")
            yield from map(_shown, group.lines)
    if plan.commands:
        yield text("Commands")
        yield from _commands(plan)
    if plan.warnings:
        yield text("Mind")
        yield from ((("  ▲ ", "late"), *text(warning)) for warning in plan.warnings)
    if plan.rests_on:
        files = "  ".join(f"{path} {sha256[:8] or 'absent'}" for path, sha256 in plan.rests_on.items())
        yield text(f"Rests on  {files}", "faint")


def effect_lines(effects: Iterable[Effect]) -> Iterator[Line]:
    """One line for each effect, with its glyph."""
    yield from (_shown(line_of(effect)) for effect in effects)


def done_lines(effects: Iterable[Effect]) -> Iterator[Line]:
    """The same of what was done: what was given up then is a change that somebody wanted, no failure."""
    for line in map(line_of, effects):
        yield _shown(replace(line, glyph="›", colour="$accent") if line.glyph == glyphs.FAILED else line)


def _shown(line: EffectLine) -> Line:
    return ((f"  {line.glyph} ", line.colour.removeprefix("$")), *text(line.text))


def _commands(plan: Plan) -> list[Line]:
    news = {effect.target for effect in plan.effects if effect.kind == TRUST}
    return table([_command(command, command.job in news) for command in plan.commands])


def _command(command: Command, new: bool) -> tuple[Line, ...]:
    shown = command.command.replace("\r\n", "\n").replace("\n", NEWLINE)
    return text("+" if new else " ", "late"), text(command.job), text(shown, "strong")
