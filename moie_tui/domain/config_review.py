"""What in a valid config has no effect, and what was probably meant."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from moie_tui.domain.errors import KeyPath
from moie_tui.domain.settings import USED_SECTIONS

Remark = tuple[str, str, str]
"""Where (a key path), what, and what to do."""
Unused = tuple[KeyPath, str, str]
"""The same with the path in its steps."""
_LIKENESS = 0.75


def review(raw: Mapping[str, Any], shape: Mapping[str, Any]) -> Iterator[Remark]:
    """Sections nobody uses and keys nobody knows, held against the config's schema."""
    for path, what, fix in unused(raw, shape):
        yield ".".join(map(str, path)), what, fix


def slips(raw: Mapping[str, Any], shape: Mapping[str, Any]) -> Iterator[Unused]:
    """What probably was to have an effect: keys nobody knows of sections in use, and misspelt sections."""
    return (one for one in unused(raw, shape) if len(one[0]) > 1 or one[2])


def unused(raw: Mapping[str, Any], shape: Mapping[str, Any]) -> Iterator[Unused]:
    """What has no effect, each by its path."""
    known: Mapping[str, Any] = shape.get("properties", {})
    for section, value in raw.items():
        if section not in known:
            what = "nobody here uses this section, it is kept as it is"
            yield (section,), what, _meant(section, known)
        elif section not in USED_SECTIONS:
            yield (section,), "this version does not use this section yet", ""
        elif isinstance(value, Mapping):
            yield from _unknown_keys((section,), value, known[section])


def unknown_jobs(jobs: Collection[str], known: Collection[str]) -> Iterator[Remark]:
    """Settings for jobs that neither the state nor the health document has."""
    for key in jobs:
        if key not in known:
            # An unquoted 1.10 that another program wrote back has become 1.1.
            longer = [one for one in known if one.rstrip("0") == key and "." in key]
            fix = f"did you mean {longer[0]!r}? quote it" if longer else _meant(key, known)
            yield f"jobs.{key}", f"the root has no job {key}", fix


def _unknown_keys(path: KeyPath, value: Mapping[str, Any], shape: Mapping[str, Any]) -> Iterator[Unused]:
    known: Mapping[str, Any] = shape.get("properties", {})
    others = shape.get("additionalProperties")
    for key, inner in value.items():
        part = known.get(key, others)
        if part is None and known:
            yield (*path, key), "nobody here knows this key, it is kept as it is", _meant(key, known)
        elif isinstance(inner, Mapping) and isinstance(part, Mapping):
            yield from _unknown_keys((*path, key), inner, part)


def _meant(word: str, known: Collection[str]) -> str:
    near = get_close_matches(word, list(known), 1, _LIKENESS)
    return f"did you mean {near[0]}?" if near else ""
