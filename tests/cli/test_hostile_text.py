"""What a hostile root looks like to every command that answers people."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Moie
from tests.hostile_root import MARKUP, TEXTS, hostile_root
from tests.roots import Root

pytestmark = pytest.mark.long

COMMANDS = (
    ["status"],
    ["jobs"],
    ["history", "{text}"],
    ["history", "none {text}"],
    ["backups"],
    ["diff", "latest"],
    ["diff", "{text}"],
    ["operations"],
    ["config"],
    ["config", "show"],
    ["config", "validate"],
    ["validate"],
    ["validate", "{text}"],
    *(
        [*words, "--dry-run"]
        for words in (
            ["trust"],
            ["pulse"],
            ["backup", "--note", "{text}"],
            ["rollback"],
            ["rollback", "{text}"],
            ["undo"],
            ["migrate", "--to", "3"],
            ["pin"],
            ["prune"],
            ["record", "{text}", "failure", "--error", "{text}"],
        )
    ),
    ["trust", "--yes"],
    ["pulse"],
    ["record", "{text}", "failure", "--error", "{text}"],
    ["rollback", "--yes"],
    ["undo", "--yes"],
    ["migrate", "--to", "3", "--yes"],
    ["{text}"],
    ["status", "--{text}"],
)


@pytest.fixture(params=TEXTS)
def text(request: pytest.FixtureRequest) -> str:
    return TEXTS[request.param]


@pytest.fixture
def root(tmp_path: Path, text: str) -> Root:
    return hostile_root(tmp_path, text)


def test_every_command_shows_it_as_plain_text(moie: Moie, root: Root, text: str) -> None:
    shown: dict[str, str] = {}
    for words in COMMANDS:
        said = moie(*(word.replace("{text}", text) for word in words))
        assert said.code in (0, 1, 2, 3, 6), (words, said.err)
        both = said.out + said.err
        assert [one for one in both if not one.isprintable() and one != "\n"] == [], words
        assert "Traceback" not in both, (words, both)
        assert "unexpected" not in said.err, (words, said.err)
        shown[" ".join(words)] = both
    silent = [words for words, both in shown.items() if not both.strip()]
    assert silent == []
    for words in ("status", "jobs", "diff latest", "backups", "trust --dry-run", "pulse --dry-run", "{text}"):
        assert MARKUP in shown[words], words
