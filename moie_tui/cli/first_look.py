"""The picture of `moie status`, which stands on the screen while the dashboard is still being loaded."""

from __future__ import annotations

import os
from itertools import islice

from moie_tui.cli.page import cut, lines_text, wants_colour
from moie_tui.cli.picture import picture
from moie_tui.domain.errors import MoieError
from moie_tui.domain.judge import judge
from moie_tui.domain.view import as_read
from moie_tui.tui.splash import Splash, can_splash, screen
from moie_tui.values import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.workspace import Workspace


def first_look(workspace: Workspace) -> Splash:
    """Reads the root, as the dashboard would do first anyway, and shows it where there is a screen for it."""
    splash = Splash()
    if can_splash():
        try:
            splash.show(page(workspace, *_size()))
        except MoieError:
            return splash  # the dashboard says what it is, and where
    return splash


def page(workspace: Workspace, columns: int, rows: int) -> str:
    """The top of the picture: so many rows at most, none wider than that, no end of line after the last."""
    view, now = as_read(workspace.view()), workspace.clock()
    judgement = judge(view, now)
    # A row beyond the screen is not worth spelling out, and there may be thousands.
    seen = replace(judgement, jobs=judgement.jobs[:rows])
    lines = [cut(line, columns) for line in islice(picture(view, seen, now), rows)]
    return lines_text(lines, wants_colour(screen())).removesuffix("\n")


def _size() -> tuple[int, int]:
    columns, rows = os.get_terminal_size(screen().fileno())
    return columns or 80, rows or 24  # a terminal that never learnt its size says 0
