from __future__ import annotations

import json
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from tests.cli.conftest import Moie
from tests.roots import Root
from tests.waiting import PATIENCE


def lay(root: Root, *messages: str, ago: float = 0, **more: object) -> None:
    """Lines of now, or so many minutes ago."""
    moment = datetime.now(UTC) - timedelta(minutes=ago)
    path = root.folder / "logs" / f"events-{moment.date()}.jsonl"
    path.parent.mkdir(exist_ok=True)
    lines = ({"timestamp": moment.isoformat(), "message": message, **more} for message in messages)
    with path.open("a") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)


def test_the_newest_events_are_shown_with_what_was_left_out(moie: Moie, root: Root) -> None:
    assert moie("events").out == "No event yet.\n"
    lay(root, "one", "two \x1b[2J", level="error", category="job")
    with (root.folder / "logs" / f"events-{datetime.now(UTC).date()}.jsonl").open("a") as file:
        file.write("torn\n")
    lay(root, "three")
    said = moie("events", "--limit", "3")
    first, _, third, older, unreadable = said.out.splitlines()
    assert first.endswith("✗  job  two")
    assert third.endswith("three")
    assert (older, unreadable) == ("older ones: --limit 6", "1 line of those searched is no event")


def test_where_nothing_fits_a_category_nobody_writes_is_told_with_those_there_are(
    moie: Moie, root: Root
) -> None:
    lay(root, "one", category="job")
    lay(root, "two", category="heartbeat")
    said = moie("events", "--category", "jobs")
    assert said.out == "No event fits; the categories known here: heartbeat, job.\n"
    assert moie("events", "--category", "job", "--grep", "three").out == "No event fits.\n"


def test_events_are_found_by_level_category_text_and_time(moie: Moie, root: Root) -> None:
    lay(root, "old failure", ago=90, level="error", category="job")
    lay(root, "failure", level="error", category="job", metadata={"job": "2.1", "odd": float("nan")})
    lay(root, "fine", category="job")
    lay(root, "failure", level="warning", category="backup")

    def found(*words: str) -> list[str]:
        return [f"{one['category']}: {one['message']}" for one in moie("events", "--json", *words).json]

    assert found("--level", "error") == ["job: old failure", "job: failure"]
    assert found("--category", "job", "--since", "1h") == ["job: failure", "job: fine"]
    assert found("--category", "job", "--category", "backup", "--grep", "failure", "--limit", "2") == [
        "job: failure",
        "backup: failure",
    ]
    assert found("--job", "2.1") == ["job: failure"]
    assert found("--grep", "job=2.1") == ["job: failure"]
    assert found("--until", "1h ago") == ["job: old failure"]
    (one,) = moie("events", "--json", "--grep", "odd=").json
    assert one.keys() == {"timestamp", "level", "category", "message", "metadata", "place"}
    assert one["metadata"] == {"job": "2.1", "odd": None}


@pytest.mark.parametrize(
    "words",
    [
        ["--since", "soon"],
        ["--limit", "0"],
        ["--level", "loud"],
        ["--follow", "--until", "1h ago"],
        ["--since", "1h", "--until", "2h"],
    ],
)
def test_a_call_nobody_can_mean_is_refused_in_one_line(moie: Moie, words: list[str]) -> None:
    said = moie("events", *words)
    assert (said.code, said.err.count("\n")) == (2, 1)


@pytest.mark.long
def test_following_shows_each_new_line_as_it_comes_and_ends_cleanly(root: Root) -> None:
    lay(root, "before", "noise")
    words = ["--root", str(root.folder), "events", "--follow", "--json", "--grep", "!noise"]
    with subprocess.Popen(
        [sys.executable, "-m", "moie_tui", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["message"] == "before"
        for number in range(10):
            lay(root, "noise", str(number))
            assert json.loads(process.stdout.readline())["message"] == str(number)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (130, "", "")


@pytest.mark.long
def test_followed_lines_stand_below_each_other_and_lose_nothing(root: Root) -> None:
    lay(root, "one", category="job")
    lay(root, "two", level="error", category="heartbeat")
    lay(root, "three", category="a_long_category")
    words = ["--root", str(root.folder), "events", "--follow"]
    with subprocess.Popen(
        [sys.executable, "-m", "moie_tui", *words], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        shown = [process.stdout.readline().rstrip("\n").partition("  ")[2] for _ in range(3)]
        process.send_signal(signal.SIGINT)
    assert shown == ["   job        one", "✗  heartbeat  two", "   a_long_category  three"]
