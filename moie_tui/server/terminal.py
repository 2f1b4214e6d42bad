"""A program in a terminal of its own, of which a browser is the screen."""

from __future__ import annotations

import asyncio
import fcntl
import os
import signal
import struct
import termios
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

LEAVE_SECONDS = 20.0
"""How long a program may take to leave once its terminal is gone: it has an operation to end first."""
TAKE_SECONDS = 5.0
"""How long a program may take no input before it is dropped."""
_PIECE = 64 * 1024

Size = tuple[int, int]
"""Columns and rows."""


class Terminal:
    """Made by `open_terminal`; whoever has it must `close` it."""

    def __init__(self, end: int, process: asyncio.subprocess.Process) -> None:
        self._end, self._process = end, process
        os.set_blocking(end, False)

    async def read(self) -> bytes:
        """What the program writes next; b"" once nobody can write any more."""
        loop = asyncio.get_running_loop()
        while True:
            try:
                return os.read(self._end, _PIECE)
            except BlockingIOError:
                await _ready(loop.add_reader, loop.remove_reader, self._end)
            except OSError:
                return b""  # Linux says so when the last program has closed it

    async def write(self, data: bytes) -> None:
        """Types something; what a stuck program does not take in time is dropped."""
        loop = asyncio.get_running_loop()
        with suppress(TimeoutError):
            async with asyncio.timeout(TAKE_SECONDS):
                while data:
                    try:
                        data = data[os.write(self._end, data) :]
                    except BlockingIOError:
                        await _ready(loop.add_writer, loop.remove_writer, self._end)
                    except OSError:
                        return  # it has left; reading tells

    def resize(self, size: Size) -> None:
        """Another size; without a session of the terminal nobody but us tells the program."""
        _set_size(self._end, size)
        self._signal(signal.SIGWINCH)

    async def close(self) -> None:
        """Hangs up, and comes back when the program has left."""
        os.close(self._end)
        self._signal(signal.SIGHUP)
        try:
            async with asyncio.timeout(LEAVE_SECONDS):
                await self._process.wait()
        except TimeoutError:
            self._signal(signal.SIGKILL)
            await self._process.wait()

    def _signal(self, number: signal.Signals) -> None:
        # The process's own `send_signal` looks first whether it has ended, and takes its end from the loop.
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, number)


async def open_terminal(words: Sequence[str], environ: Mapping[str, str], size: Size) -> Terminal:
    """Starts a program in a new terminal of that size."""
    ours, its = os.openpty()
    try:
        _set_size(its, size)
        process = await asyncio.create_subprocess_exec(
            *words, stdin=its, stdout=its, stderr=its, env=dict(environ), start_new_session=True
        )
    except BaseException:
        os.close(ours)
        raise
    finally:
        os.close(its)
    return Terminal(ours, process)


def _set_size(end: int, size: Size) -> None:
    columns, rows = size
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


async def _ready(add: Callable[..., object], remove: Callable[[int], object], end: int) -> None:
    """Waits until the loop calls for that end."""
    came = asyncio.get_running_loop().create_future()

    def call() -> None:
        if not came.done():
            came.set_result(None)

    add(end, call)
    try:
        await came
    finally:
        remove(end)
