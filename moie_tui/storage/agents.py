"""What launchd agents and systemd user units run, read from their files."""

from __future__ import annotations

import os
import plistlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from moie_tui.domain.neighbours import Neighbour, neighbour, spellings
from moie_tui.values import pattern

_TELLING = pattern(r"^\s*(?:ExecStart|WorkingDirectory|Environment)\s*=\s*(.*)$", re.MULTILINE)


def agents_folder(environ: Mapping[str, str]) -> Path:
    """Where the user's launchd agents lie."""
    return Path(environ.get("HOME") or "/") / "Library" / "LaunchAgents"


def units_folder(environ: Mapping[str, str]) -> Path:
    """Where the user's own systemd units lie."""
    config = environ.get("XDG_CONFIG_HOME") or Path(environ.get("HOME") or "/") / ".config"
    return Path(config) / "systemd" / "user"


def neighbouring_agents(folder: Path, roots: Iterable[str]) -> Iterator[tuple[Path, Neighbour | None]]:
    """The agents that name the root; None instead for a file that can't be read as an agent."""
    known = tuple(roots)
    for path in sorted(folder.glob("*.plist")) if folder.is_dir() else ():
        told = _agent(path)
        if told is None:
            yield path, None
        elif (found := neighbour(str(path), told[1], known, told[0])) is not None:
            yield path, found


def neighbouring_units(folder: Path, roots: Iterable[str]) -> Iterator[Neighbour]:
    """The services that name the root."""
    known = tuple(roots)
    for path, words in units(folder):
        if (found := neighbour(str(path), words, known, path.stem)) is not None:
            yield found


def units(folder: Path) -> Iterator[tuple[Path, str]]:
    """Each service with what it runs and where."""
    for path in sorted(folder.glob("*.service")) if folder.is_dir() else ():
        words = " ".join(one.strip() for one in _TELLING.findall(_text(path)))
        yield path, words.replace("%%", "%")


def agents(folder: Path) -> Iterator[tuple[Path, str]]:
    """Each agent that can be read, with what it runs and where."""
    for path in sorted(folder.glob("*.plist")) if folder.is_dir() else ():
        if (told := _agent(path)) is not None:
            yield path, told[1]


def _agent(path: Path) -> tuple[str, str] | None:
    """An agent's label, and what it runs and where; None when the file says neither."""
    try:
        raw: Any = plistlib.loads(path.read_bytes())
    except (OSError, ValueError, ExpatError, plistlib.InvalidFileException):
        return None
    if not isinstance(raw, dict):
        return None
    arguments = raw.get("ProgramArguments") or [raw.get("Program") or ""]
    words = [str(one) for one in arguments] if isinstance(arguments, list) else []
    return str(raw.get("Label") or ""), " ".join([*words, str(raw.get("WorkingDirectory") or "")]).strip()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""  # a dangling link, or another user's


def roots_of(root: Path, environ: Mapping[str, str]) -> tuple[str, ...]:
    """The paths of a root: as it was named, and the real one."""
    return tuple(spellings((str(root), os.path.realpath(root)), environ.get("HOME", "")))
