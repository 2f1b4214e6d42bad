"""What the log says about one window, counted: what metrics are worked out from."""

from __future__ import annotations

from moie_tui.domain.metric_window import Window
from moie_tui.domain.tally import COUNTERS, LARGEST, Cell, Moment, Silence
from moie_tui.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Facts:
    """All times in seconds since 1970. `cells` has the counts of each bucket of the window.

    `first_beat` is the first one in the window, `beat_before` the last one earlier than it; `silences` are
    those longer than allowed that reach into it. `criticals` are stretches of critical events in the window,
    `critical_before` is the last such event earlier than it. `moments` are those of the jobs completed in the
    window, back to the first ever. `log_since` is when the log begins, None while it is empty."""

    window: Window
    cells: tuple[Cell, ...]
    first_beat: float | None = None
    beat_before: float | None = None
    silences: tuple[Silence, ...] = ()
    criticals: tuple[tuple[float, float], ...] = ()
    critical_before: float | None = None
    moments: tuple[Moment, ...] = ()
    log_since: float | None = None
    lines: int = 0
    unreadable: int = 0
    behind: int = 0
    total: Cell = field(init=False)

    def __post_init__(self) -> None:
        columns = zip(*self.cells, strict=True) if self.cells else ([0.0] for _ in COUNTERS)
        total = [max(one) if at in LARGEST else sum(one) for at, one in enumerate(columns)]
        object.__setattr__(self, "total", total)
