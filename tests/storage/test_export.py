"""A document written for people outside the root."""

from __future__ import annotations

from pathlib import Path

import pytest

from moie_tui.domain.errors import OperationFailed
from moie_tui.storage.export import export, export_place


def test_nothing_is_written_over_and_no_name_leads_elsewhere(tmp_path: Path) -> None:
    root, here = tmp_path / "root", tmp_path / "here"
    root.mkdir()
    here.mkdir()
    first = export(root, "moie-../5.2 failure", "one", [here])
    second = export(root, "moie-../5.2 failure", "two", [here])
    assert [first.name, second.name] == ["moie-..-5.2-failure.md", "moie-..-5.2-failure-2.md"]
    assert first.read_text() == "one"
    assert {first.parent, second.parent} == {here.resolve()}


def test_the_root_is_not_littered_and_the_next_folder_takes_it(tmp_path: Path) -> None:
    root, home = tmp_path / "root", tmp_path / "home"
    (root / "logs").mkdir(parents=True)
    home.mkdir()
    assert export(root, "a", "text", [root, root / "logs", home]) == home.resolve() / "a.md"
    with pytest.raises(OperationFailed):
        export(root, "a", "text", [root])


def test_where_it_will_be_written_is_known_before(tmp_path: Path) -> None:
    root, home = tmp_path / "root", tmp_path / "home"
    root.mkdir()
    home.mkdir()
    for text in ("one", "two"):
        place = export_place(root, "a b", [root, home], "md")
        assert place == export(root, "a b", text, [root, home])
    assert export_place(root, "a", [root], "md") is None
