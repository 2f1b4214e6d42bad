"""Text from files is hostile: what may be shown of it."""

from __future__ import annotations

import re

_BREAKS = re.compile("\r\n|[\n\r\x85\u2028\u2029]")

# Terminals carry these out in the middle of a sequence and go on with it; ESC, CAN and SUB end it.
_INSIDE = r"\x00-\x17\x19\x1c-\x1f\x7f"
# Every part but the introducer is optional, so a cut sequence goes too and nothing is ever tried twice.
_SEQUENCES = re.compile(
    rf"(?:\x1b[{_INSIDE}]*\[|\x9b)[0-?{_INSIDE}]*[ -/{_INSIDE}]*[@-~]?"
    rf"|(?:\x1b[{_INSIDE}]*[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x18\x1a\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    rf"|(?:\x1b[{_INSIDE}]*[NO]|[\x8e\x8f])[ -~]?"
    rf"|\x1b[ -/{_INSIDE}]*[0-~]?"
)

# Printable by Unicode's word, but of no width, or a blank that is none.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def plain(text: object, *, newline: str = " ") -> str:
    """The printable part of `text` on one line: no escape sequences, control, bidi or zero-width characters.

    `newline` replaces line breaks (give "\\n" to keep them), which end any sequence; a tab is a space."""
    raw = str(text)
    if raw.isascii() and raw.isprintable():
        return raw
    return newline.join(_printable(_SEQUENCES.sub("", line)) for line in _BREAKS.split(raw))


def shorten(text: str, width: int) -> str:
    """At most `width` characters, the last an ellipsis when something was cut."""
    if len(text) <= width:
        return text
    return text[: width - 1] + "…" if width > 0 else ""


def _printable(line: str) -> str:
    shown = line if line.isprintable() else "".join(_shown(one) for one in line)
    return _INVISIBLE.sub("", shown)


def _shown(one: str) -> str:
    if one.isprintable():
        return one
    return " " if one == "\t" or (one.isspace() and one > "\x9f") else ""
