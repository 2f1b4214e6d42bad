"""Silence about a subject, and alerts somebody has taken on: planned, run, undone to the byte."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from moie_tui.domain.errors import UsageError
from tests.builders import a_state
from tests.roots import Root


@pytest.fixture
def root(tmp_path: Path) -> Root:
    return Root(tmp_path, a_state(), config="alerts: {mute: [mirror]}\n")


def quiet(root: Root) -> bytes | None:
    path = root.folder / ".moie" / "quiet.json"
    return path.read_bytes() if path.exists() else None


def plan(root: Root, name: str, **arguments: object) -> tuple[list[str], tuple[str, ...], str]:
    workspace = root.workspace
    found = workspace.plan(workspace.operation(name, **arguments))
    return [str(one.after) for one in found.effects], found.warnings, found.same_as


def test_a_mute_says_what_how_long_and_why_and_ends_by_itself(root: Root) -> None:
    arguments = {"what": "1.1", "span": timedelta(hours=2), "why": "moving disks"}
    effects, warnings, same_as = plan(root, "mute", **arguments)
    assert (effects, warnings) == (["1.1 for 2h: moving disks"], ())
    assert same_as == "moie alerts mute 1.1 --for 2h --why 'moving disks'"
    assert quiet(root) is None
    root.do("mute", **arguments)
    (mute,) = root.workspace.stores.quiet.read().mutes
    assert (mute.what, mute.why, mute.holds(root.clock())) == ("1.1", "moving disks", True)
    assert not mute.holds(root.clock() + timedelta(hours=2))


def test_a_word_nobody_knows_is_muted_with_a_warning_even_while_the_state_is_broken(root: Root) -> None:
    assert plan(root, "mute", what="1.11")[1] == (
        "there is no job and no kind of alert '1.11'; did you mean 1.1?",
    )
    assert "; but there is no job" in root.do("mute", what="1.11").message
    assert plan(root, "mute", what="stale")[1] == ()
    (root.folder / root.name).write_text("{")
    assert plan(root, "mute", what="1.11")[1] == ()


def test_a_mute_takes_the_place_of_one_that_holds_and_sweeps_those_that_are_over(root: Root) -> None:
    root.do("mute", what="all", span=timedelta(minutes=5))
    root.do("mute", what="1.1")
    root.clock.advance(hours=1)
    root.do("mute", what="1.1", span=timedelta(hours=1))
    assert [one.what for one in root.workspace.stores.quiet.read().mutes] == ["1.1"]


def test_unmute_ends_it_and_says_what_the_config_mutes_all_the_same(root: Root) -> None:
    root.do("mute", what="mirror")
    assert "the config mutes it all the same" in root.do("unmute", what="mirror").message
    assert root.workspace.stores.quiet.read().mutes == ()
    assert root.do("unmute", what="1.1").outcome == "unchanged"


def test_a_span_of_nothing_is_refused(root: Root) -> None:
    with pytest.raises(UsageError):
        plan(root, "mute", what="all", span=timedelta())


def test_an_acknowledgement_keeps_who_and_the_note_and_sweeps_old_ones(root: Root) -> None:
    root.do("ack", key="heartbeat")
    root.clock.advance(days=31)
    outcome = root.do("ack", key="job:1.1", note="on it")
    assert outcome.message == "alert job:1.1 is acknowledged: on it"
    ((key, taken),) = root.workspace.stores.quiet.read().acknowledged.items()
    assert (key, taken.note) == ("job:1.1", "on it")
    assert "tests" in taken.origin


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("mute", {"what": "all"}), ("unmute", {"what": "1.1"}), ("ack", {"key": "heartbeat", "note": "x"})],
)
def test_each_is_undone_to_the_byte(root: Root, name: str, arguments: dict[str, str]) -> None:
    root.do("mute", what="1.1")
    before = quiet(root)
    root.do(name, **arguments)
    assert quiet(root) != before
    root.do("undo")
    assert quiet(root) == before


def test_the_first_one_undone_leaves_no_file(root: Root) -> None:
    root.do("ack", key="heartbeat")
    root.do("undo")
    assert quiet(root) is None
