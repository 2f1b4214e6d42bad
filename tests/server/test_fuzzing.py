"""Schemathesis against a server that runs, from its own description: no 5xx, nothing off the description."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.builders import a_job, a_phase, a_state
from tests.roots import Root
from tests.server.served import TOKEN, Served, serving

SLOW_IS_FINE = "--suppress-health-check=too_slow"
OPENED = ("--header", f"Authorization: Bearer {TOKEN}")


@pytest.fixture
def root(tmp_path: Path) -> Root:
    """One with something behind each path."""
    state = a_state(a_phase(1, a_job("1.1")), a_phase(5, a_job("5.1", "cyclic", command="echo said; exit 1")))
    root = Root(tmp_path, state, config="server: {allow_actions: true}\n")
    # A stale heart would be a 503 that is meant.
    root.clock.now = datetime.now(UTC)
    root.trust().do("pulse")
    root.do("run", job="5.1")
    return root


def _fuzz(
    served: Served, folder: Path, examples: int, *words: str, known: dict[str, str] | None = None
) -> str:
    """What Schemathesis says of a run of so many examples for each operation; it must find nothing."""
    config = folder / "schemathesis.toml"
    lines = [f"{json.dumps(f'path.{key}')} = {json.dumps(value)}" for key, value in (known or {}).items()]
    config.write_text("\n".join(["[parameters]", *lines]))
    program = Path(sys.executable).with_name("schemathesis")
    call = [str(program), "--config-file", str(config), "run", f"{served.url}/openapi.json", *words]
    done = subprocess.run(
        [*call, "--max-examples", str(examples), "--no-shrink", "--seed", "5", SLOW_IS_FINE],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    return done.stdout


@pytest.mark.slow
def test_a_fuzzer_finds_nothing_with_and_without_the_token(root: Root, tmp_path: Path) -> None:
    (run,) = root.workspace.runs("5.1")
    known = {"job": "5.1", "run": run.id, "snapshot": root.workspace.snapshots()[0].id}
    with serving(root, token=TOKEN) as served:
        _fuzz(served, tmp_path, 40)
        _fuzz(served, tmp_path, 40, *OPENED, "--exclude-path-regex", "^/actions", known=known)
        acts = ("--include-path-regex", "^/actions", "--rate-limit", "1/s")
        _fuzz(served, tmp_path, 10, *OPENED, *acts)


@pytest.mark.long
def test_a_short_fuzz_of_what_needs_no_token_finds_nothing(root: Root, tmp_path: Path) -> None:
    with serving(root, token=TOKEN) as served:
        _fuzz(served, tmp_path, 5, "--phases", "fuzzing")
