"""The health document read again and again: a job whose text did not change is not parsed anew."""

from __future__ import annotations

from datetime import tzinfo

from moie_tui.domain.errors import ShapeError
from moie_tui.domain.executions import JobHealth, parse_health
from moie_tui.storage.members import walked
from moie_tui.storage.strict_json import DECODER

_Known = tuple[int, int, JobHealth]
"""The length of a job's text, its hash, and what it came to."""


class KnownHealth:
    """Holds what the jobs of one document came to when it was read last; not the text, which is large."""

    def __init__(self) -> None:
        self._zone: tzinfo | None = None
        self._jobs: dict[str, _Known] = {}

    def read(self, data: bytes, zone: tzinfo | None) -> dict[str, JobHealth] | None:
        """Every job's health by id; None for a document that is not sound, without saying why."""
        before = self._jobs if zone == self._zone else {}
        now: dict[str, _Known] = {}
        try:
            text = data.decode("utf-8")

            def job_at(key: str, begin: int) -> tuple[JobHealth, int]:
                known = before.get(key)
                # An object ends where its text does, whatever follows it.
                if known is None or hash(text[begin : begin + known[0]]) != known[1]:
                    raw, end = DECODER.raw_decode(text, begin)
                    known = (end - begin, hash(text[begin:end]), parse_health({key: raw}, zone)[key])
                now[key] = known
                return known[2], begin + known[0]

            found = walked(text, job_at)
        except (ShapeError, ValueError, IndexError, RecursionError):
            return None
        if found is not None:
            self._zone, self._jobs = zone, now
        return found
