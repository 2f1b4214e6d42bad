"""Finds the sheets: beside the installed package, or in the checkout."""

from __future__ import annotations

from pathlib import Path, PurePath

_PACKAGE = Path(__file__).resolve().parents[1]


def styles_folder(package: Path = _PACKAGE) -> Path:
    """The bundled `styles` folder, else the checkout's."""
    bundled = package / "styles"
    return bundled if bundled.is_dir() else package.parent / "styles"


def sheets(folder: Path | None = None) -> list[PurePath]:
    """Every sheet in the one order they are read: the app's, the widgets', the screens'."""
    folder = folder or styles_folder()
    found: list[PurePath] = [folder / "app.tcss"]
    for room in ("widgets", "screens"):
        found += sorted((folder / room).glob("*.tcss"))
    return found


def first_sheets() -> list[PurePath]:
    """Those the dashboard needs: what lies over it comes later."""
    return [one for one in sheets() if one.parent.name != "screens" or one.stem == "dashboard"]
