"""What went wrong, where, and what to do; it stays until it was read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence

from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget

from moie_tui.domain.errors import MoieError
from moie_tui.domain.keys import Keys
from moie_tui.domain.text import plain
from moie_tui.tui.clipboard import copy_from
from moie_tui.tui.glyphs import FAILED
from moie_tui.tui.keymap import bound, keys_of
from moie_tui.tui.screens.sheet import KeyHint, Sheet
from moie_tui.tui.widgets.hanging_text import HangingText, Row

COMMANDS = {"moie operations": "operations", "moie backup": "backup"}
"""Commands that errors name, and the keys that do the same."""


AGAIN = "again"
"""What a sheet returns when its act is to be planned once more."""


class FailureSheet(Sheet[str]):
    """Shows one error; `output` is the last the running command said."""

    BINDINGS = [Binding("enter", "leave", "back", show=False), bound("copy", "copy", "copy")]
    hints: Sequence[KeyHint] = (("esc", "back", "screen.leave"), ("copy", "copy", "screen.copy"))

    def __init__(self, title: str, error: Exception, output: Iterable[str] = ()) -> None:
        super().__init__()
        self._heading, self._error, self._output = title, error, tuple(output)

    def head(self) -> str:
        """Which act it was."""
        return f"{self._heading} · not done"

    def parts(self) -> Iterable[Widget]:
        """What, where, what to do; then the output."""
        yield HangingText([*failure_rows(self._error, keys_of(self)), *output_rows(self._output)])

    def action_copy(self) -> None:
        """Copies the error as one line."""
        copy_from(self.app, plain(line_of(self._error)))


BY_ITSELF = "When that is over it is planned anew by itself, and asked anew."


class BusySheet(FailureSheet):
    """Somebody else was at it: `r` plans anew, and asks anew; so it does by itself once `over` returns."""

    BINDINGS = [bound("refresh", "again", "try again")]
    hints = (("refresh", "try again", "screen.again"), *FailureSheet.hints)

    def __init__(
        self,
        title: str,
        error: Exception,
        output: Iterable[str] = (),
        over: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        super().__init__(title, error, output)
        self._over, self._is_over = over, False

    def parts(self) -> Iterable[Widget]:
        """The error, and what it waits for."""
        yield from super().parts()
        if self._over:
            yield HangingText([(Content("  "), Content.styled(BY_ITSELF, "$faint"))])

    def on_mount(self) -> None:
        """Waits."""
        if self._over:
            self.run_worker(self._wait_for(self._over), group="busy")

    async def _wait_for(self, over: Callable[[], Awaitable[None]]) -> None:
        await over()
        self._is_over = True
        self.on_screen_resume()

    def on_screen_resume(self) -> None:
        """What was over while something lay on top counts now."""
        if self._is_over:
            self.action_again()

    def action_again(self) -> None:
        """Another try; what it would do then is shown first."""
        self.dismiss(AGAIN)


def line_of(error: Exception) -> str:
    """The error as one line; an unforeseen one names its kind."""
    if isinstance(error, MoieError):
        return error.line()
    return f"unexpected {type(error).__name__}: {error}"


def failure_rows(error: Exception, keys: Keys) -> list[Row]:
    """What happened with its mark, then where and what to do as the error says, by key if one does it."""
    known = isinstance(error, MoieError)
    what = plain(error.what if isinstance(error, MoieError) else line_of(error))
    rows = [(Content.assemble((FAILED, "$failed"), " "), Content.styled(what, "bold"))]
    said = {"where": error.where, "to do": _by_key(error.fix, keys)} if isinstance(error, MoieError) else {}
    for name, value in said.items():
        if value:
            rows.append((Content.styled(f"  {name:<7}", "$faint"), Content(plain(value))))
    if not known:
        rows.append(
            (Content("  "), Content.styled("This is a fault of the program, not of the root.", "$faint"))
        )
    return rows


def _by_key(fix: str, keys: Keys) -> str:
    for command, key in COMMANDS.items():
        fix = fix.replace(f"`{command}`", f"{keys.shown(key)} on the dashboard")
    return fix


def output_rows(lines: Iterable[str]) -> list[Row]:
    """The output under a heading, or nothing."""
    shown = [(Content.styled("  │ ", "$faint"), Content(line)) for line in lines]
    heading: Row = (Content(), Content.styled("The last it said", "bold"))
    return [(Content(), Content()), heading, *shown] if shown else []
