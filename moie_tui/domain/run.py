"""One run of a job's command: what was started, and what came of it."""

from __future__ import annotations

from datetime import datetime

from moie_tui.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.resources import Resources

SUCCESS, FAILURE, CANCELLED, INTERRUPTED = "success", "failure", "cancelled", "interrupted"
"""How a run ends; an interrupted one is a failure to the job's health, a cancelled one no execution."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run; `ending` is "" while it runs. Its log holds the output, head and tail of it when it is long.

    `id` sorts by start (UTC): "20261122T185612Z-3f9a". `exit_code` is None when a signal ended the command
    (`signal` says which). `why` says how it ended, `error` is what a failed one printed last."""

    id: str
    job: str
    command: str
    started_at: datetime
    pid: int = 0
    host: str = ""
    origin: str = ""
    scheduled: bool = False
    ending: str = ""
    ended_at: datetime | None = None
    duration_ms: int = 0
    exit_code: int | None = None
    signal: int | None = None
    why: str = ""
    error: str = ""
    output_bytes: int = 0
    resources: Resources | None = None

    def as_json(self) -> dict[str, object]:
        """Its fields, times as text."""
        raw = {name: getattr(self, name) for name in self.__slots__}
        ended = self.ended_at.isoformat() if self.ended_at else None
        used = self.resources.as_json() if self.resources else None
        return raw | {"resources": used, "started_at": self.started_at.isoformat(), "ended_at": ended}

    @property
    def good(self) -> bool:
        """Whether it ended as it should."""
        return self.ending == SUCCESS
