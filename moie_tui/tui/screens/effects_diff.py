"""Every changed value in full, before and after."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from textual.content import Content
from textual.widget import Widget

from moie_tui.domain.plan import ABSENT, Effect
from moie_tui.domain.text import plain
from moie_tui.tui.screens.sheet import Sheet
from moie_tui.tui.widgets.hanging_text import HangingText, Row


class EffectsDiff(Sheet[None]):
    """Where each effect of a plan lies in the document, what stands there, and what would."""

    def __init__(self, title: str, effects: Iterable[Effect]) -> None:
        super().__init__()
        self._heading, self._effects = title, tuple(effects)

    def head(self) -> str:
        """Whose values these are."""
        return f"Every value · {self._heading}"

    def parts(self) -> Iterable[Widget]:
        """Place, then the lines that go and the lines that come."""
        yield HangingText(value_rows(self._effects))


def has_values(effects: Iterable[Effect]) -> bool:
    """Whether any of the effects changes a value of the document."""
    return any(effect.path for effect in effects)


def value_rows(effects: Iterable[Effect]) -> list[Row]:
    """One block a changed value, with a blank row between."""
    rows: list[Row] = []
    for effect in effects:
        if effect.path:
            rows += [(Content(), Content())] if rows else []
            rows.append((Content(), Content.styled(plain(" › ".join(effect.path)), "bold")))
            rows += _value("- ", "$failed", effect.before)
            rows += _value("+ ", "$ok", effect.after)
    return rows


def _value(sign: str, colour: str, value: object) -> Iterator[Row]:
    if value is ABSENT:
        return
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
    for line in plain(text, newline="\n").split("\n"):
        yield Content.styled(sign, colour), Content.styled(line, colour)
