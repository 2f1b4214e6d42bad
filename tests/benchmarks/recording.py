"""`python -m tests.benchmarks.recording ours|seed ROOT JOB TIMES`: what one recorded execution takes."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from time import perf_counter

from tests.benchmarks.seed import recording as seed


def main(whose: str, root: str, job: str, times: str) -> None:
    """One line for each execution; the first one, which loads what it needs, is not counted."""
    from moie_tui import log_execution

    path = Path(root) / "cyclic_job_health.json"
    for at in range(int(times) + 1):
        begun = perf_counter()
        if whose == "ours":
            log_execution(job, "success", 120, root=root)
        else:
            seed.log_execution(path, job, "success", 120)
        took = perf_counter() - begun
        if at:
            print(f"{took * 1000:.4f}")


if __name__ == "__main__":
    os.chdir("/")
    main(*sys.argv[1:])
