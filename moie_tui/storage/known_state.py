"""The state document read again and again: a phase whose text did not change is not parsed anew."""

from __future__ import annotations

from moie_tui.domain.errors import ShapeError
from moie_tui.domain.state import LATEST_VERSION, Phase, State, parse_phase, parse_state
from moie_tui.storage.members import listed, walked
from moie_tui.storage.state_file import SeenState, StateFile, seen
from moie_tui.storage.strict_json import DECODER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_HEAD = 80
"""So many characters tell nearly all phases from each other: the id is among them."""


class KnownState:
    """Holds the texts of the phases that were read last, by how they begin, and what they came to."""

    def __init__(self) -> None:
        self._phases: dict[str, tuple[str, Phase]] = {}

    def look(self, file: StateFile) -> SeenState:
        """The live document, as far as it is known."""
        return seen(file, self.read)

    def read(self, data: bytes, version: int) -> State | None:
        """What is in the document; None for one that is not sound, without saying why."""
        if version > LATEST_VERSION:
            return None  # such documents may say anything of themselves
        before = self._phases
        now: dict[str, tuple[str, Phase]] = {}
        try:
            text = data.decode("utf-8")

            def phase_at(begin: int) -> tuple[Phase, int]:
                head = text[begin : begin + _HEAD]
                known = before.get(head)
                # An object ends where its text does, whatever follows it.
                if known is None or not text.startswith(known[0], begin):
                    raw, end = DECODER.raw_decode(text, begin)
                    known = (text[begin:end], parse_phase(raw, ("phases",)))
                now[head] = known
                return known[1], begin + len(known[0])

            def value_at(key: str, begin: int) -> tuple[Any, int]:
                if key == "phases" and text[begin] == "[":
                    return listed(text, begin, phase_at)
                return DECODER.raw_decode(text, begin)

            raw = walked(text, value_at)
            found = None if raw is None else parse_state(raw, version, lambda phase, _: phase)
        except (ShapeError, ValueError, IndexError, RecursionError):
            return None
        self._phases = now
        return found
