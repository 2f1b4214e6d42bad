"""Everything that can go wrong, as one small tree; each error carries its exit code and one line to show."""

from __future__ import annotations

from moie_tui.domain.text import plain
from moie_tui.values import dataclass


class MoieError(Exception):
    """Base of all errors shown to the operator: what happened, where, and what to do."""

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", fix: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.fix = what, where, fix

    def line(self) -> str:
        """One line: `where: what; fix`."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        return plain(f"{head}; {self.fix}" if self.fix else head)


class UsageError(MoieError):
    """The call itself is wrong, or the folder is no root."""

    exit_code = 2

    def __str__(self) -> str:
        """The whole line: a job's own code sees no more of it than its traceback."""
        return self.line()


class OperationFailed(MoieError):
    """An operation was carried out and failed."""


class Cancelled(MoieError):
    """The operator took the operation back while it ran; nothing of it was kept."""


PULSE_LOCK = "pulse.lock"
"""The lock that an operation holds while it is at work."""


class Busy(MoieError):
    """Somebody else holds the lock; `holder` says who."""

    exit_code = 4

    def __init__(self, what: str, *, holder: str = "", where: str = "", fix: str = "") -> None:
        super().__init__(what, where=where, fix=fix)
        self.holder = holder

    @property
    def is_by_operation(self) -> bool:
        """Whether it is over when an operation is, which every view tells."""
        return self.where.endswith(f"/{PULSE_LOCK}")


class PlanOutdated(MoieError):
    """A file the plan rests on changed in a way that changes the plan's effects."""

    exit_code = 5


class Refused(MoieError):
    """The operation is not allowed as things stand; nothing was changed."""

    exit_code = 6


class Untrusted(Refused):
    """The operation would run commands of a root nobody trusted yet."""


class InvalidDocument(MoieError):
    """A document can't be used; line and column are 1-based, 0 when unknown."""

    exit_code = 3

    def __init__(
        self, what: str, *, path: str, line: int = 0, column: int = 0, key: str = "", fix: str = ""
    ) -> None:
        place = f"{path}:{line}:{column}" if line else path
        super().__init__(what, where=f"{place} ({key})" if key else place, fix=fix)
        self.path, self.line_number, self.column, self.key = path, line, column, key


KeyPath = tuple[str | int, ...]
"""The way to a value in a parsed document: keys and list indices from the top."""


@dataclass(frozen=True)
class Flaw:
    """One place where a parsed document is not what it must be."""

    path: KeyPath
    what: str


class ShapeError(Exception):
    """Raised by the parsers, which know the key path, not the file; storage makes it an InvalidDocument."""

    def __init__(self, path: KeyPath, what: str) -> None:
        super().__init__(f"{'.'.join(map(str, path)) or 'document'}: {what}")
        self.path, self.what = path, what
