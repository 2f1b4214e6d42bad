from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.errors import Refused
from moie_tui.timers.cron_table import CronTable

MARKS = CronTable("/srv/my root")
BLOCK = ["# about", "*/10 * * * * moie pulse"]
TABLES = [
    b"",
    b"\n",
    b"MAILTO=me\n0 * * * * x\n",
    b"0 * * * * no newline at the end",
    b"0 * * * * x\r\n# CRLF\r\n",
    b"0 * * * * x\r\n# CRLF without its last one\r",
    b"# no text: \xff\xfe \x85\x0b\n\n\n  0 * * * * \xc3\xa9  \n",
]


@pytest.mark.parametrize("table", TABLES)
def test_what_comes_in_goes_out_again_to_the_byte(table: bytes) -> None:
    installed = MARKS.with_block(table, BLOCK)
    assert installed.startswith(table)
    assert MARKS.block(installed)[-2:] == BLOCK
    assert MARKS.without_block(installed) == table


@given(table=st.binary(), twice=st.lists(st.sampled_from(BLOCK)))
def test_any_table_survives_coming_and_going(table: bytes, twice: list[str]) -> None:
    installed = MARKS.with_block(MARKS.with_block(table, twice), BLOCK)
    assert installed == MARKS.with_block(installed, BLOCK)
    assert MARKS.without_block(installed) == table


def test_a_new_block_takes_the_place_of_the_old_one() -> None:
    table = MARKS.with_block(b"before\n", ["old"]) + b"after\n"
    changed = MARKS.with_block(table, BLOCK)
    assert changed == table.replace(b"old\n", b"\n".join(map(str.encode, BLOCK)) + b"\n")
    assert MARKS.without_block(changed) == b"before\nafter\n"


def test_lines_that_came_after_the_block_do_not_join_the_one_before_it() -> None:
    table = MARKS.with_block(b"before", BLOCK) + b"after\n"
    assert MARKS.without_block(table) == b"before\nafter\n"


def test_several_roots_live_side_by_side() -> None:
    others = [CronTable("/srv/my root 2"), CronTable("/srv/my"), CronTable("/srv/my root")]
    table = b"# mine\n"
    for marks in others:
        table = marks.with_block(table, BLOCK)
    assert others[0].without_block(others[2].without_block(others[1].without_block(table))) == b"# mine\n"


def test_a_block_that_an_editor_gave_other_line_ends_is_still_ours() -> None:
    table = MARKS.with_block(b"x\n", BLOCK).replace(b"\n", b"\r\n")
    assert MARKS.block(table) == BLOCK
    assert MARKS.without_block(table) == b"x\r\n"


@pytest.mark.parametrize("cut", [b"# >>> moie /srv/my root >>>\n", b"# <<< moie /srv/my root <<<\n"])
def test_marks_that_do_not_pair_are_left_to_the_operator(cut: bytes) -> None:
    for act in (MARKS.without_block, MARKS.block, lambda table: MARKS.with_block(table, BLOCK)):
        with pytest.raises(Refused, match="do not pair"):
            act(b"x\n" + cut + b"y\n")


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
def test_lines_put_out_come_back_to_the_byte(end: bytes) -> None:
    table = b"keep\n  \t*/10 * * * * python3 /srv/p\xffulse.py  " + end
    (line,) = [
        one.strip()
        for one in table.decode(errors="replace").split("\n")
        if "pulse" in one.lower() or "p\ufffd" in one
    ]
    out = MARKS.put_out(table, {line})
    assert out.splitlines()[1].startswith(b"# replaced by moie ")
    assert MARKS.put_back(out) == table
    assert CronTable("/srv/other").put_back(out) == out
