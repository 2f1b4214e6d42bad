"""What a plan sheet says, as rows: changes by what they mean, commands word for word, the files below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from textual.content import Content

from moie_tui.domain.plan import ABSENT, RUN, Command, Effect, Plan
from moie_tui.domain.text import plain
from moie_tui.tui.effect_lines import HEADINGS, EffectLine, grouped, line_of
from moie_tui.tui.glyphs import LATE
from moie_tui.tui.widgets.hanging_text import Row

COMMANDS = "Will run, in the root, by /bin/sh"
NOTHING: Row = (Content("  "), Content.styled("Nothing would change.", "$faint"))
ONLY_RUNS: Row = (
    Content("  "),
    Content.styled("moie itself changes nothing; what the commands do is theirs.", "$faint"),
)
_GAP: Row = (Content(), Content())
_HASH_SHOWN = 6


def plan_rows(plan: Plan) -> list[Row]:
    """What a plan would do: its effects, what that means against something older, and its commands."""
    rows: list[Row] = []
    rows += effect_rows(plan.effects, HEADINGS, ONLY_RUNS if plan.commands else NOTHING)
    if plan.comparison:
        rows += [_GAP, (Content(), Content.styled(plain(plan.comparison), "$late"))]
        rows += effect_rows(plan.compared, HEADINGS) if plan.compared else []
    rows += [_GAP, *command_rows(plan.commands, COMMANDS)] if plan.commands else []
    return rows


def trust_rows(plan: Plan) -> list[Row]:
    """What trusting would let run: the commands known before that changed, then all of them."""
    jobs = {one.job for one in plan.commands}
    changed = tuple(one for one in plan.effects if one.target in jobs and one.before is not ABSENT)
    rows = [*effect_rows(changed, HEADINGS), _GAP] if changed else []
    if not plan.commands:
        return [*rows, (Content(), Content("This root has no commands yet."))]
    return [*rows, *command_rows(plan.commands, "Pulses could run, in the root, by /bin/sh")]


SAME = "Something else was at work; what changed meanwhile leaves the plan as it was."


def changed_rows(before: Plan, now: Plan) -> list[Row]:
    """What stands above a plan that was made anew: what of it is new, and what it no longer does."""
    if before.same_effects(now):
        return [_mark(LATE, "$late", SAME), _GAP]
    rows = [_mark(LATE, "$late", "The files changed meanwhile: this is the new plan.")]
    rows += _only_in(now, before, "new:", "$late") + _only_in(before, now, "no longer:", "$faint")
    return [*rows, _GAP]


def _only_in(one: Plan, other: Plan, word: str, colour: str) -> list[Row]:
    known = {effect.essence() for effect in other.effects}
    effects = [line_of(effect).text for effect in one.effects if effect.essence() not in known]
    # That a job is started says its command too, which the plan below shows word for word.
    started = _started(one) - _started(other)
    commands = [
        plain(f"{each.job}  {each.command}")
        for each in one.commands
        if each not in other.commands and f"job {each.job}" not in started
    ]
    return [
        (Content.assemble("  ", (word.ljust(10), colour), " "), Content(text))
        for text in (*effects, *commands)
    ]


def _started(plan: Plan) -> set[str]:
    return {effect.target for effect in plan.effects if effect.kind == RUN}


def closing_rows(plan: Plan) -> list[Row]:
    """Warnings, and what the plan rests on."""
    rows: list[Row] = []
    if plan.warnings:
        rows += [_GAP, *(_mark(LATE, "$late", plain(warning)) for warning in plan.warnings)]
    if plan.rests_on:
        rows += [_GAP, (Content.styled("Rests on  ", "$faint"), _rests_on(plan.rests_on))]
    return rows


def effect_rows(
    effects: tuple[Effect, ...], headings: tuple[str, str, str], nothing: Row = NOTHING
) -> list[Row]:
    """The effects under their headings, or one row that says there is none."""
    rows: list[Row] = []
    for group in grouped(effects, headings):
        rows += [_GAP] if rows else []
        rows.append((Content(), Content.styled(group.heading, "bold")))
        rows += [effect_row(line) for line in group.lines]
    return rows or [nothing]


def effect_row(line: EffectLine) -> Row:
    """One effect: its glyph in its colour, then the sentence."""
    return _mark(line.glyph, line.colour, line.text)


def _mark(glyph: str, colour: str, text: str) -> Row:
    return Content.assemble("  ", (glyph, colour), " "), Content(text)


def command_rows(commands: Sequence[Command], heading: str) -> Iterator[Row]:
    """Every command word for word; a line that continues one is marked, so that none can pose as another."""
    yield Content(), Content.styled(heading, "bold")
    wide = max(len(plain(one.job)) for one in commands)
    for one in commands:
        label = plain(one.job).ljust(wide)
        for line in plain(one.command, newline="\n").split("\n"):
            yield Content.assemble("  ", (label, "$faint"), "  "), Content.styled(line, "$accent")
            label = "┆".rjust(wide)


def _rests_on(rests_on: Mapping[str, str]) -> Content:
    files = (
        f"{plain(PurePath(path).name)} {sha256[:_HASH_SHOWN] + '…' if sha256 else '(absent)'}"
        for path, sha256 in rests_on.items()
    )
    return Content.styled("  ".join(files), "$faint")
