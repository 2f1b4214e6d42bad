"""The health document read again and again: a job whose text did not change is not parsed anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo

from moie_tui.domain.errors import ShapeError
from moie_tui.domain.executions import JobHealth, parse_health
from moie_tui.storage.members import walked
from moie_tui.storage.strict_json import DECODER
from moie_tui.values.digest import quick_sum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.storage.kept_figures import Kept, KeptFigures

_STALE_SHARE = 8
"""What is kept for others is renewed when an eighth of the document had to be parsed."""

_Known = tuple[int, int, JobHealth, str]
"""The length of a job's text, its hash, what it came to, and the sum other processes know it by, if any."""


class KnownHealth:
    """Holds what the jobs of one document came to when it was read last; not the text, which is large."""

    def __init__(self) -> None:
        self._last: tuple[tzinfo | None, Mapping[str, _Known]] = (None, {})
        """Zone and jobs together, as several threads may read."""
        self._parsed = 0

    def read(
        self, data: bytes, zone: tzinfo | None, figures: KeptFigures | None = None
    ) -> dict[str, JobHealth] | None:
        """Every job's health by id; None for a document that is not sound, without saying why.

        What was parsed by another process is in `figures`, and what is parsed now is kept there."""
        read_in, known = self._last
        before = known if zone == read_in else {}
        kept = figures.load(zone) if figures is not None and not before else {}
        try:
            reading = _Reading(data.decode("utf-8"), zone, before, kept, for_others=figures is not None)
            found = walked(reading.text, reading.job_at)
        except (ShapeError, ValueError, IndexError, RecursionError):
            return None
        if found is not None:
            self._last = (zone, reading.known)
            self._parsed += reading.parsed
            if figures is not None and self._parsed * _STALE_SHARE >= len(reading.text):
                self._parsed = 0
                rows = ((key, one[0], one[3], one[2]) for key, one in reading.known.items() if one[3])
                figures.keep(rows, zone)
        return found


class _Reading:
    """One walk through a document, with what was known before it and what is after it."""

    def __init__(
        self,
        text: str,
        zone: tzinfo | None,
        before: Mapping[str, _Known],
        kept: Mapping[str, Kept],
        *,
        for_others: bool,
    ) -> None:
        self.text = text
        self.known: dict[str, _Known] = {}
        self.parsed = 0
        self._zone, self._before, self._kept, self._for_others = zone, before, kept, for_others

    def job_at(self, key: str, begin: int) -> tuple[JobHealth, int]:
        """The health of the job whose text begins there, and where that ends."""
        known = self._before.get(key)
        # An object ends where its text does, whatever follows it.
        if known is None or hash(self.text[begin : begin + known[0]]) != known[1]:
            known = self._recalled(key, begin) or self._made(key, begin)
        self.known[key] = known
        return known[2], begin + known[0]

    def _made(self, key: str, begin: int) -> _Known:
        raw, end = DECODER.raw_decode(self.text, begin)
        text = self.text[begin:end]
        self.parsed += len(text)
        health = parse_health({key: raw}, self._zone)[key]
        return len(text), hash(text), health, quick_sum(text.encode()) if self._for_others else ""

    def _recalled(self, key: str, begin: int) -> _Known | None:
        kept = self._kept.get(key)
        if kept is None:
            return None
        from moie_tui.storage.kept_figures import recalled

        length, digest, row = kept
        text = self.text[begin : begin + length]
        if quick_sum(text.encode()) != digest:
            return None
        return length, hash(text), recalled(row, text, self._zone), digest
