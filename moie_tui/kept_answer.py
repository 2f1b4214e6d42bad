"""The last answer about a root, for whoever asks again and again; imports next to nothing."""

from __future__ import annotations

from moie_tui.storage.kept_answer import CHECK, GLANCE, can_keep, keep, marks, place, recall

__all__ = ["CHECK", "GLANCE", "can_keep", "keep", "marks", "place", "recall"]
