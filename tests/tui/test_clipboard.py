"""Copying out of a terminal."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path

import pytest

from moie_tui.tui.clipboard import copy_from, copy_outside, spawn, ways
from tests.tui.bare_app import BareApp, until


def programs(folder: Path, *names: str) -> str:
    for name in names:
        (folder / name).write_text(f"#!/bin/sh\ncat > {folder}/{name}.got\n")
        (folder / name).chmod(stat.S_IRWXU)
    return f"{folder}:/bin:/usr/bin"


def test_tmux_comes_first_then_the_desktops_own_and_only_what_is_installed(tmp_path: Path) -> None:
    path = programs(tmp_path, "tmux", "xclip", "pbcopy", "wl-copy")
    everything = {"PATH": path, "TMUX": "/s,1,0", "DISPLAY": ":0", "WAYLAND_DISPLAY": "w"}
    assert [name for name, _ in ways(everything, "linux")] == ["tmux", "wl-copy", "xclip"]
    assert [name for name, _ in ways({"PATH": path}, "darwin")] == ["pbcopy"]
    assert ways({"PATH": str(tmp_path / "none"), "TMUX": "x"}, "linux") == []
    # The clipboard of the machine that serves a browser is not the reader's.
    assert ways(everything | {"MOIE_SCREEN": "browser"}, "darwin") == []


def test_the_next_way_is_tried_when_one_fails(tmp_path: Path) -> None:
    environ = {"PATH": programs(tmp_path, "tmux", "xclip"), "TMUX": "x", "DISPLAY": ":0"}
    tried: list[str] = []

    def run(command: Sequence[str], data: bytes) -> bool:
        tried.append(command[0])
        return command[0] == "xclip"

    assert copy_outside("text", environ, run) == "xclip"
    assert tried == ["tmux", "xclip"]


def test_a_program_gets_exactly_the_text(tmp_path: Path) -> None:
    programs(tmp_path, "tmux")
    assert spawn([str(tmp_path / "tmux")], "moie rollback ‖".encode())
    assert (tmp_path / "tmux.got").read_bytes() == "moie rollback ‖".encode()
    assert not spawn([str(tmp_path / "missing")], b"")


@pytest.mark.long
async def test_without_a_program_the_terminal_is_asked_and_the_operator_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TMUX", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    app = BareApp()
    async with app.run_test() as pilot:
        copy_from(app, "[b]moie[/b] pulse")
        await until(pilot, lambda: len(app._notifications) == 1)
        (said,) = app._notifications
        assert said.title == "Copied by the terminal (OSC 52)"
        assert said.message.startswith("[b]moie[/b] pulse\nIf nothing arrived")
        assert app.clipboard == "[b]moie[/b] pulse"
