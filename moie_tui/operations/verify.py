"""Proving one job done by running its verification command."""

from __future__ import annotations

import os

from moie_tui.domain.errors import Cancelled
from moie_tui.domain.state import Job
from moie_tui.processes.command import Ran, run_command
from moie_tui.storage.stores import Stores

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.plan import Cancel, Progress


def prove(stores: Stores, job: Job, progress: Progress, cancel: Cancel) -> Ran:
    """Runs the job's verification in the root, bounded in time and output; Cancelled when taken back."""
    progress.step(f"verifying job {job.key}: {job.verification_cmd}")
    ran = run_command(
        job.verification_cmd or "false",
        cwd=stores.root,
        env={
            "MOIE_ROOT": str(stores.root),
            "MOIE_JOB_ID": job.key,
            "MOIE_RUN_ID": os.urandom(8).hex(),
        },
        timeout_seconds=stores.settings.heartbeat.verification_timeout_seconds,
        on_output=progress.output,
        cancelled=cancel.is_set,
    )
    if ran.cancelled:
        raise Cancelled(f"cancelled while verifying job {job.key}", fix="nothing was changed")
    return ran
