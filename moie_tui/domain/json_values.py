"""Values of documents that others wrote, for answers in JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

_DEEPEST = 20


def fit(value: object, depth: int = 0) -> Any:
    """What every reader of JSON takes: no endless numbers, and nothing nested without end."""
    if isinstance(value, Mapping):
        return {} if depth > _DEEPEST else {str(key): fit(one, depth + 1) for key, one in value.items()}
    if isinstance(value, list):
        return [] if depth > _DEEPEST else [fit(one, depth + 1) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
