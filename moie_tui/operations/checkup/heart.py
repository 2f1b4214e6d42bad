"""A silent heart among the findings of a checkup: no damage of the root, so each is a note."""

from __future__ import annotations

from collections.abc import Iterator

from moie_tui.domain.checkup import NOTE, Checkup, Diagnosis
from moie_tui.domain.diagnosis import Silence
from moie_tui.values import replace

HEARTBEAT = "heartbeat"


def with_silence(checkup: Checkup, silence: Silence | None) -> Checkup:
    """The checkup with what may be the matter with the heart, the likeliest first."""
    found = tuple(_notes(silence)) if silence is not None else ()
    return replace(checkup, findings=(*checkup.findings, *found))


def _notes(silence: Silence) -> Iterator[Diagnosis]:
    if not silence.suspects:
        yield Diagnosis(NOTE, HEARTBEAT, silence.lead, silence.step)
    for one in silence.suspects:
        shown = f" ({'; '.join(one.evidence)})" if one.evidence else ""
        yield Diagnosis(NOTE, HEARTBEAT, one.what + shown, one.step)
