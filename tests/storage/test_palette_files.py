"""The user's own themes: read, told of where they are wrong, and followed as they change."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from pathlib import Path

import pytest

from moie_tui.domain.palettes import DAY, NIGHT
from moie_tui.storage.palette_files import PaletteFiles, follow


def write(home: Path, name: str, text: str) -> Path:
    """A file of a theme, whole at once."""
    (home / "themes").mkdir(exist_ok=True)
    path = home / "themes" / name
    (path.with_suffix(".new")).write_text(text)
    return path.with_suffix(".new").replace(path)


def test_a_theme_names_what_it_changes_and_takes_the_rest_from_another(tmp_path: Path) -> None:
    write(tmp_path, "ember.yaml", "based_on: moie-day\nok: '#0a7'\nlate: orange\ncursor-blurred: '#eeeeee'\n")
    write(tmp_path, "plain-night.yml", "")
    write(tmp_path, "notes.txt", "none")
    ember, plain = PaletteFiles(tmp_path).read().found
    assert (ember.name, ember.dark, ember.ok, ember.late) == ("ember", False, "#00aa77", "#c76b00")
    assert (ember.cursor_blurred, ember.failed) == ("#eeeeee", DAY.failed)
    assert (plain.name, plain.background) == ("plain-night", NIGHT.background)


def test_without_a_folder_there_are_none_and_nothing_is_wrong(tmp_path: Path) -> None:
    assert PaletteFiles(tmp_path).read().problems == ()


@pytest.mark.parametrize(
    ("name", "text", "where", "what"),
    [
        ("a.yaml", "ok: '#12'\n", "themes/a.yaml:1:5 (ok)", "must be a colour like '#8cc295', in quotes"),
        ("a.yaml", "dark: true\nlater: '#123'\n", "themes/a.yaml:2:8 (later)", "did you mean late?"),
        ("a.yaml", "dark: 1\n", "themes/a.yaml:1:7 (dark)", "must be true or false"),
        ("a.yaml", "ok: 123456\n", "themes/a.yaml:1:5 (ok)", "in quotes"),
        ("a.yaml", "based_on: nord\n", "themes/a.yaml:1:11 (based_on)", "must be one of moie-night"),
        ("a.yaml", "- ok\n", "themes/a.yaml:1:1", "must be colours by name"),
        ("a.yaml", "ok: [\n", "themes/a.yaml:2:1", "is not YAML"),
        ("moie-night.yaml", "", "themes/moie-night.yaml:1:1", "names that begin with moie- are ours"),
        ("My Theme.yaml", "", "themes/My Theme.yaml:1:1", "small letters"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    tmp_path: Path, name: str, text: str, where: str, what: str
) -> None:
    write(tmp_path, name, text)
    found = PaletteFiles(tmp_path).read()
    assert found.found == ()
    (problem,) = found.problems
    assert problem.where == where
    assert what in problem.what


def test_one_that_breaks_keeps_its_last_colours_until_it_is_mended_or_gone(tmp_path: Path) -> None:
    files = PaletteFiles(tmp_path)
    path = write(tmp_path, "ember.yaml", "ok: '#00aa77'\n")
    first = files.read()
    write(tmp_path, "ember.yaml", "ok: green-ish\n")
    broken = files.read()
    assert broken.found == first.found
    assert len(broken.problems) == 1
    assert files.read() == broken
    write(tmp_path, "ember.yaml", "ok: '#00bb77'\n")
    (mended,) = files.read().found
    assert mended.ok == "#00bb77"
    path.unlink()
    assert files.read().found == ()


async def test_changes_are_followed(tmp_path: Path) -> None:
    async with aclosing(follow(tmp_path, every=0.01)) as palettes:  # type: ignore[type-var]
        assert (await anext(palettes)).found == ()
        write(tmp_path, "ember.yaml", "ok: '#00aa77'\n")
        async with asyncio.timeout(5):
            assert [one.name for one in (await anext(palettes)).found] == ["ember"]
