"""The last bytes of a stream, in bounded memory."""

from __future__ import annotations

KEPT_BYTES = 10_000


class Tail:
    """Keeps the last `limit` bytes of what it is fed and counts those that fell out."""

    def __init__(self, limit: int = KEPT_BYTES) -> None:
        self._limit = limit
        self._kept = bytearray()
        self._fed = 0

    def feed(self, chunk: bytes) -> None:
        """Append a chunk; what no longer fits is dropped from the front."""
        self._fed += len(chunk)
        self._kept += chunk[-self._limit :]
        del self._kept[: -self._limit]

    def text(self) -> tuple[str, int]:
        """The kept bytes as text, and how many bytes came before it."""
        kept = bytes(self._kept)
        if self._fed > len(kept):
            kept = _from_first_character(kept)
        return kept.decode("utf-8", errors="replace"), self._fed - len(kept)


def _from_first_character(kept: bytes) -> bytes:
    """Cut the rest of a UTF-8 character that the limit went through (3 bytes at most)."""
    start = 0
    while start < min(3, len(kept)) and kept[start] & 0xC0 == 0x80:
        start += 1
    return kept[start:]
