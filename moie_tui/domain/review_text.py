"""The review of a failure in words: as facts and blocks, as plain text, and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, tzinfo

from moie_tui.domain.describe import describe
from moie_tui.domain.executions import Execution
from moie_tui.domain.health import ago
from moie_tui.domain.plan import Effect
from moie_tui.domain.review import Review, kind_of
from moie_tui.domain.tables import escaped
from moie_tui.domain.text import plain

Facts = list[tuple[str, str]]
Block = tuple[str, tuple[str, ...]]
"""A heading and its lines."""
STATE, CONFIG, ACTS = "Changed in the state", "Changed in the config", "Done in between"
ERROR, OUTPUT = "Error", "End of its output"


def facts(review: Review, zone: tzinfo | None) -> Facts:
    """When, how it ended, what kind of failure it is, and the last good run; one line each."""
    one = review.run
    ended = [f"exit {one.exit_code}"] if one.exit_code is not None else []
    ended += [f"took {ago_ms(one.duration_ms)}", *([f"run {one.run_id}"] if one.run_id else [])]
    found = [(ending(one), f"{_at(one.at, zone)} · {' · '.join(ended)}")]
    if not one.good:
        found.append(("kind", _kind(review, zone)))
        found.append(("last good", _last_good(review, zone)))
    ran = "verify" if one.proof else "command"
    found += [(ran, f"{review.command}  (as it is now)")] if review.command else []
    return [(name, plain(value)) for name, value in found]


def ending(one: Execution) -> str:
    """How a run ended, or a proof, in a word or two."""
    if one.proof:
        return "proven" if one.good else "not proven"
    return "succeeded" if one.good else "failed"


def blocks(review: Review) -> list[Block]:
    """The evidence: the error, the end of the output, and what changed; the lines are plain."""
    found: list[Block] = []
    error = lines_of(review.run.error or "")
    if error or not review.run.good:
        found.append((ERROR, error or ("It was recorded without one.",)))
    if review.tail and review.tail != error[-len(review.tail) :]:
        found.append((OUTPUT, review.tail))
    return [*found, *change_blocks(review)]


def change_blocks(review: Review) -> Iterator[Block]:
    """What changed between the last good run and this one; a block for each place that was compared."""
    changes = review.changes
    if changes is None:
        return
    if changes.state_unknown:
        yield STATE, (f"Not known: {plain(changes.state_unknown)}.",)
    elif not changes.state:
        yield STATE, (f"Nothing, between {plain(changes.state_between)}.",)
    else:
        yield f"{STATE}, between {plain(changes.state_between)}", _described(review.about_the_job)
    if changes.config_unknown:
        yield CONFIG, (f"Not known: {plain(changes.config_unknown)}.",)
    elif not changes.config:
        yield CONFIG, ("Nothing.",)
    else:
        yield f"{CONFIG}, {plain(changes.config_between)}", _described(changes.config)
    if changes.acts:
        yield ACTS, tuple(map(plain, changes.acts))


def as_text(review: Review, zone: tzinfo | None) -> str:
    """Everything as plain lines."""
    lines = [title_of(review), ""]
    lines += [f"{name:<10} {value}" for name, value in facts(review, zone)]
    for heading, said in blocks(review):
        lines += ["", heading, *(f"  {line}" for line in said)]
    return "\n".join(lines) + "\n"


def as_markdown(review: Review, zone: tzinfo | None, now: datetime) -> str:
    """Everything as a document that can be sent to somebody; what comes from files stays inside fences."""
    fence = _fence(blocks(review))
    lines = [f"# {escaped(title_of(review))}", "", f"Exported {_at(now, zone)}.", ""]
    lines += [f"- **{name}**: {escaped(value)}" for name, value in facts(review, zone)]
    for heading, said in blocks(review):
        lines += ["", f"## {escaped(heading)}", "", f"{fence}text", *said, fence]
    return "\n".join(lines) + "\n"


def title_of(review: Review) -> str:
    """Whose run it is."""
    return plain(f"Job {review.job} · {review.task}" if review.task else f"Job {review.job}")


def lines_of(text: str) -> tuple[str, ...]:
    """The printable lines of some output, without blank ones around."""
    return tuple(line.rstrip() for line in plain(text.strip("\n"), newline="\n").split("\n")) if text else ()


def ago_ms(milliseconds: float) -> str:
    """A duration: `850ms`, then as spans are said."""
    if milliseconds < 10_000:
        return f"{milliseconds:.0f}ms" if milliseconds < 1000 else f"{milliseconds / 1000:.1f}s"
    return ago(timedelta(milliseconds=milliseconds))


def _kind(review: Review, zone: tzinfo | None) -> str:
    count, first = len(review.earlier), next((one.at for one in review.earlier if one.at), None)
    since = f" since {_at(first, zone)}" if first and count > 1 else ""
    return f"{count}×{since}: {kind_of(review.run)}"


def _last_good(review: Review, zone: tzinfo | None) -> str:
    good = review.last_good
    if good is None or good.at is None or review.run.at is None:
        return "none that is kept"
    return f"{_at(good.at, zone)}, {ago(review.run.at - good.at)} before"


def _described(effects: Iterable[Effect]) -> tuple[str, ...]:
    return tuple(plain(describe(effect)) for effect in effects)


def _at(moment: datetime | None, zone: tzinfo | None) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}" if moment else "at no readable time"


def _fence(found: Iterable[Block]) -> str:
    """A fence longer than any run of backticks inside."""
    inside = [len(run) for _, lines in found for line in lines for run in re.findall("`+", line)]
    return "`" * max(3, max(inside, default=0) + 1)
