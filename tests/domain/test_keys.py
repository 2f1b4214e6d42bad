"""Keys by a config: what may move where, and what is told of the rest."""

import pytest

from moie_tui.domain.key_catalogue import ACT, ACTIONS, ANYWHERE, BY_ID
from moie_tui.domain.keys import SHIPPED, keys_from


def test_the_shipped_keys_do_not_clash_but_where_a_sheet_means_its_own() -> None:
    shared = {
        (key, one.id, other.id)
        for one in ACTIONS
        for other in ACTIONS
        for key in set(one.keys) & set(other.keys)
        if one.id < other.id and (one.where == other.where or ANYWHERE in (one.where, other.where))
    }
    assert shared == {
        ("o", "output", "running"), ("x", "all", "stop"), ("x", "all", "discard"), ("x", "discard", "stop"),
        ("n", "next-match", "no"), ("space", "page-down", "tick"),
        ("space", "hold-too", "tick"), ("h", "hold-too", "left"), ("space", "hold-too", "page-down"),
        ("1", "root-1", "span-day"), ("2", "root-2", "span-week"), ("3", "root-3", "span-month"),
        ("4", "root-4", "span-other"),
    }  # fmt: skip


def test_acts_are_shipped_on_capital_letters_and_nothing_else() -> None:
    assert all(len(key) == 1 and key.isupper() for one in ACTIONS if one.kind == ACT for key in one.keys)


def test_ids_are_told_apart() -> None:
    assert len(BY_ID) == len(ACTIONS)


def test_keys_move_and_the_others_stay() -> None:
    keys, flaws = keys_from({"pulse": "W", "filter": "ctrl+f, F", "page-down": "pagedown"})
    assert flaws == ()
    assert (keys.of("pulse"), keys.of("filter"), keys.of("backup")) == (("W",), ("ctrl+f", "F"), ("B",))
    assert [keys.shown(name) for name in ("pulse", "filter", "page-down", "help", "esc")] == [
        "W", "^f", "PgDn", "?", "esc"
    ]  # fmt: skip


def test_two_actions_may_change_places() -> None:
    keys, flaws = keys_from({"pulse": "B", "backup": "P"})
    assert (keys.of("pulse"), keys.of("backup"), flaws) == (("B",), ("P",), ())


@pytest.mark.parametrize(
    ("name", "keys", "why"),
    [
        ("pulze", "W", "there is no such action; did you mean pulse?"),
        ("pulse", "p", "acts sit on capital letters only"),
        ("pulse", "ctrl+p", "acts sit on capital letters only"),
        ("pulse", "f5", "acts sit on capital letters only"),
        ("pulse", "escape", "Esc always leads one layer back"),
        ("consent", "enter", "Enter always opens, and cancels"),
        ("consent", "space", "only a letter can"),
        ("filter", "", "is no key"),
        ("filter", "F, ", "is no key"),
        ("filter", "control-f", "is no key"),
        ("filter", "ctrl+i", "a terminal sends it for Tab"),
        ("filter", "shift+f", "is written F"),
        ("filter", "\u202e", "is no key"),
        ("filter", "j", "j is already the key of down"),
        ("filter", "P", "P is already the key of pulse"),
    ],
)
def test_what_can_not_be_stays_as_shipped_and_is_told(name: str, keys: str, why: str) -> None:
    found, flaws = keys_from({name: keys, "metrics": "ctrl+x"})
    assert [flaw.id for flaw in flaws] == [name]
    assert why in flaws[0].what
    assert found.chosen == {"metrics": ("ctrl+x",)}


def test_of_two_that_want_the_same_key_the_first_gets_it() -> None:
    keys, flaws = keys_from({"filter": "Q", "sort": "Q"})
    assert (keys.of("filter"), keys.of("sort")) == (("Q",), SHIPPED.of("sort"))
    assert [(flaw.id, flaw.what) for flaw in flaws] == [("sort", "Q is already the key of filter")]


def test_one_that_must_keep_its_key_keeps_it_from_others_too() -> None:
    keys, flaws = keys_from({"zoom": "r", "refresh": "enter"})
    assert keys.chosen == {}
    assert [flaw.id for flaw in flaws] == ["refresh", "zoom"]


def test_keys_of_the_dashboard_and_of_sheets_never_meet() -> None:
    assert keys_from({"stop": "z"})[1] == ()
