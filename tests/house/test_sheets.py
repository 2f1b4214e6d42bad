"""Each stylesheet belongs to one widget or screen."""

from __future__ import annotations

from tests.house.checkout import PACKAGE, ROOT, files, name_of

STYLES = ROOT / "styles"


def test_each_sheet_has_the_python_file_it_styles() -> None:
    sheets = list(files(STYLES, ".tcss"))
    assert sheets
    orphans = [
        name_of(sheet)
        for sheet in sheets
        if not (PACKAGE / "tui" / sheet.relative_to(STYLES)).with_suffix(".py").is_file()
    ]
    assert orphans == []


def test_all_sheets_live_in_styles() -> None:
    assert [name_of(sheet) for sheet in files(ROOT, ".tcss") if STYLES not in sheet.parents] == []
