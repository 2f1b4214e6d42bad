"""What cron's mail was told last, so that it is told once: `.moie/told.json`."""

from __future__ import annotations

from pathlib import Path

from moie_tui.domain.errors import MoieError
from moie_tui.storage.our_file import OurNotes, Raw


class ToldFile(OurNotes):
    """One sentence for each thing that can be wrong, as it was last told."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, "told.json")

    def is_news(self, about: str, text: str) -> bool:
        """Whether `text` was not told yet, and remembers it; "" says that all is well about it again.

        Where nothing can be remembered it is news each time."""
        try:
            if self.read().get(about, "") == text:
                return False
            self.change(lambda raw: {**_but(raw, about), **({about: text} if text else {})})
        except MoieError:
            return bool(text)
        return bool(text)


def _but(raw: Raw, about: str) -> Raw:
    return {key: one for key, one in raw.items() if key != about}
