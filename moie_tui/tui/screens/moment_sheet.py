"""The time machine's door: a moment is typed, or chosen from those in which anything changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

from textual import on
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input, Static

from moie_tui.domain.health import ago
from moie_tui.domain.moments import FORMS, parse_moment
from moie_tui.domain.text import plain
from moie_tui.domain.timeline import Moment
from moie_tui.tui import looks
from moie_tui.tui.columns import Column
from moie_tui.tui.pieces import text
from moie_tui.tui.screens.sheet import Sheet
from moie_tui.tui.times import at, when
from moie_tui.tui.widgets.rows import Cells, Rows

COLUMNS = (
    Column(1, gap=1), Column(12, "when", right=True), Column(8, "ago", right=True, drop=1),
    Column(20, "what changed", flexible=True), Column(4, "more", right=True, drop=2),
)  # fmt: skip
EMPTY = "Nothing is known of any moment before now."
SAY_IT = f"Say it like {FORMS}."
LATER = "that is still to come"


class MomentSheet(Sheet[datetime]):
    """Returns a moment; Enter goes to the one typed, or else to the one selected."""

    BINDINGS = [
        Binding("up", "move(-1)", "later", show=False, priority=True),
        Binding("down", "move(1)", "earlier", show=False, priority=True),
        Binding("pageup", "page(-1)", "a page later", show=False, priority=True),
        Binding("pagedown", "page(1)", "a page earlier", show=False, priority=True),
    ]
    AUTO_FOCUS = "Input"
    hints = (
        ("↑↓", "choose", "screen.move(1)"),
        ("enter", "go there", "screen.go"),
        ("esc", "back", "screen.leave"),
    )

    def __init__(
        self, known: Sequence[Moment], now: datetime, zone: tzinfo | None, shown: datetime | None = None
    ) -> None:
        super().__init__()
        self._known, self._moment, self._zone = known, now, zone
        self._start = next((one for one in known if shown is not None and one.at <= shown), None)
        self._rows: Rows[Moment] = Rows(COLUMNS, self._cells, _key, empty=EMPTY)

    def head(self) -> str:
        """What it is."""
        return "Time machine"

    def tail(self) -> str:
        """How far back the list goes; typed moments may lie before that."""
        if not self._known:
            return ""
        oldest = at(self._known[-1].at, self._moment, self._zone, seconds=False)
        return f"{len(self._known)} moments back to {oldest}; older ones can be typed"

    def parts(self) -> Iterable[Widget]:
        """Where a moment is typed, what is understood, and the list."""
        yield Input(id="typed", compact=True, placeholder="a moment, or choose one below")
        yield Static(SAY_IT, id="understood", markup=False)
        yield self._rows

    def on_mount(self) -> None:
        """The list, at the moment that is shown now."""
        self._rows.set_rows(self._known)
        if self._start is not None:
            self._rows.select(_key(self._start))

    @on(Input.Changed)
    def _say(self, event: Input.Changed) -> None:
        """What is understood so far."""
        moment, flaw = self._typed(event.value)
        said = flaw or (f"{at(moment, self._moment, self._zone)} · {self._ago(moment)}" if moment else SAY_IT)
        self.set_class(bool(event.value), "-typing")
        self.query_one("#understood", Static).update(said)

    @on(Input.Submitted)
    @on(Rows.Chosen)
    def action_go(self) -> None:
        """To the moment typed, or the one selected."""
        typed = self.query_one(Input).value
        moment, flaw = self._typed(typed)
        if flaw:
            self.query_one("#understood", Static).update(flaw)
        elif moment is not None:
            self.dismiss(moment)
        elif self._rows.item is not None:
            self.dismiss(self._rows.item.at)

    def action_move(self, step: int) -> None:
        """So many rows down."""
        self._rows.action_move(step)

    def action_page(self, step: int) -> None:
        """So many screenfuls down."""
        self._rows.action_page(step)

    def _typed(self, words: str) -> tuple[datetime | None, str]:
        """The moment these words tell, or what is wrong with them."""
        if not words.strip():
            return None, ""
        try:
            moment = parse_moment(words, self._moment, self._zone)
        except ValueError as error:
            return None, plain(str(error))
        return (None, LATER) if moment > self._moment else (moment, "")

    def _ago(self, moment: datetime) -> str:
        return f"{ago(self._moment - moment)} ago"

    def _cells(self, one: Moment) -> Cells:
        tone = looks.LEVELS.get(one.level, "unknown")
        return (
            text(looks.LEVEL_GLYPHS.get(one.level, " "), tone),
            text(when(one.at, self._moment, self._zone)),
            text(ago(self._moment - one.at), "faint"),
            text(plain(one.words)),
            text(f"+{one.changes - 1}" if one.changes > 1 else "", "faint"),
        )


def _key(one: Moment) -> str:
    return one.at.isoformat()
