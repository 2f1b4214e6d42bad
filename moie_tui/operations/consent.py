"""Holding a plan against the files again: what was consented to is what runs, or nothing does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from moie_tui.domain.errors import PlanOutdated, Untrusted
from moie_tui.storage.failures import failed
from moie_tui.storage.stores import Stores
from moie_tui.values.digest import sha256_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.plan import Command, Operation, Plan


def sha256_at(path: Path) -> str:
    """The hash of a file's bytes, "" when there is no file."""
    try:
        return sha256_of(path.read_bytes())
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise failed(error, path, "can't read") from error


def resting_on(root: Path, *names: str) -> dict[str, str]:
    """The `rests_on` of a plan: hashes of these files of the root."""
    return {name: sha256_at(root / name) for name in names}


def still_rests(root: Path, rests_on: Mapping[str, str]) -> bool:
    """Whether every file is as it was when the plan was made."""
    return all(sha256_at(root / name) == digest for name, digest in rests_on.items())


def confirmed(stores: Stores, operation: Operation, plan: Plan, now: datetime) -> Plan:
    """The plan to carry out: the same, or a fresh one with equal effects; PlanOutdated (exit 5) else."""
    if still_rests(stores.root, plan.rests_on):
        return plan
    fresh = operation.plan(now)
    if not fresh.same_effects(plan):
        changed = [name for name, digest in plan.rests_on.items() if sha256_at(stores.root / name) != digest]
        raise PlanOutdated(
            f"{', '.join(changed)} changed since the plan was made, nothing was done",
            fix=f"look again: {fresh.same_as}",
        )
    return fresh


def require_trust(stores: Stores, commands: Sequence[Command]) -> None:
    """Refuses (exit 6) commands of an untrusted root, and with `trust.changes: ask` those nobody approved."""
    if not commands:
        return
    if not stores.trust.is_trusted(stores.root):
        raise Untrusted(
            "its commands were never trusted, so none was run and nothing was changed",
            where=str(stores.root),
            fix="read and trust them with `moie trust`",
        )
    if stores.settings.trust_changes != "ask":
        return
    approved = set(stores.trust.known_commands(stores.root).values())
    waiting = [one for one in commands if one.command not in approved]
    if waiting:
        raise Untrusted(
            f"the command of job {waiting[0].job} is new or changed and waits for approval",
            where=str(stores.root),
            fix="read and approve it with `moie trust`",
        )
