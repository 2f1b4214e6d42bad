"""A notification on this desktop: `osascript` on macOS, `notify-send` elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from html import escape
from pathlib import Path
from shutil import which

from moie_tui.alerts.channels.channel import Event, title
from moie_tui.domain.errors import OperationFailed
from moie_tui.domain.text import plain, shorten
from moie_tui.processes.command import run_command
from moie_tui.processes.explain import explain
from moie_tui.values import dataclass, field

DEADLINE_SECONDS = 10.0
_SCRIPT = ("on run argv", "display notification (item 2 of argv) with title (item 1 of argv)", "end run")
_URGENCY = {"critical": "critical", "warning": "normal"}


@dataclass(frozen=True)
class Desktop:
    """The desktop of this user, as far as `environ` leads to it."""

    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    platform: str = sys.platform
    name: str = "desktop"

    def unreachable(self) -> str:
        """Why no notification can be shown from here, "" when one can, as far as can be told beforehand."""
        tool = "osascript" if self.platform == "darwin" else "notify-send"
        if which(tool, path=self.environ.get("PATH", os.defpath)) is None:
            extra = "" if self.platform == "darwin" else " (package libnotify-bin or libnotify)"
            return f"{tool} is not installed{extra}"
        if self.platform != "darwin" and not self._bus():
            return "no desktop session leads here: neither DBUS_SESSION_BUS_ADDRESS nor a session bus is set"
        return ""

    def send(self, event: Event) -> None:
        """Shows it, or OperationFailed."""
        if reason := self.unreachable():
            fix = "name another channel in `alerts`: a command or urls"
            raise OperationFailed(reason, fix=fix)
        mac = self.platform == "darwin"
        bus = {} if mac else {"DBUS_SESSION_BUS_ADDRESS": self._bus()}
        ran = run_command(
            self._on_macos(event) if mac else self._elsewhere(event),
            cwd=Path("/"),
            env={"PATH": self.environ.get("PATH", os.defpath), **bus},
            timeout_seconds=DEADLINE_SECONDS,
        )
        if not ran.proven:
            said = shorten(plain(ran.output.strip()), 200)
            raise OperationFailed(f"{explain(ran)}{f': {said}' if said else ''}")

    def _bus(self) -> str:
        """The session bus: cron is not told of it, but systemd keeps it at one place."""
        usual = f"/run/user/{os.getuid()}/bus"
        there = f"unix:path={usual}" if Path(usual).exists() else ""
        return self.environ.get("DBUS_SESSION_BUS_ADDRESS") or there

    def _on_macos(self, event: Event) -> list[str]:
        lines = [word for line in _SCRIPT for word in ("-e", line)]
        # The words go in as arguments of the script, so that nothing in them is code.
        return ["osascript", *lines, title(event), str(event["message"])]

    def _elsewhere(self, event: Event) -> list[str]:
        urgency = "low" if event["state"] == "recovered" else _URGENCY.get(str(event["level"]), "normal")
        # Notification servers take the body for markup.
        body = escape(str(event["message"]), quote=False)
        return ["notify-send", "--app-name=moie", f"--urgency={urgency}", "--", title(event), body]
