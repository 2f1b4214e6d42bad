"""A run with its evidence as rows to read: whole, or as much as a corner of a sheet takes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from textual.content import Content

from moie_tui.domain.health import ago
from moie_tui.domain.plan import Effect
from moie_tui.domain.review import Review
from moie_tui.domain.review_text import ACTS, CONFIG, STATE, blocks, ending, facts, lines_of
from moie_tui.domain.run import Run
from moie_tui.domain.text import plain
from moie_tui.tui import times
from moie_tui.tui.effect_lines import line_of
from moie_tui.tui.origins import origin_words
from moie_tui.tui.widgets.hanging_text import Row

LABEL = 11
ERROR_LINES = 3
_BLANK: Row = (Content(), Content())


def review_rows(review: Review, zone: tzinfo | None, loading: bool) -> list[Row]:
    """Everything, a heading above each block."""
    rows = [_fact(name, value) for name, value in facts(review, zone)]
    for heading, said in blocks(review):
        rows += [_BLANK, (Content(), Content.styled(heading, "bold"))]
        rows += _block(review, heading, said)
    if loading:
        rows += [_BLANK, (Content(), Content.styled("Looking for what changed…", "$faint"))]
    return rows


def brief_rows(review: Review, now: datetime, loading: bool) -> list[Row]:
    """How the run ended, the end of its error, and how much changed since the last good one."""
    one = review.run
    parts = [f"{ending(one)} {f'{ago(now - one.at)} ago' if one.at else ''}".strip()]
    parts += [f"took {times.duration(one.duration_ms)}"]
    parts += [f"exit {one.exit_code}"] if one.exit_code is not None else []
    parts += [f"{len(review.earlier)}× of this kind"] if len(review.earlier) > 1 else []
    rows = [_fact("selected", " · ".join(parts))]
    error = lines_of(one.error or "")[-ERROR_LINES:]
    rows += [_fact("" if at else "error", line, "$failed") for at, line in enumerate(error)]
    if not one.good:
        rows += list(_changed(review, now, loading))
    return rows


def alive_rows(run: Run, now: datetime) -> list[Row]:
    """A run that has not ended yet."""
    by = f" · {plain(origin_words(run.origin))}" if run.origin else ""
    return [
        _fact("selected", f"running for {ago(now - run.started_at)}{by}"),
        _fact("command", run.command),
        _fact("", "o shows its output as it comes"),
    ]


def _changed(review: Review, now: datetime, loading: bool) -> Iterator[Row]:
    good = review.last_good
    if good is None or good.at is None:
        yield _fact("last good", "none that is kept")
        return
    yield _fact("last good", f"{ago(now - good.at)} ago")
    if loading:
        yield _fact("changed", "looking…", "$faint")
    elif review.changes is not None:
        changes = review.changes
        effects = [*review.about_the_job, *changes.config]
        unknown = [f"state: {changes.state_unknown}"] if changes.state_unknown else []
        unknown += [f"config: {changes.config_unknown}"] if changes.config_unknown else []
        if not effects:
            yield _fact("changed", "; ".join(unknown) or "nothing in state and config since then")
        for at, effect in enumerate(effects):
            line = line_of(effect)
            said = Content.assemble((f"{line.glyph} ", line.colour), line.text)
            yield _name("" if at else "changed"), said


def _block(review: Review, heading: str, said: tuple[str, ...]) -> Iterator[Row]:
    changes = review.changes
    effects: tuple[Effect, ...] = ()
    if changes and heading.startswith(STATE) and changes.state and not changes.state_unknown:
        effects = review.about_the_job
    elif changes and heading.startswith(CONFIG) and not changes.config_unknown:
        effects = changes.config
    for effect in effects:
        line = line_of(effect)
        yield Content.assemble("  ", (line.glyph, line.colour), " "), Content(line.text)
    if not effects:
        quiet = heading.startswith((STATE, CONFIG, ACTS))
        for line_ in said:
            yield Content.styled("  " if quiet else "  │ ", "$faint"), Content(line_)


def _fact(name: str, value: str, colour: str = "") -> Row:
    return _name(name), Content.styled(plain(value), colour) if colour else Content(plain(value))


def _name(name: str) -> Content:
    return Content.styled(f"  {name:<{LABEL - 2}} ", "$faint")
