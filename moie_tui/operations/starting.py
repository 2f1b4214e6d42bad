"""Starting a run as a process of its own, that outlives whoever started it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime

from moie_tui.domain.errors import OperationFailed
from moie_tui.storage.run_record import new_run_id
from moie_tui.storage.stores import Stores

_OF_A_RUN = ("MOIE_ROOT", "MOIE_JOB_ID", "MOIE_RUN_ID", "MOIE_MARK_")


def start_run(stores: Stores, job: str, *, scheduled: bool, overlap: bool = False) -> str:
    """Starts `moie run JOB` in a session of its own and does not wait; the id the run will have.

    It is trusted, locked, recorded and swept as any run; what it can't do is told to the log."""
    run_id = new_run_id(datetime.now(UTC))
    flags = ["--scheduled"] * scheduled + ["--overlap"] * overlap
    words = ["--root", str(stores.root), "run", *flags, "--via", stores.origin.via, "--run-id", run_id]
    try:
        process = subprocess.Popen(
            # -P: a module that lies in the root is never taken for one of ours.
            [sys.executable, "-P", "-m", "moie_tui", *words, f"--job={job}"],
            cwd=stores.root,
            env=_environment(stores),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            close_fds=True,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise OperationFailed(f"can't start a run of job {job}: {error}", where=str(stores.root)) from error
    # Whoever stays open all day would otherwise collect zombies.
    threading.Thread(target=process.wait, name=f"run {run_id}", daemon=True).start()
    return run_id


def _environment(stores: Stores) -> dict[str, str]:
    """Ours, without what would make the run part of the command that we ourselves may be."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith(_OF_A_RUN)}
    return {**mine, "MOIE_HOME": str(stores.trust.home)}
