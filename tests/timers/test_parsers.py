"""What we write, read by the programs it is written for."""

from __future__ import annotations

import json
import plistlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from moie_tui.domain.errors import Refused
from moie_tui.domain.timer import CHECK, PULSE, Entry
from moie_tui.timers.around import Around
from moie_tui.timers.cron import cron_line
from moie_tui.timers.launchd import LaunchdTimers
from moie_tui.timers.units import schedule_of, service, timer

HOSTILE = """/srv/100% $HOME 'a' "b" `id` & <c> é"""
SHOW = "import json, os, sys; print(json.dumps([sys.argv[1:], os.environ['PATH']]))"
SYSTEMD = shutil.which("systemd-analyze")


def an_entry(name: str = PULSE, seconds: int = 600, root: str = HOSTILE) -> Entry:
    words = (sys.executable, "-c", SHOW, "--root", root)
    return Entry(name, seconds, words, {"PATH": "/usr/bin:/b in%$"})


def test_a_cron_line_starts_just_these_words_with_just_this_path() -> None:
    fields, command = cron_line(an_entry()).split(" ", 5)[:5], cron_line(an_entry()).split(" ", 5)[5]
    assert fields == ["*/10", "*", "*", "*", "*"]
    assert "%" not in command.replace("\\%", "")
    # What cron does before the shell gets it.
    done = subprocess.run(
        ["/bin/sh", "-c", command.replace("\\%", "%")], capture_output=True, text=True, check=True, env={}
    )
    assert json.loads(done.stdout) == [["--root", HOSTILE], "/usr/bin:/b in%$"]


@pytest.mark.parametrize("name", [PULSE, CHECK])
def test_cron_mails_what_is_said_since_with_scheduled_that_is_only_news(name: str) -> None:
    assert "/dev/null" not in cron_line(an_entry(name))


def test_cron_refuses_what_it_would_read_otherwise_or_not_at_all() -> None:
    with pytest.raises(Refused, match="backslash"):
        cron_line(an_entry(root="/srv/a\\b"))
    with pytest.raises(Refused, match="longer than cron takes"):
        cron_line(an_entry(root="/srv/" + "a" * 1000))


@pytest.mark.skipif(SYSTEMD is None, reason="there is no systemd-analyze here")
@pytest.mark.parametrize("seconds", [15, 420, 600, 3600, 86_400])
def test_systemd_takes_the_units_without_a_word(tmp_path: Path, seconds: int) -> None:
    assert _verify(tmp_path, seconds) == (0, "")


@pytest.mark.skipif(SYSTEMD is None, reason="there is no systemd-analyze here")
def test_systemd_would_have_complained(tmp_path: Path) -> None:
    code, told = _verify(tmp_path, 600, lambda text: text.replace("*:0/10", "every now and then"))
    assert code != 0 or "every now and then" in told


def _verify(folder: Path, seconds: int, spoil: Callable[[str], str] = str) -> tuple[int, str]:
    for name in (PULSE, CHECK):
        entry = an_entry(name, seconds)
        (folder / f"moie-x-{name}.service").write_text(service(entry, HOSTILE + "\\"))
        (folder / f"moie-x-{name}.timer").write_text(spoil(timer(entry, HOSTILE + "\\")))
    files = sorted(map(str, folder.glob("moie-x-*")))
    done = subprocess.run(
        [str(SYSTEMD), "--user", "verify", *files],
        capture_output=True,
        text=True,
        check=False,
        env={"XDG_RUNTIME_DIR": str(folder), "PATH": "/usr/bin:/bin", "HOME": str(folder)},
    )
    return done.returncode, done.stdout + done.stderr


def test_every_character_systemd_reads_otherwise_is_escaped() -> None:
    (line,) = [
        one for one in service(an_entry(root='%h $X "q" \\n'), "/r").splitlines() if "ExecStart" in one
    ]
    assert line.endswith(r'"--root" "%%h $$X \"q\" \\n"')


def test_a_timer_says_when_it_fires() -> None:
    assert schedule_of(timer(an_entry(seconds=420), "/r")) == "every 7 minutes"
    assert schedule_of(timer(an_entry(seconds=600), "/r")) == "*-*-* *:0/10:00"
    assert "Persistent=true" in timer(an_entry(seconds=600), "/r")
    assert schedule_of("[Timer]\n") == "unreadable"


def test_a_plist_holds_the_words_as_they_are(tmp_path: Path) -> None:
    timers = LaunchdTimers(HOSTILE, Around(environ={"HOME": str(tmp_path)}, uid=501))
    before = timers.read()
    after = timers.wanted(before, [an_entry(PULSE), an_entry(CHECK, 300)], [])
    agents = {path: plistlib.loads(data or b"") for path, data in after.items()}
    assert all(Path(path).name == f"{agent['Label']}.plist" for path, agent in agents.items())
    assert [agent["ProgramArguments"][-1] for agent in agents.values()] == [HOSTILE, HOSTILE]
    assert [agent["StartInterval"] for agent in agents.values()] == [600, 300]
    assert [one.schedule for one in timers.installed(after)] == ["every 10 minutes", "every 5 minutes"]
    if plutil := shutil.which("plutil"):
        for path, data in after.items():
            (tmp_path / Path(path).name).write_bytes(data or b"")
            subprocess.run([plutil, "-lint", str(tmp_path / Path(path).name)], check=True)
