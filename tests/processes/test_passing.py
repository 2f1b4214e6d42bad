"""A command's bytes on their way to descriptors of ours."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from moie_tui.processes.command import NotStarted, Streams
from moie_tui.processes.passing import Passing
from tests.processes.commands import run


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    yield ends
    for end in ends:
        os.close(end)


def test_stdout_and_stderr_go_their_own_ways_and_both_are_kept(tmp_path: Path) -> None:
    kept = bytearray()
    with (tmp_path / "out").open("wb") as out, (tmp_path / "err").open("wb") as err:
        streams = Streams(kept.extend, out.fileno(), err.fileno())
        ran = run(r"printf 'a\377'; printf b >&2", tmp_path, streams=streams)
    assert ((tmp_path / "out").read_bytes(), (tmp_path / "err").read_bytes()) == (b"a\xff", b"b")
    assert sorted(kept) == sorted(b"a\xffb")
    assert sorted(ran.output) == sorted("a\ufffdb")


def test_with_one_place_for_both_their_order_stays(tmp_path: Path) -> None:
    kept = bytearray()
    run("echo a; echo b >&2; echo c", tmp_path, streams=Streams(kept.extend))
    assert kept == b"a\nb\nc\n"


def test_words_are_run_as_they_are_without_a_shell(tmp_path: Path) -> None:
    assert run(["printf", "%s|", "$HOME", "a b", "*"], tmp_path).output == "$HOME|a b|*|"  # type: ignore[arg-type]
    with pytest.raises(NotStarted) as found:
        run(["no such command"], tmp_path)  # type: ignore[arg-type]
    assert found.value.code == 127


def test_what_a_reader_does_not_take_is_given_up_only_when_it_is_time(pipe: tuple[int, int]) -> None:
    asked: list[bool] = []

    def give_up() -> bool:
        asked.append(True)
        return len(asked) == 2

    Passing(pipe[1], give_up)(b"x" * 1_000_000)
    assert len(asked) == 2
    assert 0 < len(os.read(pipe[0], 1_000_000)) < 1_000_000


def test_a_reader_that_left_gets_nothing_more() -> None:
    read, write = os.pipe()
    os.close(read)
    passing = Passing(write, lambda: False)
    passing(b"lost")
    os.close(write)
    passing(b"not written to whatever has that number now")
