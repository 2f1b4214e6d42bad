from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from moie_tui.values.classes import asdict, dataclass, field, fields, replace


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int = 2
    tags: list[str] = field(default_factory=list)
    note: str = field(default="", compare=False)


@dataclass(frozen=True)
class Deep(Point):
    inside: Point | None = None


@dataclass
class Mutable:
    name: str
    length: int = field(init=False)

    def __post_init__(self) -> None:
        self.length = len(self.name)


@dataclass(frozen=True, slots=True, order=True)
class Version:
    major: int
    minor: int = 0
    secret: str = field(default="", repr=False)


def test_a_value_is_made_by_place_or_by_name_with_its_defaults() -> None:
    assert (Point(1).x, Point(1).y, Point(x=1, y=5).y) == (1, 2, 5)
    assert Point(1).tags == []
    assert Point(1).tags is not Point(1).tags
    assert Mutable("four").length == 4


def test_many_values_are_made_as_the_first_ones_were() -> None:
    class Counted:
        made = 0

    @dataclass
    class Busy(Counted):
        name: str
        tags: list[str] = field(default_factory=list)
        length: int = field(init=False)
        limit: int = 3

        def __post_init__(self) -> None:
            Counted.made += 1
            self.length = len(self.name)

    many = [Busy(f"{at:03}", limit=at) for at in range(50)]
    assert [(one.name, one.tags, one.length, one.limit) for one in many] == [
        (f"{at:03}", [], 3, at) for at in range(50)
    ]
    assert Counted.made == 50
    assert len({id(one.tags) for one in many}) == 50


def test_what_no_field_takes_is_refused_as_by_any_function() -> None:
    for given, named in (((), {}), ((1, 2, [], "", 5), {}), ((1,), {"z": 1}), ((1,), {"x": 2})):
        made: Any = Point
        with pytest.raises(TypeError, match="__init__"):
            made(*given, **named)


def test_a_frozen_value_can_not_be_changed() -> None:
    point: Any = Point(1)
    for change in (
        lambda: setattr(point, "x", 2),
        lambda: delattr(point, "x"),
        lambda: setattr(point, "z", 2),
    ):
        with pytest.raises(AttributeError, match="can't be set"):
            change()
    assert not hasattr(point, "__dict__")
    mutable = Mutable("a")
    mutable.name = "b"
    assert mutable.name == "b"


def test_values_are_equal_by_what_is_compared_and_only_within_their_class() -> None:
    assert Version(1) == Version(1, 0) != Version(1, 1)
    assert Point(1, note="a") == Point(1, note="b")
    assert Deep(1) != Point(1)
    assert len({Version(1), Version(1, 0)}) == 1
    with pytest.raises(TypeError, match="unhashable"):
        hash(Mutable("a"))
    assert sorted([Version(2), Version(1, 5), Version(1)]) == [Version(1), Version(1, 5), Version(2)]
    other: Any = 1
    with pytest.raises(TypeError):
        assert Version(1) < other


def test_a_value_can_be_shown_copied_pickled_matched_and_taken_apart() -> None:
    deep = Deep(1, inside=Point(3))
    assert repr(Version(1)) == "Version(major=1, minor=0)"
    assert copy.deepcopy(deep) == deep == pickle.loads(pickle.dumps(deep))
    assert replace(deep, y=7) == Deep(1, 7, inside=Point(3))
    assert replace(Mutable("a"), name="abc").length == 3
    assert asdict(deep)["inside"] == {"x": 3, "y": 2, "tags": [], "note": ""}
    assert [one.name for one in fields(Deep)] == ["x", "y", "tags", "note", "inside"]
    match Version(1, 2):
        case Version(major, minor):
            assert (major, minor) == (1, 2)


def test_nothing_is_compiled_for_a_class_of_few_instances() -> None:
    @dataclass(frozen=True)
    class Late:
        x: int

    made: Any = Late
    assert made.__init__.__code__.co_filename != "<string>"
    assert Late(1).x == 1
    assert made.__init__.__code__.co_filename != "<string>"
    assert [Late(at).x for at in range(20)] == [*range(20)]
    assert made.__init__.__code__.co_filename == "<string>"


def test_a_method_of_the_class_itself_stays() -> None:
    @dataclass(frozen=True)
    class Own:
        x: int

        def __eq__(self, other: object) -> bool:
            return True

        def __repr__(self) -> str:
            return "own"

    assert Own(1) == Own(2)
    assert repr(Own(1)) == "own"
