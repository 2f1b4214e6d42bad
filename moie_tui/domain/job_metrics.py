"""How long jobs took to be done, how their runs went, and how often the first proof held."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from statistics import fmean

from moie_tui.domain.course import by_bucket, mean, quotient, ratio
from moie_tui.domain.durations import percentile
from moie_tui.domain.facts import Facts
from moie_tui.domain.metric_kinds import kind
from moie_tui.domain.metrics import Metric
from moie_tui.domain.tally import DONE, PROVEN, REFUTED, RUN_MS, RUNS, RUNS_GOOD, SEEN
from moie_tui.values import dataclass, field

_COMPLETIONS = (
    ("completion_mean", fmean),
    ("completion_p50", partial(percentile, share=0.5)),
    ("completion_p95", partial(percentile, share=0.95)),
)


@dataclass(slots=True)
class _Course:
    """What is known of one job since it was completed for the last time."""

    seen: float | None = None
    refuted: bool = False


@dataclass(frozen=True, slots=True)
class Completions:
    """The completions of a window with their moments: the seconds each took, and whether the first proof held
    (1 or 0)."""

    took: list[tuple[float, float]] = field(default_factory=list)
    first_tries: list[tuple[float, float]] = field(default_factory=list)


def job_metrics(facts: Facts) -> Iterator[Metric]:
    """Completion times, runs and first proofs of the window."""
    found = completions(facts)
    for key, figure in _COMPLETIONS:
        value = figure([took for _, took in found.took]) if found.took else None
        yield kind(key).metric(value, by_bucket(facts.window, found.took, figure))
    yield ratio(facts, "runs_success", RUNS_GOOD, RUNS)
    yield mean(facts, "run_duration", RUN_MS, RUNS, 0.001)
    held, proven = int(sum(good for _, good in found.first_tries)), len(found.first_tries)
    trend = by_bucket(facts.window, found.first_tries, fmean)
    yield kind("first_try_verification").metric(
        quotient(held, proven), trend, (held, proven) if proven else None
    )


def completions(facts: Facts) -> Completions:
    """Pairs each completion of the window with when its job was first seen pending."""
    jobs: dict[str, _Course] = {}
    found = Completions()
    for at, job, what in facts.moments:
        course = jobs.setdefault(job, _Course())
        if what == SEEN and course.seen is None:
            course.seen = at
        elif what == REFUTED:
            course.refuted = True
        elif what in (PROVEN, DONE):
            if facts.window.bucket(at) is not None:
                if course.seen is not None:
                    found.took.append((at, at - course.seen))
                if what == PROVEN:
                    found.first_tries.append((at, float(not course.refuted)))
            jobs[job] = _Course()
    return found
