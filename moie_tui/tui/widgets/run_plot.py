"""The runs of a job as a plot that fits the room there is."""

from __future__ import annotations

from textual.events import Resize

from moie_tui.tui.duration_plot import Plot, plot_lines
from moie_tui.tui.widgets.lines import Lines


class RunPlot(Lines):
    """Draws the plot it was given last."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._plot = Plot(())

    def show(self, plot: Plot) -> None:
        """Another plot from now on; the same one costs nothing."""
        if plot != self._plot:
            self._plot = plot
            self._draw()

    def on_resize(self, event: Resize) -> None:
        """More or less room."""
        self._draw()

    def _draw(self) -> None:
        if self.size:
            self.set_lines(plot_lines(self._plot, self.size.width, self.size.height))
