"""sha256, for little without OpenSSL: loading that costs half of Python's own start."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hashlib import sha256
else:
    try:
        from _sha2 import sha256
    except ImportError:
        try:
            from _sha256 import sha256  # its name before Python 3.12
        except ImportError:
            from hashlib import sha256

_WORTH_OPENSSL = 64 * 1024


def sha256_of(data: bytes) -> str:
    """The sha256 of some bytes, in hex."""
    if len(data) < _WORTH_OPENSSL:
        return sha256(data).hexdigest()
    import hashlib

    return hashlib.sha256(data).hexdigest()
