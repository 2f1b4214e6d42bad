"""What is handed to somebody else when something is wrong: what was on screen, and what lies behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from moie_tui.domain.alerts import conditions
from moie_tui.domain.amounts import ago, counted
from moie_tui.domain.condition import Condition
from moie_tui.domain.diagnosis import Silence
from moie_tui.domain.health import UNHEALTHY
from moie_tui.domain.judge import Judgement
from moie_tui.domain.records import record_of
from moie_tui.domain.secrets import REMOVED
from moie_tui.domain.summary import operation_row, snapshot_row, summary
from moie_tui.domain.tables import as_json, as_markdown, escaped
from moie_tui.domain.text import plain
from moie_tui.domain.view import SystemView
from moie_tui.values import dataclass, field

BEFORE, AFTER = timedelta(hours=24), timedelta(hours=1)
"""Of the moment shown, how much of the log goes in."""
EVENTS, OUTPUTS, OUTPUT_CHARACTERS = 5000, 5, 64_000
"""At most so many events, and of so many failing jobs so much of the end of the last failed output."""
README = "README.md"


@dataclass(frozen=True, eq=False)
class Seen:
    """What was on screen: the facts, as text and as a picture, and `about`: what the screen knows of itself.

    `now` is the moment shown, which may be one of the past; `present` is when it really was."""

    view: SystemView
    judgement: Judgement
    now: datetime
    present: datetime
    text: str = ""
    svg: str = ""
    silence: Silence | None = None
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def since(self) -> datetime:
        """Where the slice of the log begins."""
        return self.now - BEFORE

    @property
    def until(self) -> datetime:
        """Where it ends."""
        return min(self.now + AFTER, self.present + timedelta(seconds=1))

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All that was not well."""
        return conditions(self.view, self.judgement, self.now)


@dataclass(frozen=True, slots=True)
class Part:
    """One file of it, and what that is."""

    name: str
    words: str
    text: str

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.text.encode("utf-8", "replace"))

    @property
    def removed(self) -> int:
        """How many secrets were taken out."""
        return self.text.count(REMOVED)


@dataclass(frozen=True)
class Incident:
    """All files; the first one tells of the others."""

    stem: str
    parts: tuple[Part, ...] = ()


def facts_of(seen: Seen) -> Iterator[Part]:
    """What the screen rests on, as the commands would say it."""
    view = seen.view
    yield Part("status.json", "the whole picture", as_json(summary(view, seen.judgement)))
    yield Part("alerts.json", "all that is not well", as_json([record_of(one) for one in seen.conditions]))
    if seen.silence is not None:
        found = [record_of(one) for one in seen.silence.findings]
        yield Part("silence.json", "why the heart is silent", as_json(found))
    yield Part("operations.json", "what was done", as_json([operation_row(one) for one in view.operations]))
    yield Part("snapshots.json", "the backups", as_json([snapshot_row(one) for one in view.snapshots]))
    if view.as_of is not None:
        rests_on = {"as_of": record_of(view.as_of), "state": record_of(view.state) if view.state else None}
        yield Part("state-as-of.json", "the state at the moment shown", as_json(rests_on))


def failed_runs(seen: Seen) -> Iterator[tuple[str, str]]:
    """Job and run id of the newest failed run of each failing job whose output may be kept."""
    failing = [one for one in seen.judgement.jobs if one.verdict.status == UNHEALTHY]
    for job in failing[:OUTPUTS]:
        run = next((one for one in reversed(job.health.executions) if not one.good), None)
        if run is not None and run.run_id:
            yield job.key, run.run_id


def reproducing(seen: Seen) -> Iterator[tuple[str, str]]:
    """What to type on the machine to see it again."""
    yield "status", "the whole picture"
    yield "check", "what is not well, and how it would leave"
    yield "doctor", "the root, from its documents to the clock"
    yield "pulse --dry-run", "what the next heartbeat would do"
    since, until = (one.isoformat(timespec="seconds") for one in (seen.since, seen.until))
    yield f"events --since {since} --until {until} --limit {EVENTS}", "this slice of the log"
    yield "operations", "what was done"
    for one in seen.judgement.jobs:
        if one.verdict.status == UNHEALTHY:
            yield f"history {one.key} --failures", f"why {plain(one.task)} fails"


def readme(seen: Seen, parts: Sequence[Part], quoted: str) -> Part:
    """What it is about, what is in it, and how to see it again; `quoted` is the root as a shell takes it."""
    view, state = seen.view, seen.view.state
    shown = "live" if view.as_of is None else "a moment of the past"
    beat = seen.judgement.heartbeat
    facts = [
        ("root", view.root),
        ("shown", f"{seen.now:%Y-%m-%d %H:%M:%S} UTC, {shown}"),
        ("written", f"{seen.present:%Y-%m-%d %H:%M:%S} UTC"),
        ("state", f"v{state.version}, phase {state.current_phase}" if state else "not known"),
        ("heartbeat", f"{beat.status}: {beat.message}" if beat.message else beat.status),
        *((name, value) for name, value in seen.about.items()),
    ]
    wrong = [f"{one.level}, since {_since(one, seen.now)}: {one.message}" for one in seen.conditions]
    wrong += [f"{one.where}: {one.what}" for one in (view.state_problem, *view.problems) if one]
    removed = sum(part.removed for part in parts)
    lines = [
        f"# {escaped(state.project if state else 'A MOIE root')}: incident of {seen.now:%Y-%m-%d %H:%M} UTC",
        "",
        *(f"- **{name}**: {escaped(value)}" for name, value in facts),
        "",
        "## What is wrong",
        "",
        *([f"- {escaped(one)}" for one in dict.fromkeys(wrong)] or ["Nothing that is known of."]),
        "",
        "## What is in here",
        "",
        as_markdown(
            ("file", "what", "bytes", "removed"),
            [(one.name, one.words, f"{one.size}", f"{one.removed or ''}") for one in parts],
        ),
        f"{counted(removed, 'secret')} taken out, each shown as {REMOVED}: values under names like token or",
        "password, users and passwords in addresses, tokens known by their shape, and whatever the config",
        "and the environment call a secret. What nobody can tell from ordinary text stays: look at it before",
        "you send it.",
        "",
        "## To see it again",
        "",
        "```sh",
        *(f"{'moie --root ' + quoted + ' ' + words:<60} # {what}" for words, what in reproducing(seen)),
        "```",
    ]
    return Part(README, "what it is about, and how to see it again", "\n".join(lines) + "\n")


def _since(one: Condition, now: datetime) -> str:
    return f"{one.since:%Y-%m-%d %H:%M:%S} UTC ({ago(max(timedelta(0), now - one.since))})"
