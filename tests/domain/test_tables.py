"""Rows as text that other programs read back, whatever is in them."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.tables import as_csv, as_json, as_markdown, fenced, fields_as_markdown

HOSTILE = 'a "b", c\nd'


def test_csv_has_every_key_and_reads_back_as_it_was() -> None:
    text = as_csv([{"id": "1.1", "n": 3, "on": True}, {"id": HOSTILE, "more": ["x"], "none": None}])
    assert list(csv.DictReader(io.StringIO(text, newline=""))) == [
        {"id": "1.1", "n": "3", "on": "true", "more": "", "none": ""},
        {"id": HOSTILE, "n": "", "on": "", "more": '["x"]', "none": ""},
    ]


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-cmd", "\tx"])
def test_csv_is_nothing_a_spreadsheet_carries_out(text: str) -> None:
    (row,) = csv.DictReader(io.StringIO(as_csv([{"a": text}]), newline=""))
    assert row["a"] == f"'{text}"


def test_csv_leaves_numbers_and_words_alone() -> None:
    assert as_csv([{"a": "-3.5", "b": -2, "c": "–"}]) == "a,b,c\r\n-3.5,-2,–\r\n"


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.text("x\",'\n\r= é"), min_size=1), min_size=1))
def test_csv_keeps_every_text(records: list[dict[str, str]]) -> None:
    read = list(csv.DictReader(io.StringIO(as_csv(records), newline="")))
    assert [{k: v.removeprefix("'") for k, v in row.items() if v} for row in read] == [
        {k: v.removeprefix("'") for k, v in record.items() if v} for record in records
    ]


def test_markdown_shows_signs_instead_of_meaning_them_and_stays_in_its_row() -> None:
    text = as_markdown(("id", ""), [("[x](y)", "a | b\n<b>")])
    assert text == "| id |  |\n| --- | --- |\n| \\[x\\](y) | a \\| b \\<b\\> |\n"
    assert "| n | 3 |" in fields_as_markdown({"n": 3})


def test_json_keeps_text_and_a_fence_is_longer_than_any_inside() -> None:
    assert json.loads(as_json({"a": "é\x1b"})) == {"a": "é\x1b"}
    assert fenced("a\n````\nb\x1b[2J") == "`````text\na\n````\nb\n`````\n"
