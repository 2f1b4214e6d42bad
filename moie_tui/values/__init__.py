"""`dataclass` for commands that start often: it compiles nothing until a class has many instances.

That of the standard library compiles six methods for each class it defines and imports `inspect`, which was
a third of the time of a heartbeat; `typing` is a third of Python's own start, and an expression nobody
asks costs as much as ten calls. Type checkers see the standard ones."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dataclasses import asdict, dataclass, field, fields, replace
    from re import compile as pattern
    from typing import Generic, Protocol

    from moie_tui.values.patterns import form_of
else:
    from moie_tui.values.classes import asdict, dataclass, field, fields, replace
    from moie_tui.values.patterns import form_of, pattern
    from moie_tui.values.shapes import Generic, Protocol

__all__ = ["Generic", "Protocol", "asdict", "dataclass", "field", "fields", "form_of", "pattern", "replace"]
