"""JSON by the functions in C that `json` calls itself: what it imports and compiles besides is far dearer.

What is read and written is the same, and so are the errors; bytes are UTF-8."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from json.encoder import encode_basestring as quoted
    from typing import Any

    Scan = Callable[[str, int], tuple[Any, int]]
    _c: Any
else:
    try:
        import _json as _c
        from _json import encode_basestring as quoted
    except ImportError:  # a Python that has them not
        from json.encoder import encode_basestring as quoted

        _c = None

__all__ = ["Decoder", "dumps", "loads", "quoted"]
_OTHERWISE = AttributeError, TypeError
"""What comes of a Python that has these functions not, or has them called otherwise: then `json` does it."""
_BLANK = " \t\n\r"
_CONSTANTS = {"-Infinity": float("-inf"), "Infinity": float("inf"), "NaN": float("nan")}


class Decoder:
    """`json.JSONDecoder` with those of its hooks that we have."""

    strict, object_hook = True, None

    def __init__(
        self,
        *,
        object_pairs_hook: Callable[[list[tuple[str, Any]]], Any] | None = None,
        parse_float: Callable[[str], Any] = float,
        parse_int: Callable[[str], Any] = int,
        parse_constant: Callable[[str], Any] = _CONSTANTS.__getitem__,
    ) -> None:
        self.object_pairs_hook, self.parse_constant = object_pairs_hook, parse_constant
        self.parse_float, self.parse_int = parse_float, parse_int
        self._scan = _scanner(self)

    def decode(self, text: str) -> Any:
        """The value of a whole text; `json.JSONDecodeError` where that is no JSON."""
        value, end = self.raw_decode(text, len(text) - len(text.lstrip(_BLANK)))
        if text[end:].strip(_BLANK):
            raise _no_json("Extra data", text, len(text) - len(text[end:].lstrip(_BLANK)))
        return value

    def raw_decode(self, text: str, at: int = 0) -> tuple[Any, int]:
        """The value that begins there, and where it ends."""
        try:
            found: tuple[Any, int] = self._scan(text, at)
        except StopIteration as stop:
            raise _no_json("Expecting value", text, stop.value) from None
        return found


def loads(data: str | bytes) -> Any:
    """What `json.loads` gives."""
    return _decoder.decode(data.decode("utf-8", "surrogatepass") if isinstance(data, bytes) else data)


def dumps(value: object, *, ensure_ascii: bool = True, allow_nan: bool = True) -> str:
    """What `json.dumps` gives, on one line."""
    write = _writer(ensure_ascii, allow_nan)
    if write is not None:
        return "".join(write(value, 0))
    import json

    return json.dumps(value, ensure_ascii=ensure_ascii, allow_nan=allow_nan)


def _writer(ensure_ascii: bool, allow_nan: bool) -> Callable[[object, int], Iterable[str]] | None:
    try:
        spell = _c.encode_basestring_ascii if ensure_ascii else quoted
        return _c.make_encoder({}, _refuse, spell, None, ": ", ", ", False, False, allow_nan)  # type: ignore[no-any-return]
    except _OTHERWISE:
        return None


def _scanner(decoder: Decoder) -> Scan:
    try:
        return _c.make_scanner(decoder)  # type: ignore[no-any-return]
    except _OTHERWISE:
        from json import JSONDecoder
    hooks = "object_pairs_hook", "parse_float", "parse_int", "parse_constant"
    whole: Any = JSONDecoder(**{hook: getattr(decoder, hook) for hook in hooks})
    return whole.scan_once  # type: ignore[no-any-return]


def _no_json(what: str, text: str, at: int) -> ValueError:
    from json import JSONDecodeError

    return JSONDecodeError(what, text, at)


def _refuse(value: object) -> None:
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


_decoder = Decoder()
