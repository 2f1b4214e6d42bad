"""What an operation is doing, on one line of the terminal that goes away at the end."""

from __future__ import annotations

from types import TracebackType

from moie_tui.domain.text import plain, shorten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

_CLEAR = "\r\x1b[K"
_WIDEST = 78


class Ticker:
    """Progress on a terminal, silent anywhere else; output of commands stays, steps replace each other."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream if stream.isatty() else None
        self._step = ""

    def __enter__(self) -> Ticker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream and self._step:
            self._write(_CLEAR)

    def step(self, what: str) -> None:
        """Replaces the line."""
        self._step = shorten(plain(what), _WIDEST)
        self._write(f"{_CLEAR}{self._step}")

    def output(self, text: str) -> None:
        """Prints what the command said, above the line."""
        said = plain(text, newline="\n")
        self._write(f"{_CLEAR}{said}{'' if said.endswith(chr(10)) else chr(10)}{self._step}")

    def _write(self, words: str) -> None:
        if self._stream:
            self._stream.write(words)
            self._stream.flush()
