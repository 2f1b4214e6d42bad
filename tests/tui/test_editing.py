"""`E`: the terminal is lent to the editor, what was written is asked about, and nothing of it is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from moie_tui.domain.errors import Cancelled, Refused
from moie_tui.domain.plan import JOB, Cancel, Effect, Outcome, Plan, Progress
from moie_tui.domain.validation import Finding, Validation
from moie_tui.tui.desk import Desk
from moie_tui.tui.overview import names
from moie_tui.tui.screens.draft_sheet import DraftSheet
from moie_tui.tui.screens.edit_sheet import EditSheet
from moie_tui.tui.screens.failure_sheet import FailureSheet
from tests.tui.bare_app import BareApp, consent, shows, until, words
from tests.tui.fake_source import FakeSource

PLAN = Plan("edit", "Edit state.json", (Effect(JOB, "1.1", "pending", "completed", ("x",)),))
BROKEN = Validation("state.json", 2, (Finding("phases.0.jobs.1.status", 17, 20, "must be text"),))


class LendingApp(BareApp):
    """Counts how often the terminal was lent, which a terminal that is none can't be."""

    lent = given_back = 0

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Lends it."""
        self.lent += 1
        yield
        self.given_back += 1


def _app(*texts: bytes, act: object = None) -> LendingApp:
    source = FakeSource()
    source.drafts.texts = list(texts)
    source.offer(PLAN, **({"act": act} if act else {}))
    return LendingApp(source)


def _toasts(app: BareApp) -> str:
    return "\n".join(one.message for one in app._notifications)


async def test_what_was_written_is_planned_shown_and_run_and_the_copy_is_gone() -> None:
    app = _app(b"mine")
    async with app.run_test() as pilot:
        app.acting.request("edit")
        await until(pilot, shows(app, EditSheet))
        assert app.offered.asked == [("edit", {"file": "state.json", "base": b"base", "text": b"mine"})]
        assert app.offered.ran == []
        await consent(app, pilot)
        await until(pilot, lambda: "it is done" in _toasts(app))
        assert (app.offered.ran, app.offered.drafts.kept) == ([("edit", PLAN)], {})


async def test_errors_are_shown_with_their_place_and_lead_back_to_the_same_text() -> None:
    app = _app(b"broken", b"mine")
    app.offered.drafts.found[b"broken"] = BROKEN
    async with app.run_test() as pilot:
        app.acting.request("edit")
        await until(pilot, shows(app, DraftSheet))
        assert "must be text" in words(app)
        assert "line 17, column 20, phases.0.jobs.1.status" in words(app)
        await pilot.press("E")
        await until(pilot, shows(app, EditSheet))
        assert app.lent == 2


@pytest.mark.parametrize(("more", "title"), [(0, "Edit not applied"), (1, "{name} · Edit not applied")])
async def test_an_edit_given_up_says_so_and_of_which_root_where_several_are_open(
    more: int, title: str
) -> None:
    app = _app(b"mine")
    async with app.run_test() as pilot:
        app.acting.request("edit")
        await until(pilot, shows(app, EditSheet))
        app.desks += tuple(Desk(FakeSource(), 2 + at) for at in range(more))
        wanted = title.format(name=names(app.desks)[app.desk])
        await pilot.press("escape")
        await until(pilot, lambda: wanted in [one.title for one in app._notifications])


@pytest.mark.long
async def test_a_sheet_that_was_left_loses_nothing_and_the_next_e_goes_on_or_begins_anew() -> None:
    app = _app(b"mine", b"mine and more", b"anew")
    async with app.run_test() as pilot:
        app.acting.request("edit")
        await until(pilot, shows(app, EditSheet))
        await pilot.press("escape")
        await until(pilot, lambda: "What you wrote is kept: /tmp/state" in _toasts(app))
        app.acting.request("edit")
        await until(pilot, shows(app, DraftSheet))
        assert "what you wrote is kept" in words(app)
        await pilot.press("E")
        await until(pilot, shows(app, EditSheet))
        assert app.offered.drafts.kept == {"/tmp/state": b"mine and more"}
        await pilot.press("escape")
        await until(pilot, lambda: not app.acting.why_not())
        app.acting.request("edit")
        await until(pilot, shows(app, DraftSheet))
        await pilot.press("x")
        await until(pilot, shows(app, EditSheet))
        assert app.offered.asked[-1][1]["text"] == b"anew"


async def test_e_in_the_sheet_leads_back_to_the_editor() -> None:
    app = _app(b"mine", b"better")
    async with app.run_test() as pilot:
        app.acting.request("edit")
        await until(pilot, shows(app, EditSheet))
        await pilot.press("E")
        await until(pilot, lambda: app.lent == 2 and isinstance(app.screen, EditSheet))
        assert app.offered.asked[-1][1]["text"] == b"better"


async def test_what_changes_nothing_asks_nothing() -> None:
    app = _app()
    async with app.run_test() as pilot:
        app.acting.request("edit")
        await until(pilot, lambda: "You changed nothing" in _toasts(app))
        app.offered.offer(Plan("edit", "Edit state.json"))
        app.offered.drafts.texts = [b"base "]
        app.acting.request("edit")
        await until(pilot, lambda: "No value differs" in _toasts(app))
        assert not app.screen.is_modal
        assert app.offered.drafts.kept == {}


async def test_a_refused_edit_says_why_and_keeps_what_was_written() -> None:
    def act(plan: Plan, progress: Progress, cancel: Cancel) -> Outcome:
        raise Refused("these were changed by others meanwhile: job 1.1")

    app = _app(b"mine", act=act)
    async with app.run_test() as pilot:
        app.acting.request("edit")
        await until(pilot, shows(app, EditSheet))
        await consent(app, pilot)
        await until(pilot, shows(app, FailureSheet))
        assert "these were changed by others meanwhile" in words(app)
        await until(pilot, lambda: "is kept" in _toasts(app))


@pytest.mark.long
async def test_an_editor_that_gives_up_and_a_screen_without_a_terminal_do_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def give_up(draft: object) -> None:
        raise Cancelled("vi ended with 1, so nothing is done")

    app = _app()
    monkeypatch.setattr(app.offered.drafts, "edit", give_up)
    async with app.run_test() as pilot:
        app.acting.request("edit")
        await until(pilot, lambda: "vi ended with 1" in _toasts(app))
        await until(pilot, lambda: app.given_back == 1 and app.offered.drafts.kept == {})
    bare = BareApp()
    async with bare.run_test() as pilot:
        bare.acting.request("edit")
        await until(pilot, shows(bare, FailureSheet))
        assert "no terminal here" in words(bare)


async def test_read_only_and_the_lock_lend_nothing() -> None:
    app = LendingApp(FakeSource(), read_only=True)
    async with app.run_test() as pilot:
        app.acting.request("edit")
        await pilot.pause()
        assert "read-only" in _toasts(app)
        assert app.lent == 0


async def test_a_copy_that_somebody_removed_is_told_and_the_next_e_begins_anew() -> None:
    app = _app(b"mine", b"anew")
    async with app.run_test() as pilot:
        app.acting.request("edit")
        await until(pilot, shows(app, EditSheet))
        app.offered.drafts.kept.clear()
        await pilot.press("escape")
        await until(pilot, lambda: "can't read what was written" in _toasts(app))
        app.acting.request("edit")
        await until(pilot, shows(app, EditSheet))


async def test_a_page_in_a_browser_gets_no_editor_which_would_be_a_shell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MOIE_SCREEN", "browser")
    app = _app(b"mine")
    async with app.run_test() as pilot:
        app.acting.request("edit")
        await until(pilot, shows(app, FailureSheet))
        assert "no terminal here" in words(app)
        assert app.lent == 0


async def test_the_config_is_edited_by_an_operation_of_its_own() -> None:
    app = _app(b"mine")
    app.offered.operations["edit config"] = app.offered.operations["edit"]
    async with app.run_test() as pilot:
        app.acting.request("edit", what="config")
        await until(pilot, shows(app, EditSheet))
        asked = {"file": "config.json", "base": b"base", "text": b"mine"}
        assert app.offered.asked == [("edit config", asked)]
