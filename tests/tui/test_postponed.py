"""What Textual seldom needs is imported when it is used, and by anybody else as ever."""

from __future__ import annotations

import subprocess
import sys

import pytest

from moie_tui.tui.postponed import OPTIONAL, SELDOM
from tests.house.checkout import ROOT

START = """
import sys
from moie_tui.tui.postponed import postponed
with postponed():
    import asyncio
    from moie_tui.tui.app import MoieApp
"""


def _python(*lines: str) -> str:
    code = START + "\n".join(lines)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.long
def test_the_dashboard_starts_without_them() -> None:
    assert _python(f"print(sorted({{*{SELDOM + OPTIONAL!r}}} & {{*sys.modules}}))") == "[]"


@pytest.mark.long
def test_who_would_make_do_without_tls_for_good_is_imported_later() -> None:
    assert _python("print({'http.client', 'urllib.request'} & {*sys.modules})") == "set()"


@pytest.mark.long
def test_textual_finds_them_when_it_needs_them_and_so_does_everybody() -> None:
    said = _python(
        "from textual import app, command, design",
        "from textual.notifications import Notification",
        "from textual.widgets import Tree, DirectoryTree, Select",
        "import ssl, uuid, mimetypes, platformdirs, rich.table",
        "from textual.types import CSSPathType",
        "themes = design.ColorSystem('red'), design.ColorSystem('blue')",
        "print(len(Notification('told').identity), app.mimetypes.guess_type('a.txt')[0])",
        "print(type(design.show_design(*themes)).__name__, app.user_downloads_path().is_absolute())",
        "print(ssl.create_default_context() is not None, uuid.uuid4().version, Tree.__name__)",
    )
    assert said.splitlines() == ["36 text/plain", "Table True", "True 4 Tree"]


def test_a_module_that_is_there_already_stays() -> None:
    import uuid

    from moie_tui.tui.postponed import postponed

    with postponed():
        assert sys.modules["uuid"] is uuid
    assert sys.modules["uuid"] is uuid
