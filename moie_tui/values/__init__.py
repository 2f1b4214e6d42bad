"""`dataclass` for commands that start often: it compiles nothing until a class has an instance.

That of the standard library compiles six methods for each class it defines and imports `inspect`, which was
a third of the time of a heartbeat. Type checkers see the standard one."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dataclasses import asdict, dataclass, field, fields, replace
else:
    from moie_tui.values.classes import asdict, dataclass, field, fields, replace

__all__ = ["asdict", "dataclass", "field", "fields", "replace"]
