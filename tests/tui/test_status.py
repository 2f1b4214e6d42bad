from __future__ import annotations

from datetime import timedelta

import pytest

from moie_tui.domain.alerts import conditions
from moie_tui.domain.hold import Hold
from moie_tui.domain.judge import judge
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui.alerts import NO_ALERTS, alerts_of
from moie_tui.tui.pieces import width_of, words_of
from moie_tui.tui.status import chip, due, status_line
from moie_tui.values import replace
from tests.tui import sample_views as sample
from tests.tui.sample_views import NOW


def row(view: SystemView, width: int, **more: object) -> str:
    judgement = judge(view, NOW)
    alerts = alerts_of(view, conditions(view, judgement, NOW), NOW)
    return words_of(status_line(view, judgement, alerts, NOW, width, **more))  # type: ignore[arg-type]


def test_a_wide_row_says_everything() -> None:
    said = row(sample.rich_view(), 140, home="/home/op").split("   ")
    assert [part.strip() for part in said if part.strip()] == [
        "MOIE-OS Sovereign Architecture · ~/vy-nexus",
        "● LIVE",
        "♥ 4m 12s ago (due in 5m 48s)",
        "▲ 2 alerts",
        "snap 4m",
        "v2",
    ]


@pytest.mark.parametrize("view", [sample.rich_view(), sample.broken_view(), sample.empty_view()])
@pytest.mark.parametrize("width", range(14, 150, 7))
def test_every_width_is_kept_without_cutting_a_word(view: SystemView, width: int) -> None:
    whole = set(row(view, 200).replace("…", "").split())
    shown = row(view, width)
    assert len(shown) <= max(width, width_of(status_line(view, None, NO_ALERTS, NOW, 1)))
    assert {word.rstrip("…") for word in shown.split()} <= whole | {"4m"}


def test_the_state_chip_survives_all_other_words() -> None:
    assert row(sample.broken_view(), 12).strip() == "✗ BROKEN"


def test_locks_are_said_in_words() -> None:
    assert "⊘ READ-ONLY   ⊘ LOCKED" in row(sample.rich_view(), 120, marks=["READ-ONLY", "LOCKED"])


def test_stale_empty_broken_and_unread_are_four_different_things() -> None:
    view = sample.rich_view()
    late = judge(view, NOW + timedelta(hours=1))
    words = [
        chip(view, late)[0],
        chip(sample.empty_view(), None)[0],
        chip(sample.broken_view(), late)[0],
        chip(NO_VIEW, None)[0],
    ]
    assert words == ["▲ STALE", "○ EMPTY", "✗ BROKEN", "… READING"]


def test_a_folder_that_only_starts_like_home_is_not_home() -> None:
    view = sample.rich_view(root="/home/operator/x")
    assert "/home/operator/x" in row(view, 160, home="/home/op")


def test_on_hold_the_place_is_said_at_eighty_cells_and_until_when() -> None:
    hold = Hold(NOW, NOW + timedelta(hours=1), "moving the mirror to another house")
    view = sample.rich_view(root="/tmp/moie-demo-g5hxkbi4/root", hold=hold)
    assert view.state is not None
    view = replace(view, state=replace(view.state, project="MOIE-OS demo"))
    judgement = judge(view, NOW)
    calm = words_of(status_line(view, judgement, NO_ALERTS, NOW, 80))
    assert "MOIE-OS demo · /tmp/moie-demo-g5hxkbi4/root" in calm
    assert "‖ on hold until 15:14   ♥ 4m" in calm
    assert row(view, 80).split("   ")[0] == " MOIE-OS demo · /tmp/moie-demo-g5hxkbi4/root"
    assert "‖ HELD   ♥ 4m   ▲ 2" in row(view, 80)


def test_in_the_first_second_a_beat_is_due_now_and_not_overdue_by_nothing() -> None:
    view = sample.rich_view()
    judgement = judge(view, NOW)
    assert judgement.beat_at is not None
    coming = judgement.beat_at + judgement.interval
    said = [due(view, judgement, coming + timedelta(seconds=more)) for more in (-1, 0.4, 1)]
    assert said == ["due in 1s", "due now", "overdue by 1s"]
