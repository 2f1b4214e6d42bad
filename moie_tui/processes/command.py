"""Run one command to its end, its deadline, or a cancel."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from moie_tui.domain.errors import OperationFailed
from moie_tui.processes.family import Family
from moie_tui.processes.leader import Leader
from moie_tui.processes.output import AsText, Output, Sink
from moie_tui.processes.passing import Passing
from moie_tui.processes.strays import marker
from moie_tui.values import dataclass, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, Literal

    from moie_tui.domain.resources import Resources

    Ending = Literal["ended", "timed out", "cancelled"]

POLL_SECONDS = 0.05
QUIET_SECONDS = 0.05
DRAIN_SECONDS = 0.2
BURY_SECONDS = 1.0


@dataclass(frozen=True)
class Ran:
    """How a command went.

    `exit_code` is None when a signal ended the shell (`signal` says which), or when it could not be killed; a
    command that timed out or was cancelled may still have either. `output` is the last 10 kB of stdout and
    stderr as they came, `dropped_bytes` what came before; `duration_ms` is until it ended or was stopped.
    """

    exit_code: int | None
    signal: int | None
    output: str
    dropped_bytes: int
    duration_ms: int
    timed_out: bool
    cancelled: bool
    used: Resources | None = None

    @property
    def proven(self) -> bool:
        """Whether it succeeded by itself, in time."""
        return self.exit_code == 0 and not self.timed_out and not self.cancelled


@dataclass(frozen=True)
class Streams:
    """Where the bytes of a command's stdout and stderr go as they come, beside what is kept of both.

    `out` and `err` are descriptors of ours, None to pass nothing on; `keep` gets all of both, and the command
    has one pipe for both unless they go to different places."""

    keep: Callable[[bytes], None]
    out: int | None = None
    err: int | None = None


class NotStarted(OperationFailed):
    """The command can't be started; `code` is what a shell exits with then: 127 not found, else 126."""

    code = 126


def run_command(
    command: str | Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str],
    timeout_seconds: float,
    on_output: Callable[[str], None] = lambda text: None,
    cancelled: Callable[[], bool] = lambda: False,
    kill_grace_seconds: float = 1.0,
    streams: Streams | None = None,
    given: bytes = b"",
    on_start: Callable[[], None] = lambda: None,
) -> Ran:
    """Run `/bin/sh -c command`, or a sequence of words as it is, and leave no process behind.

    It gets its own session, `env` on top of ours, and `given` on its stdin. Raises NotStarted when it can't
    be started; once it is, `on_start` is called. If a callback raises, the run is killed first.
    """
    started = time.monotonic()
    deadline = started + timeout_seconds
    mark = (
        f"MOIE_MARK_{os.urandom(8).hex()}"  # a name of its own: a moie inside a moie's command carries both
    )
    words = ["/bin/sh", "-c", command] if isinstance(command, str) else command
    apart = streams is not None and streams.out != streams.err
    process = _start(words, cwd, {**os.environ, **env, mark: marker()}, apart, given)
    output = Output(_pipes(process, on_output, streams, lambda: cancelled() or time.monotonic() >= deadline))
    leader = Leader(process)
    family = Family(leader, mark)
    try:
        on_start()
        ending = _follow(leader, output, deadline, cancelled)
        stopped = time.monotonic()
        if ending == "ended":
            output.drain(QUIET_SECONDS, DRAIN_SECONDS)
        family.end(kill_grace_seconds, output.read)
        output.drain(QUIET_SECONDS, DRAIN_SECONDS)
        code = leader.reap()
    except BaseException:
        family.kill()
        leader.bury(BURY_SECONDS)
        raise
    finally:
        output.close()
    return replace(_ran(code, output, round((stopped - started) * 1000), ending), used=leader.used)


def _pipes(
    process: subprocess.Popen[bytes],
    on_output: Callable[[str], None],
    streams: Streams | None,
    give_up: Callable[[], bool],
) -> Iterator[tuple[IO[bytes], Sequence[Sink]]]:
    out, err = (streams.out, streams.err) if streams else (None, None)
    for pipe, fd in ((process.stdout, out), (process.stderr, err)):
        if pipe is not None:
            sinks: list[Sink] = [AsText(on_output)]
            sinks += [streams.keep] if streams else []
            sinks += [Passing(fd, give_up)] if fd is not None else []
            yield pipe, sinks


def _start(
    words: Sequence[str], cwd: Path, env: Mapping[str, str], apart: bool, given: bytes
) -> subprocess.Popen[bytes]:
    try:
        with _stdin(given) as stdin:
            return subprocess.Popen(
                words,
                cwd=cwd,
                env=env,
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE if apart else subprocess.STDOUT,
                bufsize=0,
                close_fds=True,
                start_new_session=True,
            )
    except OSError as error:
        what = f"the command can't be started: {error.strerror or error}"
        failure = NotStarted(what, where=str(error.filename or cwd))
        failure.code = 127 if isinstance(error, FileNotFoundError) else 126
        raise failure from error
    except ValueError as error:
        what = f"the command can't be started: {error}"
        raise NotStarted(what, where=str(cwd), fix="remove the characters no shell takes") from error


@contextmanager
def _stdin(given: bytes) -> Iterator[int]:
    """Nothing, or a nameless file: unlike a pipe it never waits for a command that does not read."""
    if not given:
        yield subprocess.DEVNULL
        return
    from tempfile import TemporaryFile

    with TemporaryFile(buffering=0) as file:
        file.write(given)
        file.seek(0)
        yield file.fileno()


def _follow(leader: Leader, output: Output, deadline: float, cancelled: Callable[[], bool]) -> Ending:
    """Drain until the shell ended, the deadline passed, or somebody cancelled."""
    pause = 0.001
    while not leader.ended():
        left = deadline - time.monotonic()
        if left <= 0:
            return "timed out"
        if cancelled():
            return "cancelled"
        # The end of the pipe wakes us and the shell ends right after it, so ask often at first.
        output.read(min(left, POLL_SECONDS if output.open else pause))
        pause = pause if output.open else min(pause * 2, POLL_SECONDS)
    return "ended"


def _ran(code: int | None, output: Output, duration_ms: int, ending: Ending) -> Ran:
    text, dropped = output.tail.text()
    return Ran(
        exit_code=code if code is not None and code >= 0 else None,
        signal=-code if code is not None and code < 0 else None,
        output=text,
        dropped_bytes=dropped,
        duration_ms=duration_ms,
        timed_out=ending == "timed out",
        cancelled=ending == "cancelled",
    )
