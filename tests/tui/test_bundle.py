"""`b`: what is on screen goes into a bundle that is shown before it is written."""

from __future__ import annotations

import threading
import zipfile
from pathlib import Path

import pytest

from moie_tui.domain.incident import Incident, Seen
from moie_tui.domain.plan import Cancel
from moie_tui.tui.screens.bundle_sheet import BundleSheet, PartSheet
from moie_tui.tui.screens.operations import OperationsScreen
from tests.operators_root import operators_root
from tests.tui.bare_app import shows, until, words
from tests.tui.live_app import live
from tests.tui.stage import staged
from tests.waiting import PATIENCE


@pytest.mark.long
async def test_it_holds_what_was_on_screen_is_read_before_it_is_written_and_says_where_it_lies() -> None:
    async with staged(read_only=True) as (app, pilot):
        before = words(app)
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, BundleSheet) and "README.md" in words(app))
        (seen,) = app.stage.incidents.seen
        assert seen.text == before
        assert seen.svg.startswith("<svg")
        assert "MOIE-OS" in seen.svg.replace("&#160;", " ")
        assert "url(http" not in seen.svg.replace(chr(34), "")
        assert "font-face" not in seen.svg
        assert seen.about["size"] == "120x40"
        assert app.stage.incidents.written == []
        assert "e writes /home/op/moie-incident.zip" in words(app)
        await pilot.press("j", "enter")
        await until(pilot, lambda: isinstance(app.screen, PartSheet) and "Heartbeat" in words(app))
        await pilot.press("escape", "e")
        await until(pilot, lambda: len(app.stage.incidents.written) == 1)
        await until(pilot, lambda: "written: /home/op/moie-incident.zip" in words(app))


@pytest.mark.long
async def test_e_counts_once_it_was_gathered_and_writes_one_zip_however_often_it_is_pressed() -> None:
    async with staged(read_only=True) as (app, pilot):
        incidents, waits = app.stage.incidents, threading.Event()
        gather, write = incidents.gather, incidents.write

        def slow(seen: Seen, cancel: Cancel) -> Incident:
            assert waits.wait(PATIENCE)
            return gather(seen, cancel)

        def slowly(found: Incident) -> Path:
            assert waits.wait(PATIENCE)
            return write(found)

        incidents.gather, incidents.write = slow, slowly  # type: ignore[method-assign]
        await pilot.press("b")
        await until(pilot, lambda: "Gathering" in words(app))
        await pilot.press("e", "e")
        waits.set()
        await until(pilot, lambda: "README.md" in words(app))
        assert incidents.written == []
        waits.clear()
        await pilot.press("e", "e", "e")
        waits.set()
        await until(pilot, lambda: "written: /home/op/moie-incident.zip" in words(app))
        await pilot.press("e")
        await pilot.pause()
        assert len(incidents.written) == 1


@pytest.mark.long
async def test_it_works_over_a_sheet_and_not_over_itself() -> None:
    async with staged() as (app, pilot):
        await pilot.press("u")
        await until(pilot, shows(app, OperationsScreen))
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, BundleSheet) and "README.md" in words(app))
        assert "Operations" in app.stage.incidents.seen[0].text
        await pilot.press("b", "escape")
        await until(pilot, shows(app, OperationsScreen))


@pytest.mark.long
async def test_on_a_real_root_it_writes_a_zip_outside_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOIE_HOME", str(tmp_path / "home"))
    away = tmp_path / "away"
    away.mkdir()
    monkeypatch.chdir(away)
    root = operators_root(tmp_path)
    before = root.bytes
    async with live(root.workspace) as (app, pilot):
        await until(pilot, lambda: app.silence is not None)
        await pilot.press("b")
        await until(pilot, lambda: "versions.json" in words(app))
        await pilot.press("e")
        await until(pilot, lambda: bool(list(away.iterdir())))
        await until(pilot, lambda: "written: " in words(app))
    (place,) = away.iterdir()
    with zipfile.ZipFile(place) as archive:
        names = {name.partition("/")[2] for name in archive.namelist()}
        picture = next(archive.read(one).decode() for one in archive.namelist() if one.endswith("screen.txt"))
    assert names >= {"README.md", "screen.svg", root.name, "config.json", "doctor.json", "silence.json"}
    assert "ETERNAL MONITORING" in picture
    assert root.bytes == before
