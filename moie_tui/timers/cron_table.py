"""A crontab as bytes: our marked block in it, and lines we put out of action, every other byte untouched."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Sequence

from moie_tui.domain.errors import Refused
from moie_tui.values import pattern

_LINES = pattern(rb"[^\n]*\n|[^\n]+")
_NO_NEWLINE = b"# (the line above had no newline)"


class CronTable:
    """The marks of one root; every method takes a table and gives another."""

    def __init__(self, root: str) -> None:
        name = os.fsencode(root)
        self._begin, self._end = b"# >>> moie %s >>>" % name, b"# <<< moie %s <<<" % name
        short = hashlib.sha256(name).hexdigest()[:8].encode()
        self._replaced = b"# replaced by moie %s: " % short

    def block(self, table: bytes) -> list[str]:
        """The lines between our marks."""
        lines = _LINES.findall(table)
        inside = [line for first, last in self._blocks(lines) for line in lines[first + 1 : last]]
        return [os.fsdecode(line.strip()) for line in inside]

    def replaced(self, table: bytes) -> list[str]:
        """The lines we put out of action, as they were."""
        mark = self._replaced
        return [
            os.fsdecode(one[len(mark) :].strip()) for one in _LINES.findall(table) if one.startswith(mark)
        ]

    def outside(self, table: bytes) -> bytes:
        """All but our block."""
        lines = _LINES.findall(table)
        ours = {at for first, last in self._blocks(lines) for at in range(first, last + 1)}
        return b"".join(line for at, line in enumerate(lines) if at not in ours)

    def with_block(self, table: bytes, block: Sequence[str]) -> bytes:
        """With these lines between our marks: where the block is, else at the end."""
        lines = _LINES.findall(table)
        blocks = self._blocks(lines)
        joined = bool(table) and not table.endswith(b"\n")
        if blocks:
            joined = any(self._is(one, _NO_NEWLINE) for one in lines[blocks[0][0] : blocks[0][1]])
        note = [_NO_NEWLINE] if joined else []
        new = [self._begin, *note, *(os.fsencode(one) for one in block), self._end]
        text = b"".join(one + b"\n" for one in new)
        if not blocks:
            return table + (b"\n" if joined else b"") + text
        at = len(b"".join(lines[: blocks[0][0]]))
        rest = self.outside(table)
        return rest[:at] + text + rest[at:]

    def without_block(self, table: bytes) -> bytes:
        """As it was before the block came into it."""
        lines = _LINES.findall(table)
        blocks = self._blocks(lines)
        rest = self.outside(table)
        was_last = bool(blocks) and blocks[-1][1] == len(lines) - 1
        if was_last and any(self._is(one, _NO_NEWLINE) for one in lines[blocks[0][0] : blocks[0][1]]):
            return rest.removesuffix(b"\n")
        return rest

    def put_out(self, table: bytes, which: Collection[str]) -> bytes:
        """With these lines commented out under our mark; those in our block are not meant."""
        lines = _LINES.findall(table)
        ours = {at for first, last in self._blocks(lines) for at in range(first, last + 1)}
        return b"".join(
            self._replaced + line
            if at not in ours and line.decode(errors="replace").strip() in which
            else line
            for at, line in enumerate(lines)
        )

    def put_back(self, table: bytes) -> bytes:
        """With the lines we put out of action as they were."""
        return b"".join(line.removeprefix(self._replaced) for line in _LINES.findall(table))

    def _blocks(self, lines: Sequence[bytes]) -> list[tuple[int, int]]:
        """First and last line of each block of ours."""
        blocks: list[tuple[int, int]] = []
        first: int | None = None
        for at, line in enumerate(lines):
            if self._is(line, self._begin):
                if first is not None:
                    raise self._cut()
                first = at
            elif self._is(line, self._end):
                if first is None:
                    raise self._cut()
                blocks.append((first, at))
                first = None
        if first is not None:
            raise self._cut()
        return blocks

    def _cut(self) -> Refused:
        what = "the marks of this root's block do not pair, so it is not touched"
        return Refused(what, where="crontab", fix="mend or remove the block with `crontab -e`")

    @staticmethod
    def _is(line: bytes, mark: bytes) -> bool:
        return line.rstrip(b"\r\n") == mark
