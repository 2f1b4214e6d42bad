"""What is on screen, as text and as a picture that needs nothing from elsewhere."""

from __future__ import annotations

import re
from importlib.metadata import version
from typing import Any

from textual.app import App

_FONT = re.compile(r"@font-face\s*\{[^}]*\}")
"""Fonts that a viewer would fetch from somewhere."""


def about(app: App[Any]) -> dict[str, str]:
    """What the screen knows of itself."""
    width, height = app.size
    return {"textual": version("textual"), "size": f"{width}x{height}", "theme": app.theme}


def text_of(app: App[Any]) -> str:
    """The lines on screen, top to bottom."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


def svg_of(app: App[Any]) -> str:
    """The same in its colours."""
    return _FONT.sub("", app.export_screenshot(title=app.title))
