"""Copying text out of a terminal: the first way that works, and a word on which one it was."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from textual.app import App

from moie_tui.domain.text import plain, shorten
from moie_tui.tui.terminal import is_browser
from moie_tui.tui.working import instead

SECONDS = 2
SHOWN = 60

Spawn = Callable[[Sequence[str], bytes], bool]
"""Runs a command with this input and says whether it succeeded."""


def ways(environ: Mapping[str, str], platform: str = sys.platform) -> list[tuple[str, list[str]]]:
    """The programs to try, best first, each with the name the operator knows it by."""
    if is_browser(environ):
        return []
    found: list[tuple[str, list[str]]] = []
    if environ.get("TMUX"):
        found.append(("tmux", ["tmux", "load-buffer", "-w", "-"]))
    if platform == "darwin":
        found.append(("pbcopy", ["pbcopy"]))
    if environ.get("WAYLAND_DISPLAY"):
        found.append(("wl-copy", ["wl-copy"]))
    if environ.get("DISPLAY"):
        found.append(("xclip", ["xclip", "-selection", "clipboard"]))
    return [(name, command) for name, command in found if shutil.which(command[0], path=environ.get("PATH"))]


def spawn(command: Sequence[str], data: bytes) -> bool:
    """Runs one program without a terminal; xclip stays behind, so no pipe of ours may be left with it."""
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            start_new_session=True,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def copy_outside(text: str, environ: Mapping[str, str], run: Spawn = spawn) -> str:
    """Tries the programs; the name of the one that took the text, "" when none did."""
    data = text.encode("utf-8", "replace")
    return next((name for name, command in ways(environ) if run(command, data)), "")


def copy_from(app: App[Any], text: str) -> None:
    """Copies without holding the screen up, then says which way the text went."""
    instead(app, "clipboard", _copy, app, text)


async def _copy(app: App[Any], text: str) -> None:
    way = await asyncio.to_thread(copy_outside, text, os.environ)
    if not way:
        app.copy_to_clipboard(text)
    more = "" if way else "\nIf nothing arrived, the terminal does not allow it."
    title = f"Copied by {way or 'the terminal (OSC 52)'}"
    app.notify(f"{shorten(plain(text), SHOWN)}{more}", title=title, markup=False)
