"""`moie status --watch`: in its place on a terminal, else one block below the other."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from moie_tui.cli.page import cut, text
from moie_tui.cli.status_watch import Blocks, InPlace, JsonLines, OneLine, fitting
from moie_tui.domain.judge import judge
from moie_tui.values import replace
from tests.builders import a_state
from tests.roots import Root
from tests.tui.sample_views import NOW, rich_view
from tests.waiting import PATIENCE


def test_a_pipe_gets_a_block_for_each_change_and_none_for_time_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for face in (Blocks(), JsonLines()):
        view, shown = rich_view(), []
        for now, one in ((NOW, view), (NOW + timedelta(seconds=2), view), (NOW, replace(view, snapshots=()))):
            face.show(one, judge(one, now), now)
            shown.append(capsys.readouterr().out)
        assert [bool(body) for body in shown] == [True, False, True]
        assert shown[2].startswith(f"\n── {NOW.isoformat(' ')}\n") or shown[2].count("\n") == 1


def test_a_line_is_written_again_only_when_it_is_another(capsys: pytest.CaptureFixture[str]) -> None:
    face, view = OneLine("{snapshots}", in_place=False), rich_view()
    for one in (view, view, replace(view, snapshots=())):
        face.show(one, judge(one, NOW), NOW)
    assert capsys.readouterr().out == f"{len(view.snapshots)}\n0\n"


def test_on_a_terminal_the_picture_is_drawn_over_the_one_before(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    size = [os.terminal_size((60, 12))]
    monkeypatch.setattr(os, "get_terminal_size", lambda fd: size[0])
    monkeypatch.setattr(sys.stdout, "fileno", lambda: 1, raising=False)
    face, view = InPlace(), rich_view()

    def drawn(seconds: float) -> str:
        now = NOW + timedelta(seconds=seconds)
        face.show(view, judge(view, now), now)
        return capsys.readouterr().out

    first, same, aged = drawn(0), drawn(0), drawn(1)
    assert first.count("\n") == 11
    assert "more lines" in first.splitlines()[-1]
    assert max(map(len, first.splitlines())) <= 60
    assert same == ""
    assert aged.startswith("\x1b[11F\x1b[J")
    size[0] = os.terminal_size((40, 12))
    assert not drawn(1).startswith("\x1b")


def test_a_line_is_cut_by_cells_and_a_page_by_rows() -> None:
    assert cut(text("漢字漢字"), 5) == (("漢字", ""), ("…", ""))
    assert cut(text("four"), 4) == text("four")
    assert fitting([text(str(at)) for at in range(5)], 20, 3)[-1] == text("… 3 more lines", "faint")


@pytest.mark.long
def test_a_change_is_shown_and_ctrl_c_leaves_cleanly(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state())
    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "moie_tui", "--root", str(root.folder), "status", "--watch"]
    environ = {**os.environ, "MOIE_HOME": str(tmp_path / "home"), "TERM": "xterm", "NO_COLOR": "1"}
    with subprocess.Popen(words, stdout=theirs, stdin=theirs, stderr=subprocess.PIPE, env=environ) as process:
        os.close(theirs)
        heard(ours, "ctrl-c ends")
        root.write(a_state(meta={"project": "Another"}))
        assert "Another" in heard(ours, "Another")
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 130
        assert process.stderr is not None
        assert process.stderr.read() == b""
    os.close(ours)


def heard(fd: int, words: str) -> str:
    until, said = time.monotonic() + PATIENCE, ""
    while words not in said:
        assert time.monotonic() < until, said
        if select.select([fd], [], [], 0.2)[0]:
            said += os.read(fd, 65536).decode(errors="replace")
    return said
