"""The last bytes of a stream."""

from __future__ import annotations

from moie_tui.processes.tail import Tail


def _tail(limit: int, *chunks: bytes) -> tuple[str, int]:
    tail = Tail(limit)
    for chunk in chunks:
        tail.feed(chunk)
    return tail.text()


def test_a_short_stream_is_kept_whole() -> None:
    assert _tail(5, b"ab", b"", b"cde") == ("abcde", 0)


def test_only_the_last_bytes_stay_and_the_others_are_counted() -> None:
    assert _tail(3, b"abcdefg") == ("efg", 4)
    assert _tail(3, b"ab", b"cd", b"e") == ("cde", 2)


def test_nothing_is_an_empty_text() -> None:
    assert _tail(3) == ("", 0)


def test_half_a_character_at_the_cut_is_dropped_with_the_rest() -> None:
    assert _tail(3, "€€".encode()) == ("€", 3)
    assert _tail(4, "€€".encode()) == ("€", 3)
    assert _tail(5, "€€".encode()) == ("€", 3)


def test_garbage_at_the_start_of_a_whole_stream_is_shown() -> None:
    assert _tail(9, b"\x80ok") == ("\ufffdok", 0)
