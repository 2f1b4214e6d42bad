"""A command's `Path` and dates are those of Python, without what comes along there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.house.checkout import ROOT

SHOWN = """
import json, sys
from moie_tui.cli.lean import Path
before = "urllib.parse" in sys.modules
import pathlib
print(json.dumps([before, Path is pathlib.Path, Path("/a b").as_uri(), "urllib.parse" in sys.modules]))
"""
DATES = """
import pickle, sys
from moie_tui.cli import main
main._leave = lambda code: None
sys.argv = ["moie", "check", "--root", "/nowhere"]
main.main()
from datetime import UTC, datetime
from zoneinfo import ZoneInfo
at = datetime(2026, 3, 1, 12, tzinfo=ZoneInfo("UTC"))
assert pickle.loads(pickle.dumps(at)) == datetime.strptime("2026-03-01 12:00 +0000", "%Y-%m-%d %H:%M %z")
print(at.astimezone(UTC).isoformat())
"""


def test_a_path_can_tell_its_url_though_nothing_of_urls_was_imported() -> None:
    assert json.loads(_said(SHOWN)) == [False, True, "file:///a%20b", True]


def test_dates_of_a_command_can_all_that_dates_can() -> None:
    assert _said(DATES).splitlines()[-1] == "2026-03-01T12:00:00+00:00"


def test_a_path_that_is_there_already_is_the_same_one() -> None:
    from moie_tui.cli import lean

    assert lean.Path is Path


def _said(code: str) -> str:
    words = [sys.executable, "-c", code]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
