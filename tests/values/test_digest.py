from __future__ import annotations

import hashlib

import pytest

from moie_tui.values.digest import sha256_of


@pytest.mark.parametrize("length", [0, 1, 64 * 1024 - 1, 64 * 1024, 300_000])
def test_little_and_much_have_the_sum_that_hashlib_tells(length: int) -> None:
    data = bytes(range(256)) * (length // 256 + 1)
    assert sha256_of(data[:length]) == hashlib.sha256(data[:length]).hexdigest()
