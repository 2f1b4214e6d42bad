"""JSON for scripts: values exact, and nothing in it that moves a terminal."""

from __future__ import annotations

import json
import sys

from moie_tui.values import pattern

_UNSHOWN = pattern(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def print_json(value: object) -> None:
    """One document on stdout, two spaces deep."""
    print(as_json_text(value, unicode=_is_unicode(sys.stdout.encoding)))


def print_json_line(value: object) -> None:
    """One document on one line of stdout."""
    print(as_json_text(value, unicode=_is_unicode(sys.stdout.encoding), indent=None))


def as_json_text(value: object, *, unicode: bool = True, indent: int | None = 2) -> str:
    """`value` as JSON, with control and bidi characters as escapes; all but ASCII so when not `unicode`."""
    shown = json.dumps(value, indent=indent, ensure_ascii=not unicode, allow_nan=False)
    return _UNSHOWN.sub(lambda found: json.dumps(found[0])[1:-1], shown)


def _is_unicode(encoding: str | None) -> bool:
    return (encoding or "").lower().replace("-", "").startswith("utf")
