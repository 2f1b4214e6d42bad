"""Textual's driver, made to outlive its terminal for as long as leaving takes."""

from __future__ import annotations

import errno
import os
import signal
import time
from typing import Any

from textual.drivers.linux_driver import LinuxDriver

from moie_tui.tui.keyboard import Stop, listen
from moie_tui.tui.output import Output
from moie_tui.tui.splash import ALTERNATE, Splash, screen
from moie_tui.tui.terminal import Settings, is_browser

_KEEP_TITLE, _OLD_TITLE, _ENTITLE = "\x1b[22;2t", "\x1b[23;2t", "\x1b]2;{}\x1b\\"
"""Of the title of the terminal: put it by, take it back, write another."""

_STOPPING_SECONDS = 0.05
"""For so long another thread may be the one that hears the signal to stop."""


class HangupDriver(LinuxDriver):
    """Never waits for output that nobody takes: the first failed write asks the app to leave."""

    def __init__(self, app: Any, **options: Any) -> None:
        super().__init__(app, **options)
        self._output = Output(screen(), self._lost)
        self._file: Any = self._output
        self._title = ""
        self._splash: Splash = getattr(app, "splash", Splash())
        self._found: Settings | None = None
        """The settings the terminal had before the picture that we draw over, while we begin to."""
        self.exit_event = self._stop = Stop()

    @property
    def can_suspend(self) -> bool:
        """Not in a browser: there is no shell to go to, and a program in our place would be one."""
        return not is_browser() and super().can_suspend

    def write(self, data: str) -> None:
        """At once what the terminal takes; nothing, where it was gone before application mode could start."""
        # To enter the alternate screen a second time would clear it.
        if self._writer_thread is not None and not (self._found and data == ALTERNATE):
            # A thread that is told to write gets to it only once the one that drew rests.
            rest: Any = self._output.take(data)
            if rest:
                super().write(rest)

    def entitle(self, title: str) -> None:
        """Names the terminal's window or tab; `title` is plain text."""
        if title != self._title:
            self._title = title
            self.write(_ENTITLE.format(title))

    def start_application_mode(self) -> None:
        """Keeps the title there was; after a suspension ours comes back."""
        self._found = self._splash.take_over()
        self._output.open()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._found is not None:
            self.attrs_before, self._found = self._found, None
        self.write(_KEEP_TITLE + (_ENTITLE.format(self._title) if self._title else ""))

    def stop_application_mode(self) -> None:
        """Gives the old title back."""
        self.write(_OLD_TITLE)
        super().stop_application_mode()

    def close(self) -> None:
        """Everything is written."""
        super().close()
        self._output.close()

    def run_input_thread(self) -> None:
        """A terminal that hung up has no more input, and that is no failure."""
        try:
            listen(self.fileno, self._stop, self.process_message, debug=self._debug)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            self._lost(error)

    def stop_with_others(self) -> None:
        """Stops the whole job of the shell, and takes the terminal over once that goes on."""
        # A shell takes the terminal back when the first of its job stops (make, around us), and a
        # process in the background that still had to give it back would be stopped half-way.
        self.suspend_application_mode()
        self._must_signal_resume = True
        before = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.killpg(0, signal.SIGTSTP)
        time.sleep(_STOPPING_SECONDS)
        signal.signal(signal.SIGTSTP, before)
        # The system stops no job that has lost its shell.
        self._sigcont_application()

    def _sigcont_application(self, *arguments: object) -> None:
        """Starts again only what was stopped: a hangup sends SIGCONT too, and threads would double."""
        if self._must_signal_resume:
            super()._sigcont_application(*arguments)

    def _lost(self, error: OSError) -> None:
        # Where it hung up, a message would only fail again.
        message = None if error.errno == errno.EIO else f"the terminal takes no output: {error}"
        self._app.call_later(self._app.exit, return_code=1, message=message)
