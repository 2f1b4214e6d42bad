"""What the log hears of an act that failed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from moie_tui.domain.errors import MoieError, OperationFailed
from moie_tui.domain.event import ERROR
from moie_tui.domain.plan import Clock
from moie_tui.storage.failures import failed
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores


@contextmanager
def told(stores: Stores, operation: str, clock: Clock) -> Iterator[None]:
    """Inside, a failure is an event and a typed error; what was refused, busy or outdated is no failure."""
    try:
        yield
    except BrokenPipeError:
        raise  # whoever listened has gone: the root is well
    except OSError as error:
        failure = failed(error, error.filename or stores.root, f"can't {operation}")
        _tell(stores, operation, failure, clock)
        raise failure from error
    except OperationFailed as failure:
        _tell(stores, operation, failure, clock)
        raise


def _tell(stores: Stores, operation: str, failure: OperationFailed, clock: Clock) -> None:
    with suppress(MoieError):  # the failure itself is what the operator must see, and will
        message = f"{operation} failed: {failure.line()}"
        report(stores, clock(), "operation", message, level=ERROR, metadata={"kind": operation})
