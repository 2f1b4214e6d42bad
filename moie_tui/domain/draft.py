"""A document of a root on its way through an editor."""

from __future__ import annotations

from datetime import datetime

from moie_tui.domain.validation import Validation
from moie_tui.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Draft:
    """A copy outside the root, at `place`; `base` is the text of `file` as the editor got it first."""

    file: str
    base: bytes
    place: str
    began: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in a draft now, and all that is wrong with it."""

    text: bytes
    found: Validation = field(default_factory=lambda: Validation("", None))
