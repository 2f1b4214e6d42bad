"""Filters an operator types: the words of a text, or those it must not have."""

from __future__ import annotations


def matches(wanted: str, text: str) -> bool:
    """Whether `text` has every word of `wanted`, in any case; after a `!` whether it lacks one of them."""
    inverted = wanted.startswith("!")
    words = wanted.removeprefix("!").casefold().split()
    if not words:
        return True
    found = text.casefold()
    return all(word in found for word in words) != inverted
