"""sha256: for little without OpenSSL, whose loading is half of Python's own start; for much not twice."""

from __future__ import annotations

from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hashlib import blake2b, sha256
else:
    try:
        from _blake2 import blake2b
    except ImportError:
        from hashlib import blake2b
    try:
        from _sha2 import sha256
    except ImportError:
        try:
            from _sha256 import sha256  # its name before Python 3.12
        except ImportError:
            from hashlib import sha256

_WORTH_OPENSSL = 64 * 1024
_WORTH_KEEPING = 2 * 1024 * 1024


def quick_sum(data: bytes) -> str:
    """For caches of our own: in half the time, and in 32 digits of hex."""
    return blake2b(data, digest_size=16).hexdigest()


def sha256_of(data: bytes) -> str:
    """The sha256 of some bytes, in hex."""
    if len(data) < _WORTH_OPENSSL:
        return sha256(data).hexdigest()
    return _of_more(data) if len(data) < _WORTH_KEEPING else _of_much(data)


def _of_much(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


@lru_cache(maxsize=2)
def _of_more(data: bytes) -> str:
    """A heartbeat asks ten times for the sum of a document before and after; comparing bytes is cheap."""
    return _of_much(data)
