"""What the verifications of this session found of each job; a verification changes no file, so none tells."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from moie_tui.domain.health import ago
from moie_tui.domain.state import Job, State
from moie_tui.domain.text import plain
from moie_tui.domain.verification import DRIFT, NO_COMMAND, Verified, words
from moie_tui.values import dataclass

DRIFTED = "completed, but its proof no longer holds"


@dataclass(frozen=True, slots=True)
class Proof:
    """One result, and when it was found."""

    result: Verified
    at: datetime


Proofs = tuple[Proof, ...]
"""The last one of each job that was verified."""


def with_results(known: Proofs, results: Iterable[Verified], at: datetime) -> Proofs:
    """What is known after a verification; a job without a command is none."""
    new = {(one.phase, one.job): Proof(one, at) for one in results if one.result != NO_COMMAND}
    kept = (one for one in known if (one.result.phase, one.result.job) not in new)
    return (*kept, *new.values())


def proof_of(known: Proofs, job: Job) -> Proof | None:
    """What is known of a job; nothing any more once it has another status or another command."""
    facts = (job.key, job.status, job.verification_cmd or "")
    found = (one for one in known if (one.result.job, one.result.status, one.result.command) == facts)
    return max(found, key=lambda one: (one.at, one.result.drifted), default=None)


def drifted(known: Proofs, state: State | None) -> list[str]:
    """The jobs that the state calls completed and whose proof did not hold when it was tried last."""
    jobs = [job for _, job in state.jobs()] if known and state else []
    found = ((job.key, proof_of(known, job)) for job in jobs)
    return [key for key, proof in found if proof is not None and proof.result.drifted]


def proof_words(proof: Proof, now: datetime) -> str:
    """How it went, why, and how long ago: "drift: exit 3 · 2m ago"."""
    one = proof.result
    word = words(DRIFT if one.drifted else one.result)
    why = f": {plain(one.why)}" if one.why and one.wrong and not one.why.startswith(word) else ""
    return f"{word}{why} · {ago(now - proof.at)} ago"
