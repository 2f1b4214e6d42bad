"""Output that arrives in pieces, as printable lines."""

from __future__ import annotations

from moie_tui.domain.text import plain

_LONGEST = 20_000
"""A line without end is broken there."""


class OutputLines:
    """Takes pieces of text; a line is told when it has ended, `unfinished` is what has not."""

    def __init__(self) -> None:
        self._rest = ""

    def take(self, piece: str) -> list[str]:
        """The lines this piece completes, printable; of one rewritten by carriage returns the last form."""
        *ended, self._rest = (self._rest + piece).split("\n")
        lines = [shown(line) for line in ended]
        if len(self._rest) > _LONGEST:
            lines.append(shown(self._rest))
            self._rest = ""
        return lines

    @property
    def unfinished(self) -> str:
        """The beginning of a line whose end is still to come, printable."""
        return shown(self._rest)


def lines_in(text: str) -> list[str]:
    """All lines of a finished output."""
    reading = OutputLines()
    lines = reading.take(text)
    return [*lines, reading.unfinished] if reading.unfinished else lines


def shown(line: str) -> str:
    """One raw line as a terminal would have left it."""
    forms = [form for form in line.split("\r") if form]
    return plain(forms[-1].expandtabs()) if forms else ""
