"""Recording a job from its own Python code, and asking how it is; heavy imports wait for the first call.

The root is `root`, else $MOIE_ROOT, else the current folder."""

from __future__ import annotations

import os

# mypy knows the name; the typing module itself would cost more than all the rest of this import.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path
    from types import TracebackType
    from typing import ParamSpec, SupportsFloat, SupportsIndex, TypeVar

    from moie_tui.workspace import Workspace

    P = ParamSpec("P")
    R = TypeVar("R")
    Root = str | os.PathLike[str] | None
    Number = SupportsFloat | SupportsIndex
    Place = tuple[str, int]

_LONGEST_MS = 1e15
_KILLED_BY_SIGNAL = range(129, 193)
"""Exit codes that say so by convention: 128 + the signal's number."""
_doubted: set[tuple[str, str]] = set()
"""Folders and what was warned of there: a job that runs each minute need not say it each time."""


def log_execution(
    job_id: int | str,
    status: str,
    duration_ms: Number,
    error: object = None,
    *,
    root: Root = None,
) -> None:
    """Writes down one execution that ended now: "success" or "failure", and why it failed, text or exception.

    When this returns it is on the disk. What can't be written is a MoieError, and is in no file. While the
    health document can't be read it waits beside it, and that is a RuntimeWarning; so is, once per process,
    a job the state does not know."""
    _record(str(job_id), status, duration_ms, error, _folder(root), _caller())


def _record(key: str, status: str, duration_ms: Number, error: object, folder: Path, place: Place) -> None:
    from moie_tui.domain.errors import UsageError

    if not key:
        raise UsageError("an execution needs the id of its job", fix="log_execution takes it first")
    workspace = _opened(folder)
    operation = workspace.operation(
        "record",
        job=key,
        status=status,
        duration_ms=_milliseconds(duration_ms),
        error=_text(error),
        # A program's, not the operator's: a bare undo must not take it for the last thing they did.
        scheduled=True,
    )
    plan = workspace.plan(operation)
    outcome = workspace.run(operation, plan)
    if outcome.outcome == "kept":
        _warn(outcome.message, place)
    for doubt in plan.warnings:
        if (said := (str(folder), doubt)) not in _doubted:
            _doubted.add(said)
            _warn(f"{doubt}; it was recorded all the same", place)


def check_health(
    job_id: int | str, max_age_minutes: float | None = 30, *, root: Root = None
) -> dict[str, str]:
    """`{"status", "message"}`; the status is paused, running, unknown, stale, unhealthy or healthy.

    It is stale when its last run is older than `max_age_minutes`; None leaves that to its schedule or rhythm.
    With an unreadable document it is unknown, and the message says which; no root at all is a UsageError."""
    from moie_tui.domain.errors import InvalidDocument, UsageError
    from moie_tui.domain.judge_one import judge_one

    if max_age_minutes is not None and not max_age_minutes >= 0:
        raise UsageError(f"max_age_minutes must be a number from 0 on, not {max_age_minutes!r}")
    workspace = _opened(_folder(root))
    try:
        verdict = judge_one(workspace.facts(), str(job_id), workspace.clock(), max_age_minutes)
    except InvalidDocument as error:
        return {"status": "unknown", "message": error.line()}
    return {"status": verdict.status, "message": verdict.message}


def monitored(job_id: int | str, *, root: Root = None) -> Monitored:
    """Records what runs inside it: `@monitored("5.1")` on a function, or `with monitored("5.1"):`, both
    also async.

    An exception is a failure, recorded with its last lines, and goes on as it was; so is `sys.exit` with a
    text or a code other than 0. A cancelled run (Ctrl-C, a cancelled task, an exit code of 129 to 192, which
    is that of a signal) is no execution. When recording itself fails the job is not disturbed: that is a
    RuntimeWarning, as is an unknown job, once. Without an id it is a UsageError, at once."""
    if not isinstance(job_id, (int, str)) or not str(job_id):
        from moie_tui.domain.errors import UsageError

        what = f"monitored needs the id of a job, not {getattr(job_id, '__name__', job_id)!r}"
        raise UsageError(what, fix='say which job it is, as in monitored("5.1")')
    return Monitored(job_id, root, _caller())


