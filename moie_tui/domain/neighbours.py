"""Other programs that beat the same heart, told from the lines of a scheduler."""

from __future__ import annotations

import re
from collections.abc import Iterable

_OURS = re.compile(r"\bmoie\b.*\bpulse\b")


def foreign_lines(crontab: str, roots: Iterable[str]) -> list[str]:
    """The active lines that name one of the folders and are no pulse of ours."""
    lines = [line.strip() for line in crontab.splitlines()]
    active = [line for line in lines if line and not line.startswith("#")]
    return [line for line in active if names_root(line, roots) and not is_ours(line)]


def our_lines(crontab: str, roots: Iterable[str]) -> list[str]:
    """The active lines that are a pulse of ours for one of the folders."""
    lines = [line.strip() for line in crontab.splitlines()]
    return [line for line in lines if not line.startswith("#") and is_ours(line) and names_root(line, roots)]


def is_ours(line: str) -> bool:
    """Whether a line runs `moie … pulse`."""
    return _OURS.search(line) is not None


def names_root(line: str, roots: Iterable[str]) -> bool:
    """Whether a line names one of these folders, or something in it."""
    return any(re.search(re.escape(root) + r"(?![\w.-])", line) for root in roots)
