"""YAML as we accept it: only what JSON can hold, keys as text, no duplicates, and the place of everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moie_tui.domain.errors import InvalidDocument, KeyPath
from moie_tui.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yaml import Event, MappingNode, Node
    from yaml._yaml import Mark as CMark
    from yaml.error import Mark

MAX_BYTES = 1024 * 1024
_MAX_VALUES = 100_000
_SAFE_BYTES, _MAX_DEPTH = 2000, 500
"""So few bytes can't be nested so deeply that the C parser, which recurses, runs out of its stack."""
_PLAIN = ("str", "int", "float", "bool", "null")
_FIX = "correct it there"
_MERGE = "tag:yaml.org,2002:merge"


@dataclass(frozen=True)
class YamlDocument:
    """The values of one document, and where each of them stands."""

    raw: object
    name: str
    places: dict[KeyPath, tuple[int, int]]

    def invalid_at(self, path: KeyPath, what: str) -> InvalidDocument:
        """The error for a value found by its key path; a missing one is placed at what should hold it."""
        known = next(path[:size] for size in range(len(path), -1, -1) if path[:size] in self.places)
        line, column = self.places[known]
        key = ".".join(map(str, path))
        return InvalidDocument(what, path=self.name, line=line, column=column, key=key, fix=_FIX)


def parse_yaml(data: bytes, name: str) -> YamlDocument:
    """The one document in `data` (an empty one is an empty mapping); InvalidDocument says what and where."""
    import yaml

    if len(data) > MAX_BYTES:
        raise InvalidDocument(f"is larger than {MAX_BYTES} bytes", path=name, fix="shorten it")
    kind = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loader = kind(data)
    try:
        if len(data) > _SAFE_BYTES:
            _require_shallow(yaml.parse(data, Loader=kind), name)
        node = loader.get_single_node()
        reading = _Reading(loader, name)
        raw = {} if node is None else reading.value(node, ())
        return YamlDocument({} if raw is None else raw, name, {(): (1, 1)} | reading.places)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _invalid(name, mark, f"is not YAML: {error.problem or error.context}") from error
    except (yaml.YAMLError, UnicodeError) as error:
        said = " ".join(str(error).split())
        raise InvalidDocument(f"is not YAML: {said}", path=name, fix="save it as UTF-8") from error
    except RecursionError as error:
        raise InvalidDocument("is nested too deeply", path=name, fix="make it flatter") from error
    finally:
        loader.dispose()


def _require_shallow(events: Iterable[Event], name: str) -> None:
    depth = 0
    for event in events:
        kind = type(event).__name__
        depth += kind in ("SequenceStartEvent", "MappingStartEvent")
        depth -= kind in ("SequenceEndEvent", "MappingEndEvent")
        if depth > _MAX_DEPTH:
            raise _invalid(name, event.start_mark, "is nested too deeply")


class _Reading:
    """Turns nodes into values; aliases are followed, but only so many values may come of it."""

    def __init__(self, loader: Any, name: str) -> None:
        self._loader, self._name = loader, name
        self.places: dict[KeyPath, tuple[int, int]] = {}

    def value(self, node: Node, path: KeyPath) -> object:
        if len(self.places) >= _MAX_VALUES:
            raise _invalid(self._name, node.start_mark, "holds too many values, or one that holds itself")
        self.places[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
        kind = node.tag.removeprefix("tag:yaml.org,2002:")
        if node.id == "mapping" and kind == "map":  # type: ignore[attr-defined]
            return self._mapping(node, path)  # type: ignore[arg-type]
        if node.id == "sequence" and kind == "seq":  # type: ignore[attr-defined]
            return [self.value(one, (*path, at)) for at, one in enumerate(node.value)]
        if kind == "timestamp":
            return node.value
        if kind not in _PLAIN:
            raise _invalid(self._name, node.start_mark, f"has a tag that is not supported: {node.tag}")
        return self._scalar(node)

    def _scalar(self, node: Node) -> object:
        try:
            value = self._loader.construct_object(node)
        except (ValueError, LookupError) as error:
            raise _invalid(self._name, node.start_mark, f"is not what its tag says: {node.tag}") from error
        if isinstance(value, float) and value - value != 0:
            raise _invalid(self._name, node.start_mark, "is no finite number")
        return value

    def _mapping(self, node: MappingNode, path: KeyPath) -> dict[str, object]:
        own: dict[str, object] = {}
        merged: dict[str, object] = {}
        for key, value in node.value:
            if key.id != "scalar":
                raise _invalid(self._name, key.start_mark, "has a key that is no text")
            if key.value in own:
                raise _invalid(self._name, key.start_mark, f"has the key {key.value} twice")
            if key.tag == _MERGE:
                merged = self._merged(value, (*path, key.value))
            else:
                # Keys are read as they are spelt: the job id 1.10 must not become the number 1.1.
                own[key.value] = self.value(value, (*path, key.value))
        return {**merged, **own}

    def _merged(self, node: Node, path: KeyPath) -> dict[str, object]:
        value = self.value(node, path)
        parts = value if isinstance(value, list) else [value]
        if not all(isinstance(part, dict) for part in parts):
            raise _invalid(self._name, node.start_mark, "merges what is no mapping")
        return {key: one for part in reversed(parts) for key, one in part.items()}


def _invalid(name: str, mark: Mark | CMark | None, what: str) -> InvalidDocument:
    if mark is None:
        return InvalidDocument(what, path=name, fix=_FIX)
    return InvalidDocument(what, path=name, line=mark.line + 1, column=mark.column + 1, fix=_FIX)


def unquoted_numbers(data: bytes) -> list[tuple[str, int, str]]:
    """Keys below `jobs` that plain YAML takes for another number: the key, its line, and that number."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(data)
    try:
        top: Any = loader.get_single_node()
        sections = top.value if top is not None and top.id == "mapping" else []
        jobs = next((value for key, value in sections if key.value == "jobs"), None)
        keys = [key for key, _ in jobs.value] if jobs is not None and jobs.id == "mapping" else []
        read = [(key, loader.construct_object(key)) for key in keys if key.tag.endswith((":float", ":int"))]
    except (yaml.YAMLError, ValueError):
        return []  # a config that can't be read is told by whoever reads it
    finally:
        loader.dispose()
    return [
        (str(key.value), key.start_mark.line + 1, str(value))
        for key, value in read
        if str(value) != key.value
    ]
