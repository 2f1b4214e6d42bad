"""Every key has an id that a config can move, in sheets too, and all that names a key follows."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from textual.binding import BindingsMap
from textual.dom import DOMNode

import moie_tui.tui
from moie_tui.domain.key_catalogue import BY_ID
from moie_tui.domain.settings import UiSettings
from moie_tui.domain.view import SystemView
from moie_tui.tui import keymap
from moie_tui.tui.screens.event_sheet import EventSheet
from moie_tui.tui.screens.form_sheet import FormSheet
from moie_tui.tui.screens.help import HelpScreen
from moie_tui.tui.screens.operations import OperationsScreen
from moie_tui.tui.screens.question import Question
from moie_tui.tui.screens.sheet import Sheet
from moie_tui.values import replace
from tests.tui.fake_source import Seconds
from tests.tui.sample_views import broken_view, rich_view
from tests.tui.stage import shown, staged

FIXED = {"escape", "enter", "ctrl+c"}
TYPING = {"up", "down", "pageup", "pagedown"}
"""Beside a line one types into these choose, and nothing else could."""
NUMBERS = set("123456789")
"""What a sheet numbers is opened by its number."""
SAID = {"esc", "Esc", "enter", "Enter", "↑↓", "←→", ""}


def with_keys(**keys: str) -> SystemView:
    """A view whose config moves these, "_" standing for "-"."""
    wanted = {name.replace("_", "-"): key for name, key in keys.items()}
    return rich_view(settings=replace(rich_view().settings, ui=UiSettings(keymap=wanted)))


def nodes() -> Iterator[type[DOMNode]]:
    """Every class of ours that may have keys."""
    for found in pkgutil.walk_packages(moie_tui.tui.__path__, "moie_tui.tui."):
        module = importlib.import_module(found.name)
        for one in vars(module).values():
            if isinstance(one, type) and issubclass(one, DOMNode) and one.__module__ == found.name:
                yield one


def test_every_key_has_an_id_but_those_that_never_move() -> None:
    used: set[str] = set()
    for node in nodes():
        for key, binding in BindingsMap(node.__dict__.get("BINDINGS", [])):
            if binding.id is None:
                typed = binding.priority and key in TYPING
                number = node in (EventSheet, FormSheet) and key in NUMBERS
                assert key in FIXED or typed or number, (node, key)
            else:
                used.add(binding.id)
                assert set(keymap.bound(binding.id, "x").key.split(",")) == set(BY_ID[binding.id].keys)
    assert used == set(BY_ID)


def test_hints_name_ids() -> None:
    hints = [hint for node in nodes() if issubclass(node, Sheet) for hint in node.__dict__.get("hints", ())]
    named = {hint[0] for hint in hints} | {
        hint[0] for name, value in vars(keymap).items() if name.endswith("_HINTS")
        for hint in (value if isinstance(value, tuple) else [one for part in value.values() for one in part])
    }  # fmt: skip
    assert named <= set(BY_ID) | SAID


async def test_a_key_of_the_config_works_is_shown_and_takes_the_old_ones_place() -> None:
    async with staged(with_keys(pulse="W", undo="Z")) as (app, pilot):
        await pilot.press("P", "U")
        assert app.requests == []
        await pilot.press("W")
        await pilot.pause()
        assert [name for name, _ in app.requests] == ["pulse"]
        foot = app.text()[-1]
        assert "W pulse" in foot
        assert "P pulse" not in foot
        assert "with Z" in foot


@pytest.mark.long
async def test_keys_change_with_the_config_while_it_runs() -> None:
    async with staged() as (app, pilot):
        assert "P pulse" in app.text()[-1]
        await shown(app, pilot, with_keys(pulse="W"))
        assert "W pulse" in app.text()[-1]
        await shown(app, pilot, rich_view())
        await pilot.press("P")
        await pilot.pause()
        assert [name for name, _ in app.requests] == ["pulse"]
        assert "P pulse" in app.text()[-1]


@pytest.mark.long
async def test_help_lists_the_keys_there_are() -> None:
    async with staged(with_keys(pulse="W", help="ctrl+g")) as (app, pilot):
        await pilot.press("question_mark")
        assert not isinstance(app.screen, HelpScreen)
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        assert any("W  Pulse: one heartbeat" in line for line in app.text())
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert not isinstance(app.screen, HelpScreen)


@pytest.mark.long
async def test_a_sheet_takes_and_shows_its_keys_anew_while_it_is_open() -> None:
    async with staged() as (app, pilot):
        seconds, answers = Seconds(), []
        app.push_screen(Question("Sure?", "It can wait.", "go on", seconds), answers.append)
        await pilot.pause()
        assert any("y go on" in line for line in app.text())
        await shown(app, pilot, with_keys(consent="Y"))
        assert any("Y go on" in line for line in app.text())
        seconds.at += 10
        await pilot.press("y")
        assert answers == []
        await pilot.press("Y")
        await pilot.pause()
        assert answers == [True]


@pytest.mark.long
async def test_escape_leaves_whatever_the_config_says() -> None:
    async with staged(with_keys(back="Q", operations="O")) as (app, pilot):
        await pilot.press("O")
        await pilot.pause()
        assert isinstance(app.screen, OperationsScreen)
        await pilot.press("q")
        assert isinstance(app.screen, OperationsScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, OperationsScreen)


@pytest.mark.parametrize("wrong", [{"pulse": "p"}, {"pulse": "B"}, {"pulse": "ctrl+n"}])
async def test_a_key_that_can_not_be_leaves_the_act_where_it_was(wrong: dict[str, str]) -> None:
    async with staged(with_keys(**wrong), (80, 24)) as (app, pilot):
        await pilot.press(wrong["pulse"].replace("B", "f12"))
        assert app.requests == []
        await pilot.press("P")
        await pilot.pause()
        assert [name for name, _ in app.requests] == ["pulse"]


@pytest.mark.long
async def test_a_letter_typed_into_a_filter_fires_nothing_wherever_keys_were_moved() -> None:
    async with staged(with_keys(zoom="a", alerts="z", filter="F")) as (app, pilot):
        await pilot.press("5", "F", "a", "z", "P")
        await pilot.pause()
        assert app.requests == []
        assert any("/ azP" in line for line in app.text())


@pytest.mark.long
async def test_what_is_said_of_keys_in_words_names_those_there_are() -> None:
    moved = with_keys(rollback="W", alerts="Q", backup="K", pulse="D").settings
    broken = replace(broken_view(), settings=moved)
    async with staged(broken) as (app, _):
        assert "W rolls back to" in "\n".join(app.text())
    cold = replace(rich_view(snapshots=()), settings=moved)
    async with staged(cold) as (app, _):
        assert "K takes one" in " ".join(app.text())


@pytest.mark.long
async def test_the_number_in_the_title_of_a_pane_is_its_key() -> None:
    async with staged(with_keys(pane_jobs="j", down="down", pane_events="W")) as (app, pilot):
        titles = " ".join(app.text())
        assert "j Cyclic jobs" in titles
        assert "W Events" in titles
        await shown(app, pilot, rich_view())
        assert "2 Cyclic jobs" in " ".join(app.text())
