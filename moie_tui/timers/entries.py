"""The two things to start: the pulse, and the check that watches it."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from moie_tui.domain.errors import OperationFailed, Refused
from moie_tui.domain.timer import CHECK, CRON, PULSE, Entry
from moie_tui.processes.explain import explain
from moie_tui.storage.stores import Stores
from moie_tui.timers.around import Around

CHECK_SECONDS = 300
_STANDARD = ("/usr/local/bin", "/usr/bin", "/bin")
_KEPT = ("LANG", "LC_ALL", "LC_CTYPE", "TZ")


def entries_for(stores: Stores, around: Around, kind: str) -> tuple[Entry, Entry]:
    """Pulse and check of a root as a scheduler of this kind should start them."""
    root = real_root(stores.root)
    seconds = max(1, round(stores.settings.heartbeat.interval_minutes * 60))
    moie = (*moie_words(around), "--root", root)
    environment = dict(_environment(around, kind))
    return (
        Entry(PULSE, seconds, (*moie, "pulse", "--scheduled"), environment),
        Entry(CHECK, CHECK_SECONDS, (*moie, "check", "--notify", "--scheduled"), environment),
    )


def real_root(root: Path) -> str:
    """The real path, by which one root has one timer however it is named; Refused if no line can hold it."""
    real = os.path.realpath(root)
    if not real.isprintable():
        what = "no scheduler takes a path with control characters or broken text"
        raise Refused(what, where=ascii(real), fix="rename the folder")
    return real


def moie_words(around: Around) -> tuple[str, ...]:
    """How to start this very moie: the script beside our interpreter, else the interpreter itself."""
    python = Path(around.python).absolute()
    script = python.with_name("moie")
    if os.access(script, os.X_OK):
        return (str(script),)
    # -P keeps a `moie_tui` folder where the scheduler happens to start us from being run instead.
    return (str(python), "-P", "-m", "moie_tui")


def name_of(root: str) -> str:
    """A name for files: a readable part and a short hash of the whole path."""
    readable = re.sub(r"[^a-z0-9]+", "-", Path(root).name.lower()).strip("-")[:24].strip("-")
    return f"{readable or 'root'}-{hashlib.sha256(os.fsencode(root)).hexdigest()[:8]}"


def prove(around: Around, entry: Entry) -> None:
    """Starts moie once as a scheduler would, with nothing but the entry's environment."""
    settings = [f"{key}={value}" for key, value in entry.environment.items()]
    moie = entry.words[: entry.words.index("--root")]
    ran = around.ask("/usr/bin/env", "-i", f"HOME={around.account_home}", *settings, *moie, "--version")
    if not ran.proven:
        lines = ran.output.strip().splitlines() or [explain(ran)]
        raise OperationFailed(
            f"does not start without this shell's environment, so nothing was installed: {lines[-1]}",
            where=" ".join(moie),
            fix="install moie-tui for this interpreter",
        )


def _environment(around: Around, kind: str) -> Iterator[tuple[str, str]]:
    """What commands and moie find in this shell, and would miss there."""
    yield "PATH", ":".join(_path(around))
    for key in _KEPT:
        if value := around.environ.get(key, ""):
            yield key, value
    if chosen := around.environ.get("MOIE_HOME"):
        yield "MOIE_HOME", str(Path(chosen).absolute())
    elif around.home != around.account_home:
        yield "MOIE_HOME", str(Path(around.home) / ".config" / "moie")
    bus = f"unix:path=/run/user/{around.uid}/bus"
    if kind == CRON and around.environ.get("DBUS_SESSION_BUS_ADDRESS") == bus:
        # The same address at every login, so what cron starts reaches the desktop too.
        yield "DBUS_SESSION_BUS_ADDRESS", bus


def _path(around: Around) -> list[str]:
    """The folders of PATH that are there, and the standard ones."""
    named = around.environ.get("PATH", "").split(":")
    good = [one for one in named if one.startswith("/") and one.isprintable() and Path(one).is_dir()]
    return list(dict.fromkeys((*good, *_STANDARD)))
