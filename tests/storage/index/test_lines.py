"""However quickly lines are counted, they count as they would one by one."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

import pytest

from moie_tui.domain.tally import Tally
from moie_tui.storage.index.lines import add_lines

START = '{"timestamp": "2026-11-22T12:00:01.000000+00:00", "level": "%s", "category": "%s", "message": '
PLAIN = START % ("info", "worker")
BEAT = START % ("info", "heartbeat")
GOOD = PLAIN + '"words", "metadata": {"queue": 5}}'
LINES = {
    "plain": GOOD,
    "a warning": START % ("warning", "worker") + '"words", "metadata": {}}',
    "a critical one": START % ("critical", "state") + '"words", "metadata": {}}',
    "a beat": BEAT + '"pulse", "metadata": {"origin": {"user": "op"}, "outcome": "cyclic", "beat_ms": 5}}',
    "a beat of somebody nested": BEAT
    + '"pulse", "metadata": {"origin": {"a": {"b": 1}, "c": 2}, "outcome": "died"}}',
    "a brace in who acted": BEAT + '"pulse", "metadata": {"origin": {"user": "}, "}, "outcome": "cyclic"}}',
    "nested metadata": PLAIN + '"words", "metadata": {"a": {"b": {"c": 1}}}}',
    "an escaped quote": PLAIN + '"say \\"so\\"", "metadata": {}}',
    "an escape that is none": PLAIN + '"a \\q", "metadata": {}}',
    "an escaped end": PLAIN + '"a\\", "metadata": {}}',
    "a bare tab": PLAIN + '"a\tb", "metadata": {}}',
    "torn in its message": PLAIN + '"wor',
    "the rest of a message": '", "metadata": {}}',
    "torn in its metadata": PLAIN + '"words", "metadata": {"queue": 5}',
    "one glued to another": GOOD[:-4] + GOOD,
    "a brace too many": GOOD + "}",
    "metadata that is no JSON": BEAT + '"pulse", "metadata": {"outcome" "cyclic"}}',
    "no such minute": GOOD.replace("T12:00", "T25:61"),
    "blank": "  ",
    "a return before the end": GOOD + "\r",
}


def _sums(tally: Tally) -> dict[str, Any]:
    return {
        "cells": {slot: cell for slot, cell in tally.cells.items() if any(cell)},
        "categories": +tally.categories,
        "lines": (tally.lines, tally.unreadable),
        "beats": tally.beats(),
        "criticals": tally.criticals(),
    }


def _one_by_one(text: str) -> dict[str, Any]:
    tally = Tally(UTC)
    for line in filter(str.strip, text.split("\n")):
        try:
            raw = json.loads(line)
        except ValueError:
            raw = None
        tally.add(raw)
    return _sums(tally)


@pytest.mark.parametrize("line", LINES.values(), ids=LINES.keys())
def test_a_line_among_others_counts_as_it_does_alone(line: str) -> None:
    text = f"{GOOD}\n{line}\n{GOOD}\n"
    tally = Tally(UTC)
    add_lines(tally, text.encode())
    assert _sums(tally) == _one_by_one(text)


def test_all_of_them_together_count_as_they_do_alone() -> None:
    text = "".join(f"{line}\n" for line in LINES.values())
    tally = Tally(UTC)
    add_lines(tally, text.encode())
    assert _sums(tally) == _one_by_one(text)
