"""Processes of their own for what only another process can show: killed writers, rival locks."""

from __future__ import annotations

import subprocess
import sys
from textwrap import dedent


def start(code: str, *arguments: object, **options: object) -> subprocess.Popen[str]:
    """Start Python on `code` (dedented) with `arguments` as sys.argv[1:]; its stdout is a pipe."""
    command = [sys.executable, "-c", dedent(code), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **options)  # type: ignore[call-overload, no-any-return]


def exit_code(code: str, *arguments: object) -> int:
    """Run it to its end; minus the signal's number when a signal ended it."""
    with start(code, *arguments) as process:
        process.communicate(timeout=60)
    return process.returncode
