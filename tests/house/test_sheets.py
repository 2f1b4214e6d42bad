"""Each stylesheet belongs to one widget or screen."""

from __future__ import annotations

import re

from moie_tui.domain.palettes import COLOURS
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


def test_sheets_take_colours_only_from_the_tokens_of_our_themes() -> None:
    tokens = {name.replace("_", "-") for name in COLOURS}
    for sheet in files(STYLES, ".tcss"):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        assert set(re.findall(r"\$([a-z-]+)", text)) <= tokens, name_of(sheet)
        colours = re.findall(r"(?:color|background|border[a-z-]*|tint):\s*([^;]+);", text)
        named = {word for value in colours for word in value.split()} & {
            "red",
            "green",
            "blue",
            "white",
            "black",
        }
        assert not named, name_of(sheet)
        assert "#" not in "".join(colours), name_of(sheet)
