"""Words that monkeys type and that files hold: plain, hostile, wide, empty, long."""

from __future__ import annotations

WORDS = (
    "Deep Research Scan",
    "backup",
    "",
    "[@click=app.quit()]x[/][bold red]",
    "\x1b]0;own\x07\x1b[2J\x1b[31mred",
    "\u202eevil\u2066\u200b",
    "one\ntwo\r\nthree\x85four",
    "日本語の仕事 ｆｕｌｌ",
    "e\u0301a\u0300 👩‍🚀",
    "word " * 60,
    "x" * 400,
)
