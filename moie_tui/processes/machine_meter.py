"""How busy the machine was while a command ran."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Thread

from moie_tui.domain.machine import Machine, busy_percent, read_bytes, written_bytes


class MachineMeter:
    """Samples the machine beside a command, so that neither its start nor its duration waits for it.

    A command that ends before the first sample is there is not measured."""

    def __init__(self) -> None:
        self._before: Machine | None = None
        self._thread = Thread(target=self._begin, daemon=True)

    def start(self) -> None:
        """The command runs now."""
        self._thread.start()

    def read(self) -> Mapping[str, object] | None:
        """How busy the machine was since then; None where that is not known."""
        before, after = self._before, self._sample() if self._before else None
        if before is None or after is None:
            return None
        found = {
            "cpu_percent": busy_percent(before, after),
            "memory_percent": after.memory_percent,
            "disk_read_bytes": read_bytes(before, after),
            "disk_write_bytes": written_bytes(before, after),
        }
        return {key: value for key, value in found.items() if value is not None}

    def _begin(self) -> None:
        self._before = self._sample()

    @staticmethod
    def _sample() -> Machine | None:
        from moie_tui.processes.machine import sample

        try:
            return sample()
        except (OSError, RuntimeError, NotImplementedError):
            return None  # what the system hides from us is not known, and no reason to fail a run
