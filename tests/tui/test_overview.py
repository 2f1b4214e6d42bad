"""What several roots are called, and what their lines say in the room there is."""

from __future__ import annotations

import pytest

from moie_tui.domain.settings import MarkSettings
from moie_tui.domain.view import Problem, SystemView
from moie_tui.tui.desk import Desk
from moie_tui.tui.overview import cells, glances, names
from moie_tui.tui.pieces import width_of, words_of
from moie_tui.tui.root_tabs import BETWEEN, number_at, tabs
from moie_tui.values import replace
from tests.tui.sample_views import HOSTILE, NOW, rich_view
from tests.tui.stage import Stage


def desks(*views: SystemView) -> list[Desk]:
    """Roots as they were read and judged."""
    found = [Desk(Stage(view), number) for number, view in enumerate(views, 1)]
    for desk, view in zip(found, views, strict=True):
        desk.take(view)
        desk.judge(NOW)
    return found


def at(root: str, mark: str = "") -> SystemView:
    """A root in that folder."""
    view = rich_view()
    ui = replace(view.settings.ui, mark=MarkSettings(name=mark))
    return replace(view, root=root, settings=replace(view.settings, ui=ui))


@pytest.mark.parametrize(
    ("views", "called"),
    [
        ((at("/srv/a"), at("/srv/b", "PROD")), ["a", "PROD"]),
        ((at("/srv/a/root"), at("/srv/b/root"), at("/srv/c")), ["a/root", "b/root", "c"]),
        ((at("/srv/a", "PROD"), at("/srv/b", "PROD")), ["a", "b"]),
        ((at("/x/srv/a"), at("/y/srv/a")), ["x/…/a", "y/…/a"]),
        ((at("/t/x/srv/a"), at("/t/y/srv/a"), at("/t/x/srv/b")), ["x/…/a", "y/…/a", "b"]),
        ((at("/srv/a"), at("/srv/a")), ["a 1", "a 2"]),
        ((at("/"), at(f"/srv/{'long' * 9}")), ["/", "longlonglonglonglon…"]),
    ],
)
def test_no_two_roots_are_called_the_same(views: tuple[SystemView, ...], called: list[str]) -> None:
    assert list(names(desks(*views)).values()) == called


def test_a_name_from_a_file_carries_nothing_a_terminal_obeys() -> None:
    (one,) = glances(found := desks(at(f"/srv/{HOSTILE}", HOSTILE)), found[0])
    assert all(char.isprintable() for char in one.name + one.root)


def test_a_root_that_is_not_read_yet_or_no_more_says_so() -> None:
    fresh, lost = Desk(Stage(at("/srv/a"))), desks(at("/srv/b"))[0]
    lost.lost = "the folder is gone"
    first, second = glances([fresh, lost], lost)
    assert (first.name, first.chip[0], first.trouble) == ("a", "… READING", "")
    assert (second.name, second.chip[0], second.trouble) == ("b", "✗ LOST", "the folder is gone")


def test_trouble_names_the_file_where_it_is_not_the_root_itself() -> None:
    here = replace(at("/srv/a"), state_problem=Problem("/srv/a", "no MOIE root here"))
    there = replace(at("/srv/b"), state_problem=Problem("state.json:3:1", "torn"))
    found = desks(here, there)
    assert [one.trouble for one in glances(found, found[0])] == ["no MOIE root here", "state.json:3:1: torn"]


@pytest.mark.parametrize("width", [20, 40, 60, 79, 119])
@pytest.mark.parametrize("count", [2, 4, 10])
def test_the_tabs_fit_and_the_one_in_front_keeps_its_name(width: int, count: int) -> None:
    found = desks(*(at(f"/srv/number-{one}") for one in range(count)))
    shown = tabs(glances(found, found[1]), NOW, width)
    assert "number-1" in words_of(shown[1])
    assert [words_of(one).split()[0].rstrip("●▲✗") for one in shown] == [str(at + 1) for at in range(count)]
    if width >= 60:
        assert sum(map(width_of, shown)) + BETWEEN * count <= width


def test_a_cell_belongs_to_the_tab_that_is_drawn_there() -> None:
    found = desks(at("/srv/a"), at("/srv/b"))
    shown = tabs(glances(found, found[0]), NOW, 80)
    first = width_of(shown[0])
    assert [number_at(shown, x) for x in (0, first, first + BETWEEN, 79)] == [1, 1, 2, 0]


def test_a_late_job_is_not_counted_among_the_failing_ones() -> None:
    found = desks(at("/srv/a"))
    (one,) = glances(found, found[0])
    assert (one.jobs, one.failing, one.late_jobs) == (3, 1, 1)
    assert words_of(cells(one, NOW)[6]).split() == ["✗", "1", "▲", "1"]
    assert words_of(cells(replace(one, failing=0), NOW)[6]).split() == ["▲", "1", "of", "3"]
