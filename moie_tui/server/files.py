"""The files of the page: ours, and the terminal that textual-serve brings for browsers."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from string import Template

_PAGE = Path(__file__).parent / "page"
_FILES = {
    "page.css": ("text/css", ""),
    "page.js": ("text/javascript", ""),
    "xterm.css": ("text/css", "css/xterm.css"),
    "textual.js": ("text/javascript", "js/textual.js"),
    "mono.ttf": ("font/ttf", "fonts/RobotoMono-VariableFont_wght.ttf"),
    "mono-italic.ttf": ("font/ttf", "fonts/RobotoMono-Italic-VariableFont_wght.ttf"),
}
"""By name: the media type, and where it lies among textual-serve's files, "" for ours."""


def file_named(name: str) -> tuple[str, bytes] | None:
    """The media type and the bytes of a file a page may ask for; None for any other name."""
    return _read(name) if name in _FILES else None


def page(name: str, **words: str) -> str:
    """A page, with words that are HTML already."""
    return Template((_PAGE / f"{name}.html").read_text("utf-8")).substitute(words)


@cache
def _read(name: str) -> tuple[str, bytes]:
    media_type, elsewhere = _FILES[name]
    return media_type, (_textual_serve() / "static" / elsewhere if elsewhere else _PAGE / name).read_bytes()


def _textual_serve() -> Path:
    """Where it lies; it need not be imported, which would bring a second web server."""
    found = find_spec("textual_serve")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("no module named textual_serve", name="textual_serve")
    return Path(found.origin).parent


def require_textual_serve() -> None:
    """ModuleNotFoundError where it is not installed."""
    _textual_serve()
