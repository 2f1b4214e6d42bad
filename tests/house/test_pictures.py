"""The pictures of the documents are shown, small, and ask nobody for anything."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.house.checkout import ROOT

PICTURES = sorted((ROOT / "screenshots").glob("*.svg"))
FILM = ROOT / "screenshots/film.svg"
FRAMES = 8


def test_every_picture_is_shown_among_the_screens() -> None:
    text = (ROOT / "docs/screens.md").read_text(encoding="utf-8")
    assert [one.name for one in PICTURES if f"(../screenshots/{one.name})" not in text] == []


def test_the_readme_shows_the_film_and_three_pictures() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"!\[[^]]+\]\(screenshots/([a-z0-9-]+)\.svg\)", text)
    assert shown[0] == "film"
    assert len(shown) == 4


@pytest.mark.parametrize("picture", PICTURES, ids=lambda one: one.stem)
def test_a_picture_is_well_formed_small_and_fetches_nothing(picture: Path) -> None:
    text = picture.read_text(encoding="utf-8")
    ElementTree.fromstring(text)
    assert len(text.encode()) < 400_000
    assert re.findall(r"https?://[^\"']+", text) == ["http://www.w3.org/2000/svg"]


def test_the_film_steps_through_its_frames_and_stands_still_for_who_wants_no_motion() -> None:
    text = FILM.read_text(encoding="utf-8")
    assert sorted(set(re.findall(r"@keyframes k(\d)", text))) == [str(at) for at in range(FRAMES)]
    assert text.count('<g class="f') == FRAMES
    still = text.partition("prefers-reduced-motion")[2].partition("</style>")[0]
    assert still.count("animation:none") == FRAMES
