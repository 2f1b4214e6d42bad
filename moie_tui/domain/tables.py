"""Rows as text for other programs and people: CSV, JSON and Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from moie_tui.domain.text import plain
from moie_tui.values import pattern

_NEEDS_QUOTES = pattern('[",\r\n]')
_FORMULA = pattern(r"[=+@\t\r]|-(?![0-9.])")
"""How a text begins that a spreadsheet would carry out."""
_SIGNS = pattern(r"([\\`*_{}\[\]<>#|~&])")

Record = Mapping[str, object]


def as_json(value: object) -> str:
    """Two spaces of indent, text as it is, a newline at the end."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n"


def as_csv(records: Sequence[Record]) -> str:
    """A line of names, then one a record; what is no plain value stands there as JSON."""
    names = list(dict.fromkeys(name for record in records for name in record))
    lines = [names, *([_csv_words(record.get(name)) for name in names] for record in records)]
    # A line of nothing would be taken for none.
    return "".join((",".join(map(_csv_cell, line)) or '""') + "\r\n" for line in lines)


def as_markdown(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; columns without a name are left without one."""
    lines = [names, ["---"] * len(names), *rows]
    body = [[one if at == 1 else escaped(one.strip()) for one in line] for at, line in enumerate(lines)]
    return "".join("| " + " | ".join(line) + " |\n" for line in body)


def fields_as_markdown(record: Record) -> str:
    """One row a field."""
    rows = [
        (name, one if isinstance(one, str) else json.dumps(one, default=str)) for name, one in record.items()
    ]
    return as_markdown(("field", "value"), rows)


def fenced(text: str) -> str:
    """Text as a block that nothing in it can end."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{plain(text, newline=chr(10)).rstrip()}\n{fence}\n"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return _SIGNS.sub(r"\\\1", plain(text))


def _words(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _csv_words(value: object) -> str:
    # A leading quote, which spreadsheets hide, keeps the cell a text.
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else _words(value)


def _csv_cell(words: str) -> str:
    return '"' + words.replace('"', '""') + '"' if _NEEDS_QUOTES.search(words) else words