class Monitored:
    """The decorator and context manager that `monitored` gives; may be used again and again."""

    def __init__(self, job_id: int | str, root: Root, place: Place) -> None:
        self._job, self._root, self._place = str(job_id), root, place
        self._open: list[_Execution] = []

    def __call__(self, function: Callable[P, R]) -> Callable[P, R]:
        """The same function, each call of it recorded; a generator can't be measured by its call."""
        from functools import wraps
        from inspect import isasyncgenfunction, iscoroutinefunction, isgeneratorfunction
        from typing import cast

        from moie_tui.domain.errors import UsageError

        if isgeneratorfunction(function) or isasyncgenfunction(function):
            fix = "put `with monitored(...)` around the loop that uses it"
            raise UsageError("monitored can't measure a generator, which does nothing when called", fix=fix)

        @wraps(function)
        def called(*args: P.args, **kwargs: P.kwargs) -> R:
            with Monitored(self._job, self._root, self._place):
                return function(*args, **kwargs)

        if not iscoroutinefunction(function):
            return called
        awaiting: Callable[P, Awaitable[object]] = function

        @wraps(function)
        async def awaited(*args: P.args, **kwargs: P.kwargs) -> object:
            async with Monitored(self._job, self._root, self._place):
                return await awaiting(*args, **kwargs)

        return cast("Callable[P, R]", awaited)

    def __enter__(self) -> None:
        self._open.append(_Execution(self._job, _folder(self._root), self._place))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.pop().end(error)

    async def __aenter__(self) -> None:
        self.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        from asyncio import to_thread

        # Writing to the disk and waiting for a lock must not hold up what else the loop does.
        await to_thread(self._open.pop().end, error)


class _Execution:
    """One execution under way; its root is settled at the start, for the job may change the folder."""

    def __init__(self, job: str, folder: Path, place: Place) -> None:
        from time import monotonic

        self._job, self._folder, self._place, self._clock = job, folder, place, monotonic
        self._started = monotonic()

    def end(self, error: BaseException | None) -> None:
        """Records how it ended, unless it was cancelled."""
        duration_ms = round((self._clock() - self._started) * 1000)
        if _is_cancelled(error):
            return
        why = None if _is_good(error) else error
        status = "failure" if why else "success"
        try:
            _record(self._job, status, duration_ms, why, self._folder, self._place)
        except Warning:
            raise  # whoever turns warnings into errors wants to hear of them
        except Exception as failure:
            _warn(f"job {self._job} was not recorded as {status}: {_line(failure)}", self._place)


def _is_cancelled(error: BaseException | None) -> bool:
    """Whether somebody ended it from outside, which some exit codes say too."""
    if isinstance(error, SystemExit):
        return error.code in _KILLED_BY_SIGNAL
    return error is not None and not isinstance(error, Exception)


def _is_good(error: BaseException | None) -> bool:
    return error is None or (isinstance(error, SystemExit) and error.code in (None, 0))


def _opened(folder: Path) -> Workspace:
    from moie_tui.workspace import Workspace

    return Workspace.open(folder)


def _folder(root: Root) -> Path:
    from pathlib import Path

    return Path(root or os.environ.get("MOIE_ROOT") or ".").expanduser().absolute()


def _milliseconds(value: Number) -> int | float:
    """The duration as a number JSON can hold, those of other libraries too; UsageError when it is none."""
    from moie_tui.domain.errors import UsageError

    try:
        number = value.__index__() if hasattr(value, "__index__") else value.__float__()
    except (AttributeError, TypeError, ValueError, OverflowError):
        number = -1
    if not 0 <= number <= _LONGEST_MS:
        raise UsageError(f"duration_ms must be a number of milliseconds from 0 on, not {value!r}")
    return number


def _text(error: object) -> str | None:
    if isinstance(error, SystemExit):
        return f"exit {error.code}"
    if isinstance(error, BaseException):
        from traceback import format_exception_only

        return "".join(format_exception_only(error)).strip()
    return error if error is None or isinstance(error, str) else str(error)


def _line(failure: Exception) -> str:
    from moie_tui.domain.errors import MoieError

    return failure.line() if isinstance(failure, MoieError) else f"{type(failure).__name__}: {failure}"


def _caller() -> Place:
    """The line of the caller's code that asked us, where a warning is to point."""
    import sys

    frame = sys._getframe(2)
    return frame.f_code.co_filename, frame.f_lineno


def _warn(message: str, place: Place) -> None:
    import warnings

    # With a registry of its own it is shown each time, not once per process: each is another execution.
    warnings.warn_explicit(message, RuntimeWarning, *place, registry={})
