from __future__ import annotations

import os

from moie_tui.tui.terminal import terminal_is_gone


def test_a_terminal_whose_other_end_hung_up_is_gone() -> None:
    ours, theirs = os.openpty()
    try:
        assert not terminal_is_gone(theirs)
        os.close(ours)
        assert terminal_is_gone(theirs)
    finally:
        os.close(theirs)


def test_a_pipe_is_no_terminal_that_could_be_gone() -> None:
    read, write = os.pipe()
    try:
        assert not terminal_is_gone(read)
    finally:
        os.close(read)
        os.close(write)
