"""What every sheet over the dashboard shares: a titled frame, a body that scrolls, one line of keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from moie_tui.domain.keys import Keys
from moie_tui.domain.text import plain
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui.keymap import bound, keys_of
from moie_tui.tui.mark import marked
from moie_tui.tui.messages import AS, EXPORT, ROW, HelpRequested, MatterWanted
from moie_tui.tui.once import Once
from moie_tui.tui.past_words import AS_OF
from moie_tui.tui.times import at
from moie_tui.tui.widgets.hanging_text import HangingText, Row
from moie_tui.tui.widgets.lines import Lines
from moie_tui.tui.widgets.rows import Rows
from moie_tui.tui.widgets.text_lines import TextLines

if TYPE_CHECKING:
    from moie_tui.tui.matter import Matter

T = TypeVar("T")
FRAME = 4
"""Cells that the frame of a sheet takes: borders, and one beside each."""
TINY = (30, 8)
"""Columns and rows below which the frame is but the line of the title."""

KeyHint = tuple[str, str, str]
"""An id of the catalogue of keys or a key that stays, what it does in a word, and the action of a click."""


class HintLine(Static):
    """The keys; each is a place to click without looking like a link."""

    auto_links = False


class Sheet(ModalScreen[T], Once[T]):
    """A frame over the dimmed dashboard; subclasses give `parts`, `foot` and the keys shown."""

    BINDINGS = [
        Binding("escape", "leave", "back"),
        bound("back", "leave", "back"),
        bound("help", "help", "help"),
        bound("down", "body('scroll_down')", "scroll"),
        bound("up", "body('scroll_up')", "scroll"),
        bound("page-down", "body('scroll_page_down')", "page down"),
        bound("page-up", "body('scroll_page_up')", "page up"),
        bound("first", "body('scroll_home')", "top"),
        bound("last", "body('scroll_end')", "end"),
        bound("copy", "copy", "copy"),
        bound("copy-as", "copy_as"),
        bound("export", "export"),
        bound("bundle", "app.bundle"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-tall")]
    AUTO_FOCUS: ClassVar[str | None] = None
    hints: Sequence[KeyHint] = (("esc", "back", "screen.leave"),)

    def compose(self) -> ComposeResult:
        """The frame: the body, and under it what stays in sight."""
        self.add_class(*self._room())
        with VerticalScroll(id="frame", can_focus=False):
            yield from self.parts()
            with Vertical(id="foot"):
                yield from self.above_keys()
                with Horizontal(id="keys"):
                    yield from self.before_hints()
                    yield HintLine(id="hints")

    def _room(self) -> Iterable[str]:
        """The classes of this size, which Textual gives only once the first frame was drawn."""
        width, height = self.app.size
        for cells, breakpoints in ((width, self.HORIZONTAL_BREAKPOINTS), (height, self.VERTICAL_BREAKPOINTS)):
            yield max(one for one in breakpoints or [(0, "-any")] if one[0] <= cells)[1]
        if self._is_tiny:
            yield "-tiny"

    @property
    def _is_tiny(self) -> bool:
        width, height = self.app.size
        return width < TINY[0] or height < TINY[1]

    def parts(self) -> Iterable[Widget]:
        """The widgets of the body."""
        return ()

    def above_keys(self) -> Iterable[Widget]:
        """Widgets between the body and the line of keys."""
        return ()

    def before_hints(self) -> Iterable[Widget]:
        """Widgets at the start of the line of keys."""
        return ()

    def on_mount(self) -> None:
        """Writes title, subtitle and keys."""
        self.relabel()

    @property
    def ready(self) -> bool:
        """Whether the widgets are there: not yet before the first layout, no longer while it leaves."""
        return not self.has_left and bool(self.query(HintLine))

    def relabel(self) -> None:
        """Writes title, subtitle and keys anew."""
        if not self.ready:
            return
        frame = self.query_one("#frame")
        past = self._past()
        self.set_class(bool(past), "-past")
        frame.border_title = marked(self, f"{past}{plain(self.head())}")
        frame.border_subtitle = Content(plain(self.tail())) if self.tail() else None
        keys = keys_of(self)
        self.query_one("#hints", Static).update(
            hint_line(fitting(self.hints, keys, self._room_for_keys), keys)
        )

    @property
    def _room_for_keys(self) -> int:
        # A frame is never wider than the screen, and stays as wide as its keys where there is room.
        return self.app.size.width - (0 if self._is_tiny else FRAME)

    @on(Resize)
    def _refit(self) -> None:
        self.set_class(self._is_tiny, "-tiny")
        self.relabel()

    def _past(self) -> str:
        """The mark of a sheet that follows a view of the past: it may cover the band that says so."""
        view = getattr(self, "view", NO_VIEW)
        past = view.as_of if isinstance(view, SystemView) else None
        return f"{AS_OF} {at(past.at, past.at, view.zone)} · " if past else ""

    def say(self, rows: Iterable[Row], where: str = "#selected") -> None:
        """Writes these; no more while the sheet leaves, when its widgets go one by one."""
        for place in self.query(where).results(HangingText):
            place.show(rows)

    def head(self) -> str:
        """What stands in the upper border."""
        return ""

    def tail(self) -> str:
        """What stands in the lower border."""
        return ""

    def action_leave(self) -> None:
        """One layer back, with nothing done."""
        self.dismiss(None)

    def leave_for(self, wish: Message) -> None:
        """Leaves, and something else comes in its place."""
        if not self.has_left:
            # A screen that was taken away passes nothing on, so the app hears of it at once.
            self.app.post_message(wish)
            self.dismiss(None)

    def matter(self) -> Matter:
        """What can be copied and exported: its list, else its words."""
        from moie_tui.tui.matter import of_lines

        lists = [one for one in self.query(Rows) if one.display]
        if lists:
            return lists[0].matter(self.head())
        texts = (one for one in self.query("*") if isinstance(one, HangingText | Lines | TextLines))
        return of_lines(self.head(), (line for one in texts if one.display for line in one.plain_lines()))

    def action_copy(self) -> None:
        """The selected row, or all it says."""
        self.post_message(MatterWanted(self.matter(), ROW))

    def action_copy_as(self) -> None:
        """The same in a form to choose."""
        self.post_message(MatterWanted(self.matter(), AS))

    def action_export(self) -> None:
        """All of it into a file."""
        self.post_message(MatterWanted(self.matter(), EXPORT))

    def action_help(self) -> None:
        """The keys of this sheet."""
        self.post_message(HelpRequested())

    def action_body(self, how: str) -> None:
        """Scrolls the body: `how` is one of the scroll methods of a widget."""
        if self.ready:
            getattr(self.query_one("#frame"), how)(animate=False)


def fitting(hints: Sequence[KeyHint], keys: Keys, width: int) -> Sequence[KeyHint]:
    """Those that fit: the last two, help and the way back, and of the others the first."""
    kept = list(hints)
    while len(kept) > 1 and hint_line(kept, keys).cell_length > width:
        kept.pop(-3 if len(kept) > 2 else 0)
    return kept


def hint_line(hints: Sequence[KeyHint], keys: Keys, style: str = "") -> Content:
    """The keys and what they do, each a place to click; `style` dims them all."""
    shown = (
        Content.assemble((keys.shown(key), style or "$accent bold"), " ", (word, style)).stylize(
            f"@click={action}"
        )
        for key, word, action in hints
    )
    return Content("  ").join(shown)
