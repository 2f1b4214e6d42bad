"""Prometheus families from plain values; whatever files say is made fit to be a value or a label."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from moie_tui.domain.text import plain, shorten

LONGEST_LABEL = 100
"""How many characters of an id a label keeps."""
Values = Iterable[tuple[tuple[str, ...], float]]
"""What the labels say, and the value."""


def gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    """One value that goes up and down; true is 1."""
    return GaugeMetricFamily(name, words, value=_number(value))


def many(name: str, words: str, labels: Sequence[str], values: Values) -> GaugeMetricFamily:
    """A value for each set of labels."""
    family = GaugeMetricFamily(name, words, labels=labels)
    for key, value in values:
        family.add_metric(list(key), _number(value))
    return family


def counted(name: str, words: str, labels: Sequence[str], values: Values) -> CounterMetricFamily:
    """Counters, one for each set of labels; their names end in `_total`."""
    family = CounterMetricFamily(name, words, labels=labels)
    for key, value in values:
        family.add_metric(list(key), _number(value))
    return family


def one_of(name: str, words: str, possible: Sequence[str], actual: str) -> GaugeMetricFamily:
    """1 for the status that holds, 0 for each other one."""
    return many(name, words, ("status",), (((one,), one == actual) for one in possible))


def label(text: str) -> str:
    """An id of a document as the value of a label."""
    return shorten(plain(text), LONGEST_LABEL)


def _number(value: float) -> float:
    """A float: others may write any number into a document, and a huge whole one is none."""
    try:
        return float(value)
    except OverflowError:
        return math.inf
