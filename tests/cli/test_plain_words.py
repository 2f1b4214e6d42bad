"""Words read by hand and by argparse: never two opinions."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.cli.argparsing import parse
from moie_tui.cli.main import COMMANDS
from moie_tui.cli.options import Parser, add_global
from moie_tui.cli.plain_words import read_plainly

MODULES = {word: name for group in COMMANDS.values() for word, (name, _) in group.items()}
VALUES = ["x", "5", "1.5", "-1", "-", "--", "--nope", "", "latest", "show", "done", "success", "info", "a b"]


def declared_by(word: str) -> Parser:
    parser = Parser(f"moie {word}", "")
    add_global(parser)
    import_module(f"moie_tui.cli.{MODULES[word]}").configure(parser)
    return parser


def names_of(parser: Parser) -> list[str]:
    return [name for names, _ in parser.declared for name in names if name.startswith("-")]


@st.composite
def calls(draw: st.DrawFn) -> tuple[Parser, list[str]]:
    parser = declared_by(draw(st.sampled_from(sorted(MODULES))))
    some = st.sampled_from([*names_of(parser), "--root=x", "--jso", "-h"]) | st.sampled_from(VALUES)
    return parser, draw(st.lists(some, max_size=5))


@given(calls())
def test_what_is_read_by_hand_argparse_reads_the_same(call: tuple[Parser, list[str]]) -> None:
    parser, words = call
    before = {"root": ["first"], "words": []}
    ours, theirs = SimpleNamespace(**before), SimpleNamespace(**before)
    if read_plainly(parser.declared, words, ours):
        parse(parser.declared, {"prog": "moie"}, words, theirs)
        assert vars(ours) == vars(theirs)
    else:
        assert vars(ours) == before


@pytest.mark.parametrize("word", sorted(MODULES))
def test_defaults_are_argparses(word: str) -> None:
    parser = declared_by(word)
    places = [facts for names, facts in parser.declared if not names[0].startswith("-")]
    words = [next(iter(facts.get("choices", ["x"]))) for facts in places if "nargs" not in facts]
    ours, theirs = SimpleNamespace(), SimpleNamespace()
    assert read_plainly(parser.declared, words, ours)
    parse(parser.declared, {"prog": "moie"}, words, theirs)
    assert vars(ours) == vars(theirs)


@pytest.mark.parametrize("word", sorted(MODULES))
def test_each_option_said_in_full_needs_no_argparse(word: str) -> None:
    parser = declared_by(word)
    plain = [n for names, facts in parser.declared if facts.get("action") == "store_true" for n in names]
    places = [facts for names, facts in parser.declared if not names[0].startswith("-")]
    words = [next(iter(facts.get("choices", ["x"]))) for facts in places if "nargs" not in facts]
    options = SimpleNamespace()
    assert read_plainly(parser.declared, [*words, "--root", "there", *plain], options)
    assert options.root == ["there"]
    assert all(getattr(options, name[2:].replace("-", "_")) is True for name in plain)
