from __future__ import annotations

import json

from moie_tui.cli.json_text import as_json_text

HOSTILE = "red\x1b[31m \x9b31m \u202eevil \ufeff \udc80 \U000e0041 é 部"


def test_what_would_move_a_terminal_is_escaped_and_the_value_stays_exact() -> None:
    shown = as_json_text({"task": HOSTILE})
    assert all(one.isprintable() or one in "\n" for one in shown)
    assert "é 部" in shown
    assert json.loads(shown) == {"task": HOSTILE}


def test_another_encoding_than_unicode_gets_only_ascii() -> None:
    assert as_json_text("é", unicode=False) == '"\\u00e9"'
