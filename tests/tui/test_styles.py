from __future__ import annotations

from pathlib import Path

from moie_tui.tui.styles import first_sheets, sheets, styles_folder


def test_an_installed_package_brings_its_own_sheets(tmp_path: Path) -> None:
    package = tmp_path / "site-packages" / "moie_tui"
    (package / "styles").mkdir(parents=True)
    assert styles_folder(package) == package / "styles"


def test_a_checkout_has_them_beside_the_package(tmp_path: Path) -> None:
    assert styles_folder(tmp_path / "moie_tui") == tmp_path / "styles"


def test_the_app_comes_first_then_widgets_then_screens() -> None:
    rooms = [sheet.parent.name for sheet in map(Path, sheets())]
    assert rooms == sorted(rooms, key=["styles", "widgets", "screens"].index)
    assert rooms.count("styles") == 1
    assert {"widgets", "screens"} <= set(rooms)


def test_the_first_frame_waits_for_the_sheets_of_the_dashboard_alone() -> None:
    later = {sheet.name for sheet in sheets()} - {sheet.name for sheet in first_sheets()}
    assert {"alerts.tcss", "sheet.tcss"} <= later
    assert later.isdisjoint({"app.tcss", "rows.tcss", "dashboard.tcss"})
