from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from moie_tui.domain.view import SystemView
from moie_tui.tui.more_details import heart_lines, told_lines
from moie_tui.tui.status import heart_forms, status_line
from moie_tui.tui.widgets.ageing import EACH_SECOND, MINUTES_WAIT
from moie_tui.tui.widgets.heart_pane import HeartPane
from moie_tui.tui.widgets.status_bar import StatusBar
from tests.tui.stage import StagedApp, board, staged


def shows_all_as_it_is_now(app: StagedApp) -> bool:
    """Whether both widgets that count seconds show what saying everything anew would."""
    pane, bar = board(app).query_one(HeartPane), board(app).query_one(StatusBar)
    width, facts = pane.lines.size.width, (app.view, app.judgement, app.now)
    whole = heart_lines(*facts, width, app.day, app.keys, app.silence)
    alerts, home = app.alerts, str(Path.home())
    row = status_line(app.view, app.judgement, alerts, app.now, bar.size.width, home=home, mark=app.mark.name)
    # The bar may be a moment older than the rest.
    said, meant = [*pane.lines.lines], [*whole]
    del said[1], meant[1]
    return said == meant and bar.lines == (row,)


def of_the_pane(view: SystemView, app: StagedApp) -> tuple[bool, ...]:
    """Which of the lines that are told are among all of the pane."""
    facts = (view, app.judgement, app.now)
    return tuple(line in [*heart_lines(*facts, 40)] for line in told_lines(*facts))


@pytest.mark.long
async def test_spans_told_alone_read_as_if_all_was_said_anew() -> None:
    async with staged() as (app, _):
        spans = (
            *[1] * 12,
            # Digits fewer, the beat that is due, the limit, and hours.
            *(30, 1, 1, 313, 1, 1, 240, 1, 1, 50 * 60, 1, 1, 59, 1, 7200, 1),
        )
        for span in spans:
            app.pass_by(seconds=span)
            assert shows_all_as_it_is_now(app), app.now


async def test_what_is_told_by_the_second_is_a_line_of_the_pane_and_a_form_of_the_row() -> None:
    async with staged() as (app, _):
        assert of_the_pane(app.view, app) == (True, True)
        forms = heart_forms(app.view, app.judgement, app.now)
        later = heart_forms(app.view, app.judgement, app.now + timedelta(hours=3))
        assert [*map(len, forms)] == [*map(len, later)]


async def test_beyond_an_hour_nothing_is_said_each_second() -> None:
    async with staged() as (app, _):
        pane = board(app).query_one(HeartPane)
        assert pane.age() == EACH_SECOND
        app.pass_by(hours=5)
        assert pane.age() == MINUTES_WAIT
