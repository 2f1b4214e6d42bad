"""The least Textual app there can be, as the baseline of the screen: `python -m tests.benchmarks.bare`."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static

READY = "bare-and-ready"


class Bare(App[None]):
    """One line of text; its `q` quits like ours."""

    BINDINGS = [("q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        """The line."""
        yield Static(READY)


if __name__ == "__main__":
    Bare().run()
