"""The channels people would be told by, and a test message through each of them."""

from __future__ import annotations

import json
import os
import sys

from moie_tui.alerts.channels.channel import Channel, Event
from moie_tui.alerts.check import looked, opened
from moie_tui.alerts.configured import channels
from moie_tui.domain.alerting import TEST
from moie_tui.domain.checking import Tried
from moie_tui.domain.errors import MoieError, OperationFailed
from moie_tui.domain.plan import Clock
from moie_tui.domain.timestamps import utc_text
from moie_tui.processes.command import run_command
from moie_tui.storage.alert_file import real_root
from moie_tui.storage.stores import Stores

CRON_SECONDS = 120.0


def channel_names(stores: Stores) -> tuple[str, ...]:
    """The channels the config names, as they would be asked now."""
    return tuple(one.name for one in channels(opened(stores)))


def test_channels(stores: Stores, clock: Clock, as_cron: bool) -> tuple[Tried, ...]:
    """A test message through every channel the config names, each told apart.

    `as_cron`: in a process of its own, with no more than cron gives one."""
    stores = opened(stores)
    if as_cron:
        return _as_cron(stores)
    state = looked(stores, clock()).view.state
    now, root = utc_text(clock()), real_root(stores.root)
    message = f"a test: this is how alerts of {root} reach you (sent from {stores.origin.via})"
    words = {"id": f"test {os.urandom(8).hex()}", "state": TEST, "kind": TEST, "level": "info", "key": TEST}
    about = {"subject": TEST, "message": message, "since": now, "at": now, "root": root}
    project = state.project if state else stores.root.name
    event = {**words, **about, "project": project, "host": stores.origin.host}
    return tuple(_tried(channel, event) for channel in channels(stores))


def _as_cron(stores: Stores) -> tuple[Tried, ...]:
    from pwd import getpwuid

    user = getpwuid(os.getuid())
    bare = {"HOME": user.pw_dir, "LOGNAME": user.pw_name, "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"}
    home = os.environ.get("MOIE_HOME")
    given = [f"{name}={value}" for name, value in {**bare, **({"MOIE_HOME": home} if home else {})}.items()]
    moie = [sys.executable, "-m", "moie_tui", "--root", str(stores.root)]
    words = ["/usr/bin/env", "-i", *given, *moie, "alerts", "test", "--json", "--via", "cron"]
    ran = run_command(words, cwd=stores.root, env={}, timeout_seconds=CRON_SECONDS)
    try:
        told = json.loads(ran.output)
        return tuple(Tried(one["channel"], one["failure"] or "") for one in told["channels"])
    except (ValueError, TypeError, KeyError) as error:
        what = f"the test as cron would run it came to nothing: {ran.output.strip()[-300:]}"
        raise OperationFailed(what, where="alerts test") from error


def _tried(channel: Channel, event: Event) -> Tried:
    try:
        channel.send(event)
    except MoieError as error:
        return Tried(channel.name, error.line())
    return Tried(channel.name)
