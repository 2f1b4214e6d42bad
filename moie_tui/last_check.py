"""The last check of a root, remembered for monitors that ask again and again; imports next to nothing."""

from __future__ import annotations

from moie_tui.storage.last_check import NAME, Marks, keep, marks, recall

__all__ = ["NAME", "Marks", "keep", "marks", "recall"]
