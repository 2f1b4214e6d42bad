"""The heap of the C library, kept from growing over a day; other libraries than glibc keep their own."""

from __future__ import annotations

_ARENA_MAX = -8

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ctypes import CDLL


def share() -> None:
    """From now on a new thread uses the heaps there are: one of its own would keep, free but held, the most
    that was ever needed in it."""
    if library := _glibc():
        library.mallopt(_ARENA_MAX, 1)


def give_back() -> None:
    """Pages that lie free between others go back to the system, in every heap."""
    if library := _glibc():
        library.malloc_trim(0)


def _glibc() -> CDLL | None:
    import ctypes  # after the first frame, which does not wait for it

    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") else None
