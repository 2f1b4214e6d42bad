"""A machine whose schedulers are small programs on PATH, and a root on it; no real crontab is touched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import a_job, a_phase, a_state
from tests.roots import Root

CRONTAB = """#!/bin/sh
case "$1" in
  -l) [ -e '{here}/table' ] || {{ echo 'no crontab for you' >&2; exit 1; }}; cat '{here}/table';;
  -r) rm '{here}/table';;
  *) cat "$1" > '{here}/table';;
esac
"""
SYSTEMCTL = """#!/bin/sh
echo "$@" >> '{here}/said'
shift
case "$1" in
  is-active) [ -e "{here}/active-$3" ];;
  restart) touch "{here}/active-$2";;
  disable) rm "{here}/active-$3";;
  list-timers) echo '[{{"next":1795000000000000}}]';;
esac
"""
LAUNCHCTL = """#!/bin/sh
echo "$@" >> '{here}/said'
case "$1" in
  print) [ -e "{here}/active-${{2##*/}}" ];;
  bootstrap) name="${{3##*/}}"; touch "{here}/active-${{name%.plist}}";;
  bootout) rm "{here}/active-${{2##*/}}";;
esac
"""
LOGINCTL = """#!/bin/sh
cat '{here}/linger' 2>/dev/null || echo no
"""


class Machine:
    """Its folder of programs and what they keep beside it."""

    def __init__(self, folder: Path) -> None:
        self.here, self.bin, self.home = folder, folder / "bin", folder / "home"
        self.bin.mkdir(parents=True)
        self.home.mkdir()

    def give(self, name: str, text: str) -> None:
        path = self.bin / name
        path.write_text(text.format(here=self.here))
        path.chmod(0o755)

    def take(self, name: str) -> None:
        self.give(name, "#!/bin/sh\nexit 127\n")

    @property
    def table(self) -> bytes | None:
        path = self.here / "table"
        return path.read_bytes() if path.exists() else None

    @table.setter
    def table(self, data: bytes) -> None:
        (self.here / "table").write_bytes(data)

    @property
    def said(self) -> list[str]:
        path = self.here / "said"
        return path.read_text().splitlines() if path.exists() else []


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """With cron, and a user's systemd that does not answer."""
    machine = Machine(tmp_path / "machine")
    monkeypatch.setenv("PATH", f"{machine.bin}:/usr/bin:/bin")
    monkeypatch.setenv("HOME", str(machine.home))
    monkeypatch.setenv("MOIE_HOME", str(tmp_path / "home"))
    for name in ("XDG_CONFIG_HOME", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "MOIE_ROOT"):
        monkeypatch.delenv(name, raising=False)
    machine.give("crontab", CRONTAB)
    machine.give("systemctl", "#!/bin/sh\necho 'no bus' >&2; exit 1\n")
    return machine


@pytest.fixture
def root(tmp_path: Path, machine: Machine) -> Root:
    return Root(tmp_path, a_state(a_phase(1, a_job("1.1"))))


@pytest.fixture
def every(root: Root) -> Callable[[float], None]:
    """Sets the interval of the heartbeat."""

    def to(minutes: float) -> None:
        (root.folder / "config.yaml").write_text(f"heartbeat: {{interval_minutes: {minutes}}}\n")

    return to
