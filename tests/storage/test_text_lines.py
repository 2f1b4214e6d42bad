from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from moie_tui.storage.text_lines import line_after, lines_backwards, lines_forwards

LINES = st.lists(st.text("ab \nxyzü", max_size=30).map(str.encode), max_size=20)


class Bytes:
    """A text in memory that counts what is read of it."""

    def __init__(self, data: bytes) -> None:
        self.data, self.size, self.asked = data, len(data), 0

    def read(self, offset: int, size: int) -> bytes:
        self.asked += size
        return self.data[offset : offset + size]


def placed(data: bytes, longest: int) -> list[tuple[int, bytes]]:
    found, at = [], 0
    for line in data.split(b"\n"):
        if line[:longest].strip():
            found.append((at, line[:longest]))
        at += len(line) + 1
    return found


@given(LINES, st.integers(1, 40), st.integers(1, 40))
def test_all_lines_come_in_either_direction_with_their_places(
    lines: list[bytes], block: int, longest: int
) -> None:
    data = b"\n".join(lines)
    expected = placed(data, longest)
    backwards = list(lines_backwards(Bytes(data), longest=longest, block=block))
    assert backwards == expected[::-1]
    assert list(lines_forwards(Bytes(data), 0, longest=longest, block=block)) == expected


@given(LINES, st.integers(0, 20), st.integers(1, 40))
def test_a_reading_goes_on_from_any_line_in_either_direction(lines: list[bytes], at: int, block: int) -> None:
    data = b"\n".join(lines)
    expected = placed(data, 100)
    if not expected:
        return
    at = min(at, len(expected) - 1)
    place = expected[at][0]
    text = Bytes(data)
    assert list(lines_backwards(text, longest=100, end=place, block=block)) == expected[:at][::-1]
    assert list(lines_backwards(text, longest=100, stop=place, block=block)) == expected[at:][::-1]
    after = line_after(text, place, block)
    assert list(lines_forwards(text, after, longest=100, block=block)) == expected[at + 1 :]


def test_no_more_is_read_than_asked_for() -> None:
    text = Bytes(b"".join(b"line %06d\n" % number for number in range(100_000)))
    assert next(lines_backwards(text, longest=1000, block=4096))[1] == b"line 099999"
    assert text.asked == 4096
    text.asked = 0
    some = list(lines_backwards(text, longest=1000, stop=text.size - 10_000, block=4096))
    assert text.asked <= 10_001
    assert some[-1][1].startswith(b"line 09")
    assert len(some) == 10_000 // 12


def test_a_line_of_any_length_is_passed_over_in_bounded_memory() -> None:
    text = Bytes(b"first\n" + b"x" * 5_000_000 + b"\nlast\n")
    found = list(lines_forwards(text, 0, longest=1000, block=4096))
    assert [(at, line[:5], len(line)) for at, line in found] == [
        (0, b"first", 5),
        (6, b"xxxxx", 1000),
        (5_000_007, b"last", 4),
    ]
    assert list(lines_backwards(text, longest=1000, block=4096)) == found[::-1]
