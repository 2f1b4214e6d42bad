"""What the log hears of an act that failed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from moie_tui.domain.errors import MoieError, OperationFailed
from moie_tui.domain.event import ERROR
from moie_tui.operations.saving import RECORDED
from moie_tui.storage.failures import failed
from moie_tui.storage.operation_records import FAILED
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.plan import Clock, Operation

_LOGGED = ("pulse", "undo")
"""Acts that do much before they write their intent into the operation log; the others begin with it."""


@contextmanager
def told(stores: Stores, operation: str, clock: Clock, ran: Operation | None = None) -> Iterator[None]:
    """Inside, a failure is an event and a typed error; what was refused, busy or outdated is no failure.

    One of an act that `ran` stands in the operation log too, even if nothing was changed yet."""
    try:
        yield
    except BrokenPipeError:
        raise  # whoever listened has gone: the root is well
    except OSError as error:
        failure = failed(error, error.filename or stores.root, f"can't {operation}")
        _record(stores, error, failure, clock, ran)
        _tell(stores, operation, failure, clock)
        raise failure from error
    except OperationFailed as failure:
        _record(stores, failure, failure, clock, ran)
        _tell(stores, operation, failure, clock)
        raise


def _record(
    stores: Stores, error: Exception, failure: OperationFailed, clock: Clock, ran: Operation | None
) -> None:
    if ran is None or ran.name not in _LOGGED or RECORDED in getattr(error, "__notes__", ()):
        return
    with suppress(MoieError):  # as below
        scheduled, log = bool(getattr(ran, "scheduled", False)), stores.operations
        identity = log.begin(ran.name, clock(), str(stores.origin), scheduled, (), {})
        log.end(identity, FAILED, failure.line(), (), {})


def _tell(stores: Stores, operation: str, failure: OperationFailed, clock: Clock) -> None:
    with suppress(MoieError):  # the failure itself is what the operator must see, and will
        message = f"{operation} failed: {failure.line()}"
        report(stores, clock(), "operation", message, level=ERROR, metadata={"kind": operation})
