"""The operator's own editor, which has the terminal while it runs."""

from __future__ import annotations

import shlex
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from moie_tui.domain.errors import Cancelled, OperationFailed, Refused

_VARIABLES = ("VISUAL", "EDITOR")
_USUAL = ("sensible-editor", "nano", "vi")
_FROM_THE_KEYBOARD = (signal.SIGINT, signal.SIGQUIT)


def editor_command(
    environ: Mapping[str, str], which: Callable[[str], str | None] = shutil.which
) -> list[str]:
    """The words of `$VISUAL`, else of `$EDITOR`, else the first usual editor there is."""
    for name in _VARIABLES:
        try:
            words = shlex.split(environ.get(name, ""))
        except ValueError as error:
            raise Refused(
                f"${name} can't be read: {error}", fix="set it to a command, as in EDITOR=nano"
            ) from error
        if words:
            return words
    for usual in _USUAL:
        if which(usual):
            return [usual]
    raise Refused("there is no editor to call", fix="set EDITOR, as in EDITOR=nano")


def edit_file(command: Sequence[str], path: str) -> None:
    """Runs the editor on a file until it ends; only from the main thread.

    An exit code other than 0 is the editor's way to say that nothing is to be done (`:cq`)."""
    try:
        with _deaf():
            code = subprocess.run([*command, path], check=False).returncode
    except OSError as error:
        what = f"can't start the editor {command[0]}: {error.strerror or error}"
        raise OperationFailed(what, fix="set EDITOR to one that is there") from error
    if code:
        raise Cancelled(f"{command[0]} ended with {code}, so nothing is done")


@contextmanager
def _deaf() -> Iterator[None]:
    """Inside, keys that signal are the editor's; a handler, unlike being ignored, is not inherited by it."""
    before = {one: signal.signal(one, lambda *_: None) for one in _FROM_THE_KEYBOARD}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
