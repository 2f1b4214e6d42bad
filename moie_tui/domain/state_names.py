"""How the file of a state is called: its name tells the version of its schema."""

from __future__ import annotations

_MOST_DIGITS = 4


def file_name(version: int) -> str:
    """The name of a version's file in its root."""
    return "sovereign_state.json" if version == 1 else f"sovereign_state_v{version}.json"


def version_of(name: str) -> int | None:
    """The version a file's name tells; None for any other file."""
    number = name.removeprefix("sovereign_state_v").removesuffix(".json")
    version = int(number) if number.isdecimal() and len(number) <= _MOST_DIGITS else 1
    return version if version and file_name(version) == name else None


def is_version(number: int) -> bool:
    """Whether a state file can have this version by its name."""
    return number >= 1 and version_of(file_name(number)) == number
