"""Natural order of ids."""

from __future__ import annotations

from base64 import b32encode

from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.ids import base32, natural_key


def test_numbers_inside_ids_are_ordered_as_numbers() -> None:
    ids = ["1.10", 10, "b2", "1.9", 2, "1", "b10", "1.9.1", "", 1]
    assert sorted(ids, key=natural_key) == ["", "1", 1, "1.9", "1.9.1", "1.10", 2, 10, "b2", "b10"]


def test_a_number_too_large_for_a_machine_word_is_ordered_too() -> None:
    assert natural_key("9" * 5000) < natural_key("1" + "0" * 5000)


def test_other_digits_than_ascii_ones_are_plain_letters() -> None:
    assert natural_key("²") != natural_key("٢") != natural_key("2")


@given(st.integers(0), st.integers(0))
def test_whole_numbers_keep_their_order(one: int, other: int) -> None:
    assert (natural_key(one) < natural_key(other)) == (one < other)


@given(st.text(alphabet="01a.é"), st.text(alphabet="01a.é"))
def test_only_equal_texts_have_equal_keys(one: str, other: str) -> None:
    assert (natural_key(one) == natural_key(other)) == (one == other)


@given(st.binary(max_size=40))
def test_bytes_are_spelt_as_base32_spells_them_lowercase_and_unfilled(data: bytes) -> None:
    assert base32(data) == b32encode(data).decode("ascii").rstrip("=").lower()
