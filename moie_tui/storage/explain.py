"""All that is wrong with a document, by its JSON Schema; the parsers are the gate, this explains."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from moie_tui.domain.errors import Flaw

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from jsonschema import ValidationError

_FOLDER = Path(__file__).with_name("schemas")
_KINDS = {
    "object": "an object",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}


def explain(raw: object, schema_name: str) -> list[Flaw]:
    """Every flaw of a parsed document; none means that the parser accepts it too."""
    return [flaw for error in _validator(schema_name).iter_errors(raw) for flaw in _flaws(error)]


def schema_bytes(name: str) -> bytes:
    """The schema as it is shipped, for editors: `state.v1`, `state.v2`, `state.v3`, `health` or `config`."""
    return (_FOLDER / f"{name}.json").read_bytes()


def schema(name: str) -> dict[str, Any]:
    """The parsed schema."""
    parsed: dict[str, Any] = json.loads(schema_bytes(name))
    return parsed


@cache
def _validator(name: str) -> Any:
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend
    from referencing import Registry, Resource

    # JSON Schema takes 5.0 for an integer; programs that read the state don't.
    checker = Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
    )
    parts = Resource.from_contents(schema("state.parts"))
    registry: Registry[Any] = Registry().with_resource("state.parts.json", parts)
    strict: Any = extend(Draft202012Validator, type_checker=checker)  # type: ignore[no-untyped-call]
    return strict(schema(name), registry=registry)


def _flaws(error: ValidationError) -> Iterator[Flaw]:
    path = tuple(error.absolute_path)
    if error.validator == "required":
        holder: dict[str, Any] = error.instance  # type: ignore[assignment]
        wanted: Any = error.validator_value
        # Each missing key is an error of its own, and only the message says which.
        named = next(key for key in wanted if key not in holder and error.message.startswith(repr(key)))
        yield Flaw((*path, named), "is missing")
    else:
        yield Flaw(path, _said(error))


def _said(error: ValidationError) -> str:
    wanted: Any = error.validator_value
    match error.validator:
        case "type":
            kinds = [wanted] if isinstance(wanted, str) else wanted
            return f"must be {' or '.join(_KINDS[kind] for kind in kinds)}"
        case "minimum":
            return f"must be at least {wanted:g}"
        case "maximum":
            return f"must be at most {wanted:g}"
        case "exclusiveMinimum":
            return f"must be more than {wanted:g}"
        case "enum":
            return f"must be {' or '.join(map(json.dumps, wanted))}"
        case "const":
            return f"must be {json.dumps(wanted)}"
        case "minLength":
            return "must not be empty"
    return error.message
