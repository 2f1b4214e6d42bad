"""Text from files is hostile: what may be shown of it."""

from __future__ import annotations

import re

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])")
_UNSHOWN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def plain(text: object, *, newline: str = " ") -> str:
    """The printable part of `text` on one line: no escape sequences, control or bidi characters.

    `newline` replaces line breaks (give "\\n" to keep them); tabs become one space."""
    kept = _ESCAPES.sub("", str(text)).replace("\r\n", "\n").replace("\r", "\n")
    lines = kept.replace("\u2028", "\n").replace("\u2029", "\n").replace("\t", " ").split("\n")
    return newline.join(_UNSHOWN.sub("", line) for line in lines)


def shorten(text: str, width: int) -> str:
    """At most `width` characters, the last an ellipsis when something was cut."""
    return text if len(text) <= width else text[: max(0, width - 1)] + "…"
