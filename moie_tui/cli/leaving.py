"""The wish to leave, by a signal or because the terminal vanished, and a last resort if leaving hangs."""

from __future__ import annotations

import os
import select
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from moie_tui.tui.terminal import give_back, settings_of, terminal_is_gone

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE_SECONDS = 4.0
"""How long leaving may take when nothing has to be ended first."""
LOOK_SECONDS = 1.0
"""How often to look after the terminal: where SIGHUP is ignored nobody tells that it is gone."""
_STOP = 0


class Leaving:
    """Notes the wish in a thread of its own, so that nothing else can be too busy or too stuck to hear it."""

    def __init__(self) -> None:
        self.number = 0
        """The signal that asks to leave, 0 before."""
        self.patience: Callable[[], float] = lambda: PATIENCE_SECONDS
        """How many seconds after the wish the process may still live."""
        self._tell: Callable[[int], None] = lambda number: None
        self._settings = settings_of()
        self._heard, self._written = os.pipe()
        os.set_blocking(self._written, False)
        self._thread = threading.Thread(target=self._listen, name="leaving", daemon=True)

    def then(self, tell: Callable[[int], None]) -> None:
        """Has `tell` called with the signal, in our thread; at once, in the caller's, when it came before."""
        self._tell = tell
        if self.number:
            tell(self.number)

    def begin(self) -> None:
        """From now on signals only ask; the interpreter writes each into our pipe the moment it comes."""
        for number in SIGNALS:
            signal.signal(number, _asked)
        signal.set_wakeup_fd(self._written, warn_on_full_buffer=False)
        self._thread.start()

    def end(self) -> None:
        """Stops listening; once the wish is there, the last resort stays until the process is gone."""
        if not self.number:
            os.write(self._written, bytes([_STOP]))
        while self._thread.is_alive() and not self.number:
            self._thread.join(0.05)

    def close(self) -> None:
        """Lets go of the pipe, once nothing writes to it any more."""
        os.close(self._heard)
        os.close(self._written)

    def _listen(self) -> None:
        # A stopped background process could not end itself: give_back must not stop it.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
        while not self.number:
            if select.select([self._heard], [], [], LOOK_SECONDS)[0]:
                heard = os.read(self._heard, 1)[0]
                if heard == _STOP:
                    return
                self.number = heard if heard in SIGNALS else 0
            elif terminal_is_gone():
                self.number = signal.SIGHUP
        self._tell(self.number)
        began = time.monotonic()
        while time.monotonic() - began < self.patience():
            time.sleep(0.1)
        give_back(self._settings)
        os._exit(128 + self.number)


def _asked(number: int, frame: object) -> None:
    """The wish is in the pipe already; without a handler the signal would end us on the spot."""


@contextmanager
def leaving() -> Iterator[Leaving]:
    """Inside, SIGINT, SIGTERM, SIGHUP and a vanished terminal ask to leave, and leaving can't hang."""
    leave = Leaving()
    before = {number: signal.getsignal(number) for number in SIGNALS}
    leave.begin()
    try:
        yield leave
    finally:
        leave.end()
        if not leave.number:
            signal.set_wakeup_fd(-1)
            leave.close()
            for number, handler in before.items():
                signal.signal(number, handler)
