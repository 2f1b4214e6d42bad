from __future__ import annotations

from textual.binding import ActiveBinding, Binding
from textual.widget import Widget

from moie_tui.tui.screens.help import grouped


def active(key: str, words: str, id: str | None = None) -> ActiveBinding:
    return ActiveBinding(Widget(), Binding(key, "page_down", words, id=id), True, "")


def test_what_the_pane_can_do_comes_first_and_how_one_moves_in_it_last() -> None:
    bindings = {
        "j": active("j", "Down", "down"),
        "P": active("P", "Pulse", "pulse"),
        "f": active("f", "Level", "failures"),
    }
    groups = grouped(bindings, "events")
    assert [(heading.split(":")[0], list(group)) for heading, group in groups.items()] == [
        ("Events", ["Level"]), ("Acts", ["Pulse"]), ("Everywhere", ["Down"])
    ]  # fmt: skip


def test_an_act_that_is_of_one_pane_stands_with_that_pane() -> None:
    bindings = {"R": active("R", "Roll back", "rollback"), "B": active("B", "Backup", "backup")}
    found = [
        (heading.split(":")[0], list(group)) for heading, group in grouped(bindings, "snapshots").items()
    ]
    assert found == [("Snapshots", ["Roll back"]), ("Acts", ["Backup"])]


def test_one_act_is_listed_once_however_its_words_are_spelled() -> None:
    bindings = {"space": active("space", "page down"), "pagedown": active("pagedown", "Page down")}
    (acts,) = grouped(bindings, "").values()
    assert {words: [one.binding.key for one in found] for words, found in acts.items()} == {
        "Page down": ["space", "pagedown"]
    }
