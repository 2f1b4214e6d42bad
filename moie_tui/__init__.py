"""The terminal cockpit of MOIE-OS, and what a job's own code records itself with."""

from __future__ import annotations

__version__ = "0.1.0"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.monitoring import check_health, log_execution, monitored

__all__ = ["__version__", "check_health", "log_execution", "monitored"]


def __getattr__(name: str) -> object:
    """The functions of `monitoring`, loaded when they are first asked for: importing the package is free."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from moie_tui import monitoring

    return getattr(monitoring, name)
