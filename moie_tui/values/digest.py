"""sha256: for little without OpenSSL, whose loading is half of Python's own start; for much not twice."""

from __future__ import annotations

import sys
from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_SHA2 = "_sha2" if sys.version_info >= (3, 12) else "_sha256"
"""The library of Python itself."""
_WORTH_OPENSSL = 64 * 1024
_WORTH_KEEPING = 2 * 1024 * 1024


def quick_sum(data: bytes) -> str:
    """For caches of our own: in half the time, and in 32 digits of hex."""
    total: str = _maker("_blake2", "blake2b")(data, digest_size=16).hexdigest()
    return total


def sha256_of(data: bytes) -> str:
    """The sha256 of some bytes, in hex."""
    if len(data) < _WORTH_OPENSSL:
        total: str = _maker(_SHA2, "sha256")(data).hexdigest()
        return total
    return _of_more(data) if len(data) < _WORTH_KEEPING else _of_much(data)


def _of_much(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


@lru_cache(maxsize=2)
def _of_more(data: bytes) -> str:
    """A heartbeat asks ten times for the sum of a document before and after; comparing bytes is cheap."""
    return _of_much(data)


@lru_cache(maxsize=2)
def _maker(library: str, name: str) -> Any:
    """Of Python's own library, where there is one. Most checks take no sum: loaded when one is taken."""
    try:
        return getattr(__import__(library), name)
    except ImportError:
        return getattr(__import__("hashlib"), name)
