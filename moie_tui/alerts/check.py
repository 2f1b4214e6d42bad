"""One check of a root: what is not well, and, if wanted, telling people."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import datetime

from moie_tui.alerts.channels.channel import Channel, Event
from moie_tui.alerts.configured import channels
from moie_tui.alerts.watchdog import PATIENCE_SECONDS, watch
from moie_tui.domain.alerting import TEST
from moie_tui.domain.alerts import conditions
from moie_tui.domain.checking import AlertRow, Board, Checked, Tried, Watched, as_known, rows
from moie_tui.domain.condition import Condition
from moie_tui.domain.errors import Busy, InvalidDocument, MoieError, OperationFailed
from moie_tui.domain.judge import judge
from moie_tui.domain.plan import Clock
from moie_tui.domain.timestamps import utc_text
from moie_tui.domain.view import SystemView, as_read
from moie_tui.processes.command import run_command
from moie_tui.storage.alert_file import AlertFile, Told, real_root
from moie_tui.storage.look import Looker
from moie_tui.storage.stores import Stores
from moie_tui.values import replace

CRON_SECONDS = 120.0
Sweep = Callable[[Stores, datetime], object]
"""Finishes what dead processes left behind, so that it is seen."""


def check(
    stores: Stores, clock: Clock, sweep: Sweep | None, patience_seconds: float = PATIENCE_SECONDS
) -> Checked:
    """What is not well now; with a `sweep` to do first, people are told what is news.

    While the config can't be read, it goes by the last one that could: nobody would hear of it otherwise."""
    stores = _opened(stores)
    looks: list[Checked] = []

    def look() -> tuple[SystemView, tuple[Condition, ...]]:
        looks.append(_look(stores, clock()))
        return looks[-1].view, looks[-1].conditions

    watched = None
    if sweep is not None:
        unswept, named = _swept(stores, clock, sweep), channels(stores)
        try:
            watched = watch(stores, look, named, clock, patience_seconds)
        except Busy as error:
            watched = Watched(busy=error.holder)
        unheard = not named and not stores.settings.alerts.ping_url
        watched = replace(watched, unswept=unswept, unheard=unheard)
    found = looks[-1] if looks else _look(stores, clock())
    known = watchdog_board(stores).open
    since = tuple(as_known(one, known) for one in found.conditions)
    return Checked(found.view, found.judgement, since, found.at, watched)


def board(stores: Stores, clock: Clock) -> tuple[AlertRow, ...]:
    """The alerts of now, as `alerts list` shows them."""
    stores = _opened(stores)
    known = watchdog_board(stores)
    return rows(_look(stores, clock()), known.open, known.outbox, real_root(stores.root))


def watchdog_board(stores: Stores) -> Board:
    """What the watchdog has written down; no look at the root."""
    try:
        told = AlertFile(stores.root).read()
    except InvalidDocument:
        told = Told()  # the next check says so and begins anew
    return Board(told.written_at, told.open, told.outbox)


def channel_names(stores: Stores) -> tuple[str, ...]:
    """The channels the config names, as they would be asked now."""
    return tuple(one.name for one in channels(_opened(stores)))


def test_channels(stores: Stores, clock: Clock, as_cron: bool) -> tuple[Tried, ...]:
    """A test message through every channel the config names, each told apart.

    `as_cron`: in a process of its own, with no more than cron gives one."""
    stores = _opened(stores)
    if as_cron:
        return _as_cron(stores)
    state = _look(stores, clock()).view.state
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


def _swept(stores: Stores, clock: Clock, sweep: Sweep) -> str:
    """Why it could not be done, "" when it was; people are told of the rest in any case."""
    try:
        sweep(stores, clock())
    except MoieError as error:
        return error.line()
    return ""


def _look(stores: Stores, now: datetime) -> Checked:
    view = as_read(Looker(stores).look(now))
    judgement = judge(view, now)
    return Checked(view, judgement, conditions(view, judgement, now), now)


def _opened(stores: Stores) -> Stores:
    """The same root by the settings of its last readable config; UsageError when it is no root."""
    stores.state.require_live_version()
    return stores


def _tried(channel: Channel, event: Event) -> Tried:
    try:
        channel.send(event)
    except MoieError as error:
        return Tried(channel.name, error.line())
    return Tried(channel.name)
