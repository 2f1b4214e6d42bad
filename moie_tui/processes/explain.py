"""One sentence that says how a command went."""

from __future__ import annotations

import signal

from moie_tui.processes.command import Ran

_SHELL_SAYS = {126: "found, but not executable", 127: "command not found"}


def explain(ran: Ran) -> str:
    """Like `exit 0 in 12 ms`, `exit 127: command not found`, `timed out after 60 s`, `killed by SIGKILL`."""
    if ran.cancelled:
        return "cancelled"
    if ran.timed_out:
        return f"timed out after {_duration(ran.duration_ms)}"
    if ran.signal is not None:
        return f"killed by {_signal_name(ran.signal)}"
    if ran.exit_code is None:
        return "could not be killed"
    if ran.exit_code == 0:
        return f"exit 0 in {_duration(ran.duration_ms)}"
    reason = _reason(ran.exit_code)
    return f"exit {ran.exit_code}: {reason}" if reason else f"exit {ran.exit_code}"


def _reason(exit_code: int) -> str:
    """What a shell means by its own exit codes: 128 + N is a command in it that signal N ended."""
    known = {int(number) for number in signal.Signals}
    if exit_code - 128 in known:
        return f"killed by {_signal_name(exit_code - 128)}"
    return _SHELL_SAYS.get(exit_code, "")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _duration(milliseconds: int) -> str:
    seconds = milliseconds / 1000
    if seconds < 1:
        return f"{milliseconds} ms"
    if seconds < 120:
        return f"{round(seconds, 1):g} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"
