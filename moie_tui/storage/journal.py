"""The operator's own journal: one Markdown line a pulse, only in a file that exists inside the root."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from moie_tui.domain.text import plain
from moie_tui.storage.atomic import append_line


def append_to_journal(root: Path, journal: str, local: datetime, message: str) -> bool:
    """Appends `- **YYYY-MM-DD HH:MM:SS**: message`; False when the file is missing or outside the root."""
    path = (root / journal).resolve()
    if not path.is_relative_to(root.resolve()) or not path.is_file():
        return False
    append_line(path, f"- **{local:%Y-%m-%d %H:%M:%S}**: {plain(message)}\n".encode())
    return True
