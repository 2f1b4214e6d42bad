"""`c`, `C` and `e` in every pane and list: what is in front goes to the clipboard or into a file."""

from __future__ import annotations

import csv
import io
import json

import pytest

from moie_tui.tui import handing_out
from moie_tui.tui.messages import JobOpened, OutputOpened
from moie_tui.tui.screens.form_sheet import FormSheet
from moie_tui.tui.widgets.rows import Rows
from tests.tui.bare_app import until, words
from tests.tui.sample_views import rich_view
from tests.tui.stage import StagedApp, staged

SELECTED = {
    "phases": ("ETERNAL MONITORING", "verify --phase 5"),
    "jobs": ("Deep Research Scan", "history 5.1"),
    "heart": ("limit", "status"),
    "snapshots": ("heartbeat", "diff "),
    "events": ("pulse", "events --since "),
}


def _read_csv(text: str) -> list[object]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _read_markdown(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("| ")][2:]


EXPORTS = (
    ("phases", "1", _read_csv), ("jobs", "2", json.loads),
    ("snapshots", "3", _read_markdown), ("events", "1", _read_csv),
)  # fmt: skip


@pytest.fixture(autouse=True)
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What went to the clipboard."""
    texts: list[str] = []
    monkeypatch.setattr(handing_out, "copy_from", lambda app, text: texts.append(text))
    return texts


def _shows_forms(app: StagedApp) -> bool:
    return isinstance(app.screen, FormSheet) and "esc" in words(app).lower()


@pytest.mark.long
async def test_c_copies_the_selected_row_of_every_pane_and_capital_c_a_command_for_it(
    copied: list[str],
) -> None:
    async with staged() as (app, pilot):
        for pane, (said, command) in SELECTED.items():
            copied.clear()
            app.screen.action_pane(pane)
            await pilot.press("c")
            await until(pilot, lambda: len(copied) == 1)
            assert said in copied[0]
            await pilot.press("C")
            await until(pilot, lambda: _shows_forms(app))
            await pilot.press("enter")
            await until(pilot, lambda: len(copied) == 2 and not app.screen.is_modal)
            assert copied[1].startswith("moie --root ")
            assert command in copied[1]


@pytest.mark.long
async def test_e_writes_all_of_every_pane_as_what_is_chosen() -> None:
    async with staged() as (app, pilot):
        for pane, number, read in EXPORTS:
            app.screen.action_pane(pane)
            await pilot.press("e")
            await until(pilot, lambda: _shows_forms(app))
            await pilot.press(number)
            await until(pilot, lambda: not app.screen.is_modal and len(app.stage.exported) == 1)
            ((stem, text),) = app.stage.exported.items()
            app.stage.exported.clear()
            shown = app.screen.pane(pane)
            assert stem.startswith(f"moie-{shown.TITLE.lower()}-2026")
            assert len(read(text)) == len(shown.rows._items)
        app.screen.action_pane("heart")
        await pilot.press("e")
        await until(pilot, lambda: _shows_forms(app))
        await pilot.press("1")
        await until(pilot, lambda: len(app.stage.exported) == 1)
        assert "# Heartbeat\n\n```text\n" in next(iter(app.stage.exported.values()))


@pytest.mark.long
async def test_the_log_is_exported_as_it_is_filtered_and_not_only_what_is_held() -> None:
    async with staged() as (app, pilot):
        await pilot.press("5", "f")
        await pilot.pause()
        await pilot.press("e")
        await until(pilot, lambda: _shows_forms(app))
        await pilot.press("2")
        await until(pilot, lambda: bool(app.stage.exported))
        (text,) = app.stage.exported.values()
        assert {one["level"] for one in json.loads(text)} <= {"warning", "error", "critical"}


@pytest.mark.long
async def test_json_and_markdown_of_a_row_are_the_records_of_the_command_line(copied: list[str]) -> None:
    async with staged() as (app, pilot):
        await pilot.press("4", "C")
        await until(pilot, lambda: _shows_forms(app))
        await pilot.press("3")
        await until(pilot, lambda: len(copied) == 1)
        record = json.loads(copied[0])
        assert record["id"] == app.view.snapshots[0].id
        await pilot.press("C")
        await until(pilot, lambda: _shows_forms(app))
        await pilot.press("j", "j", "j", "enter")
        await until(pilot, lambda: len(copied) == 2)
        assert f"| id | {record['id']} |" in copied[1]


@pytest.mark.long
@pytest.mark.parametrize("key", ["u", "a", "T", "question_mark"])
async def test_lists_and_sheets_over_the_dashboard_have_the_same_keys(key: str, copied: list[str]) -> None:
    async with staged() as (app, pilot):
        await pilot.press(key)
        await until(pilot, lambda: app.screen.is_modal and bool(words(app).strip()))
        await pilot.pause()
        if key == "T":  # a moment is typed there
            app.screen.query_one(Rows).focus()
        await pilot.press("c")
        await until(pilot, lambda: len(copied) == 1)
        assert copied[0].strip()
        await pilot.press("e")
        await until(pilot, lambda: _shows_forms(app))
        await pilot.press("1")
        await until(pilot, lambda: bool(app.stage.exported))


@pytest.mark.long
async def test_in_the_runs_of_a_job_the_list_can_be_exported_too() -> None:
    async with staged() as (app, pilot):
        app.post_message(JobOpened("5.2"))
        await until(pilot, lambda: app.screen.is_modal and "5.2" in words(app))
        await pilot.press("e")
        await until(pilot, lambda: _shows_forms(app))
        assert "the selected run" in words(app)
        await pilot.press("3")
        await until(pilot, lambda: bool(app.stage.exported))
        (text,) = app.stage.exported.values()
        assert {"status", "exit_code", "run_id"} <= json.loads(text)[0].keys()


@pytest.mark.long
async def test_an_empty_list_says_that_there_is_nothing() -> None:
    async with staged(rich_view(snapshots=())) as (app, pilot):
        await pilot.press("4", "c", "e")
        await until(pilot, lambda: len(app._notifications) == 2)
        assert all("nothing here" in one.message for one in app._notifications)


@pytest.mark.long
async def test_an_output_is_exported_line_by_line() -> None:
    async with staged() as (app, pilot):
        app.stage.logs["r1"] = "first\n\x1b[31mred\x1b[0m\n"
        app.post_message(OutputOpened("5.1", "r1"))
        await until(pilot, lambda: app.screen.is_modal and "red" in words(app))
        await pilot.press("e")
        await until(pilot, lambda: _shows_forms(app))
        await pilot.press("2")
        await until(pilot, lambda: bool(app.stage.exported))
        assert next(iter(app.stage.exported.values())).startswith("first\nred\n")


@pytest.mark.long
async def test_a_page_in_a_browser_writes_no_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MOIE_SCREEN", "browser")
    async with staged() as (app, pilot):
        await pilot.press("e", "b")
        await until(pilot, lambda: app.screen.is_modal and "README.md" in words(app))
        await pilot.press("e")
        await until(pilot, lambda: len(app._notifications) == 2)
        assert all("writes no files" in one.message for one in app._notifications)
        assert (app.stage.exported, app.stage.incidents.written) == ({}, [])
