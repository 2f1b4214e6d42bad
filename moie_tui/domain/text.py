"""Text from files is hostile: what may be shown of it."""

from __future__ import annotations

from moie_tui.values import pattern

_BREAKS = pattern("\r\n|[\n\r\x85\u2028\u2029]")

# Terminals carry these out in the middle of a sequence and go on with it; ESC, CAN and SUB end it.
_INSIDE = r"\x00-\x17\x19\x1c-\x1f\x7f"
# Every part but the introducer is optional, so a cut sequence goes too and nothing is ever tried twice.
_SEQUENCES = pattern(
    rf"(?:\x1b[{_INSIDE}]*\[|\x9b)[0-?{_INSIDE}]*[ -/{_INSIDE}]*[@-~]?"
    rf"|(?:\x1b[{_INSIDE}]*[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x18\x1a\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    rf"|(?:\x1b[{_INSIDE}]*[NO]|[\x8e\x8f])[ -~]?"
    rf"|\x1b[ -/{_INSIDE}]*[0-~]?"
)

# Printable by Unicode's word, but of no width, or a blank that is none.
_INVISIBLE = frozenset(
    (
        *"\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0",
        *map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))),
    )
)


def plain(text: object, *, newline: str = " ") -> str:
    """The printable part of `text` on one line: no escape sequences, control, bidi or zero-width characters.

    `newline` replaces line breaks (give "\\n" to keep them), which end any sequence; a tab is a space."""
    raw = str(text)
    if raw.isprintable():
        return raw if raw.isascii() else _visible(raw)
    return newline.join(_printable(_SEQUENCES.sub("", line)) for line in _BREAKS.split(raw))


def shorten(text: str, width: int) -> str:
    """At most `width` characters, the last an ellipsis when something was cut."""
    if len(text) <= width:
        return text
    return text[: width - 1] + "…" if width > 0 else ""


def _printable(line: str) -> str:
    shown = line if line.isprintable() else "".join(_shown(one) for one in line)
    return _visible(shown)


def _visible(line: str) -> str:
    return line if _INVISIBLE.isdisjoint(line) else "".join(one for one in line if one not in _INVISIBLE)


def _shown(one: str) -> str:
    if one.isprintable():
        return one
    return " " if one == "\t" or (one.isspace() and one > "\x9f") else ""
