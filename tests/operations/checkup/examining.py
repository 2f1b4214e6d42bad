"""Examining a root on a machine that a test makes up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from moie_tui.domain.checkup import Checkup, Diagnosis
from moie_tui.domain.plan import Never, Silent
from moie_tui.operations.checkup.patient import Machine
from moie_tui.operations.doctor import examine
from tests.roots import Root


def a_machine(root: Root, **more: Any) -> Machine:
    """One with much room, no crontab and a clock of the root's time."""
    known: dict[str, Any] = {
        "crontab": lambda: "",
        "agents": root.folder.parent / "agents",
        "free_bytes": lambda folder: 10**12,
        "uid": root.folder.stat().st_uid,
    }
    return Machine(**(known | more))


def examined(root: Root, **machine: Any) -> Checkup:
    """All findings about it."""
    return examine(root.workspace.stores, root.clock(), Silent(), Never(), a_machine(root, **machine))


def about(checkup: Checkup, where: str, level: str = "") -> list[Diagnosis]:
    """The findings at one place, `ok` ones apart unless asked for."""
    wanted = (level,) if level else ("note", "problem")
    return [one for one in checkup.findings if where in one.where and one.level in wanted]


def said(checkup: Checkup, where: str, level: str = "") -> str:
    """What they say, one after the other."""
    return "; ".join(one.what for one in about(checkup, where, level))


def lay(path: Path, data: str = "") -> Path:
    """A file with its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(data)
    return path
