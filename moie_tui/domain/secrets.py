"""What must not be told to others: recognized by its name, by its shape, or because it is known.

It errs on the side of removing. What nobody could tell from ordinary text stays: look before you send."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from moie_tui.values import pattern

REMOVED = "‹removed›"
SHORTEST = 6
"""Known secrets of fewer characters are not looked for: half of any text would be one."""

_WORDS = (
    r"token|secret|passw(?:or)?d|passphrase|api[_-]?key|access[_-]?key|private[_-]?key|credentials?"
    r"|authorization"
)
_SECRET_KEY = pattern(rf"{_WORDS}|passw|(^|_)urls?$|_key$", re.IGNORECASE)
_REST = r"[\w.-]{0,40}"
"""Of a name, before or after the word that tells; bounded, so that no line takes long."""
_VALUE = r"""(?P<value>\\"(?:[^"\\\n]|\\[^"\n])*\\"|"(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?|[^\s"'\\,;&}\])]+)"""
_SHAPES = (
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL),
    re.compile(r"\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{16,}"),
    re.compile(r"\bsk-[\w-]{16,}|\bxox[abeoprs]-[\w-]{10,}|\bAKIA[0-9A-Z]{16}\b|\bAIza[\w-]{30,}"),
    re.compile(r"\beyJ[\w-]{8,2000}\.[\w-]{8,2000}\.[\w-]*"),
    re.compile(r"(?<=hooks\.slack\.com/services/)[\w/]+|(?<=discord\.com/api/webhooks/)[\w/-]+"),
)
_DRAWN = pattern(r"<text [^>]*-line-(?P<line>\d+)\)[^>]*>(?P<words>[^<]*)</text>")
"""A piece of a line in the pictures that rich makes."""
_NO_SECRETS = ("", "null", "none", "true", "false")
_IN_ADDRESS = pattern(r"(?<=://)[^/@\s\"']+(?=@)")
_BEARER = pattern(r"\b((?:Bearer|Basic)\s+)[\w+/=.~-]{6,}", re.IGNORECASE)
_NAMED = pattern(
    rf"""(?P<head>(?:{_WORDS}|_(?:key|pass|pwd)){_REST}\\?["']?\s{{0,8}}(?:=>|[:=])\s{{0,8}}){_VALUE}""",
    re.IGNORECASE,
)
_OPTION = pattern(rf"(?P<head>(?<!\w)--?{_REST}(?:{_WORDS}){_REST}\s{{1,8}}){_VALUE}", re.IGNORECASE)
_USER = pattern(r"(?P<head>(?<!\w)-u\s{0,8}\w{1,80}:)(?P<value>[^\s\"']+)")


def is_secret_name(name: str) -> bool:
    """Whether what stands under this key is not to be told."""
    return bool(_SECRET_KEY.search(name))


def without_secrets(text: str, known: Collection[str] = ()) -> str:
    """The text with REMOVED in the place of each secret; `known` ones are taken out wherever they stand."""
    for secret in sorted(known, key=len, reverse=True):
        if len(secret) >= SHORTEST:
            text = text.replace(secret, REMOVED)
    for shape in _SHAPES:
        text = shape.sub(REMOVED, text)
    text = _IN_ADDRESS.sub(REMOVED, text)
    text = _BEARER.sub(rf"\1{REMOVED}", text)
    for named in (_OPTION, _USER, _NAMED):
        text = named.sub(_hidden, text)
    return text


def value_without_secrets(value: Any, known: Collection[str] = ()) -> Any:
    """The same for a parsed document: by the names of its keys, and in each of its texts."""
    if isinstance(value, Mapping):
        return {
            str(key): _hide_all(one)
            if is_secret_name(str(key)) and not _is_count(str(key), one)
            else value_without_secrets(one, known)
            for key, one in value.items()
        }
    if isinstance(value, list | tuple):
        return [value_without_secrets(one, known) for one in value]
    return without_secrets(value, known) if isinstance(value, str) else value


def picture_without_secrets(svg: str, lines: Sequence[str], known: Collection[str] = ()) -> str:
    """A picture of a terminal without the lines, as `lines` tells them, in which there is a secret."""
    bad = {at for at, line in enumerate(lines) if without_secrets(line, known) != line}

    def drawn(found: re.Match[str]) -> str:
        words = html.unescape(found["words"]).replace("\xa0", " ")
        return "" if int(found["line"]) in bad or without_secrets(words, known) != words else found[0]

    return _DRAWN.sub(drawn, svg)


def secrets_in(value: Any, *, secret: bool = False) -> Iterator[str]:
    """Every text of a parsed document that stands under the name of a secret."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            # The name of a variable is no secret, its value is.
            of_secret = is_secret_name(str(key)) and not str(key).endswith("_env")
            yield from secrets_in(one, secret=secret or of_secret)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from secrets_in(one, secret=secret)
    elif secret and isinstance(value, str):
        yield value


def _is_count(name: str, value: object) -> bool:
    """Whether it says how many tokens a model may use, as `max_tokens: 4096` does."""
    return name.lower().endswith("tokens") and pattern(r"\d{1,12}").fullmatch(str(value)) is not None


def _hide_all(value: Any) -> Any:
    """Nothing of it; that there is nothing may be told."""
    if isinstance(value, list | tuple):
        return [_hide_all(one) for one in value]
    return value if value in (None, "", False, True) or value == {} else REMOVED


def _hidden(found: re.Match[str]) -> str:
    head, value = found["head"], found["value"]
    if _is_count(head.rstrip("\"'\\:=> "), value):
        return found[0]
    if REMOVED in value or value.strip("\"'\\").lower() in _NO_SECRETS:
        return found[0]
    mark = next((one for one in ('\\"', '"', "'") if value.startswith(one)), "")
    return f"{head}{mark}{REMOVED}{mark}"
