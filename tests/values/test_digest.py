from __future__ import annotations

import hashlib

import pytest

from moie_tui.values import digest
from moie_tui.values.digest import quick_sum, sha256_of


@pytest.mark.parametrize("length", [0, 1, 64 * 1024 - 1, 64 * 1024, 300_000])
def test_little_and_much_have_the_sum_that_hashlib_tells(length: int) -> None:
    data = bytes(range(256)) * (length // 256 + 1)
    assert sha256_of(data[:length]) == hashlib.sha256(data[:length]).hexdigest()


def test_a_quick_sum_is_that_of_hashlib() -> None:
    assert quick_sum(b"a state") == hashlib.blake2b(b"a state", digest_size=16).hexdigest()


def test_a_python_without_libraries_of_its_own_has_those_of_hashlib() -> None:
    assert digest._maker.__wrapped__("no_such_library", "sha256") is hashlib.sha256
