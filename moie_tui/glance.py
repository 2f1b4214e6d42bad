"""A root at a glance, remembered for whoever asks again and again; imports next to nothing."""

from __future__ import annotations

from moie_tui.storage.glance_cache import SECONDS, Marks, keep, marks, recall

__all__ = ["SECONDS", "Marks", "keep", "marks", "recall"]
