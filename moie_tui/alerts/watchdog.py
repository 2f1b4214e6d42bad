"""The watchdog: decides what people are told, keeps that durably, and only then tells it.

Killed at any step it tells everything at least once, and what it tells twice has the same id."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress

from moie_tui.alerts.channels.channel import Channel
from moie_tui.alerts.configured import is_trusted
from moie_tui.alerts.log import LOG, Log
from moie_tui.domain.alerting import decide
from moie_tui.domain.checking import Watched
from moie_tui.domain.condition import Condition
from moie_tui.domain.errors import InvalidDocument, MoieError, OperationFailed, Untrusted
from moie_tui.domain.event import ERROR, INFO, WARNING
from moie_tui.domain.outbox import Parcel, in_turn, is_hopeless, posted, tried
from moie_tui.domain.plan import Clock
from moie_tui.domain.text import plain
from moie_tui.domain.view import SystemView
from moie_tui.storage.alert_file import AlertFile, Told, real_root
from moie_tui.storage.report import report
from moie_tui.storage.stores import Stores
from moie_tui.values import dataclass, replace

SENDING_SECONDS = 60.0
"""How long one check sends at most; what is left goes with the next one."""

Look = Callable[[], tuple[SystemView, tuple[Condition, ...]]]
"""A fresh look at the root: taken with the lock in hand, so that no old picture is told as news."""


def watch(
    stores: Stores,
    look: Look,
    channels: Sequence[Channel],
    clock: Clock,
    patience_seconds: float,
) -> Watched:
    """One check; Busy when another watchdog has the root, which then tells what there is to tell.

    Where no lock can be had at all, on a disk that became read-only, people are told without it."""
    file = AlertFile(stores.root)
    with ExitStack() as held:
        with suppress(OperationFailed):  # that nothing can be written is then said as `unkept`
            held.enter_context(file.mine(patience_seconds, f"check {stores.origin}"))
        every = [Log(stores, clock), *channels]
        return _Round(stores, file, {one.name: one for one in every}, clock).go(look)


@dataclass(frozen=True)
class _Round:
    stores: Stores
    file: AlertFile
    channels: Mapping[str, Channel]
    clock: Clock

    def go(self, look: Look) -> Watched:
        view, found = look()
        told, now = self._read(), self.clock()
        still, notices = decide(told.open, found, now, self.stores.settings.alerts, view.quiet)
        root = real_root(self.stores.root)
        project = plain(view.state.project) if view.state else self.stores.root.name
        events = [one.as_json(root, project, self.stores.origin.host) for one in notices]
        kept = tuple(one for one in told.outbox if one.channel in self.channels)
        told = replace(told, open=still, outbox=posted(kept, events, self.channels, now))
        unkept = self._keep(told)
        before = told.ping_failure
        told, arrived, missed = self._deliver(told)
        if not found:
            told = self._ping(told)
        return Watched(
            notices,
            delivered=sum(one.channel != LOG for one in arrived),
            waiting=tuple(one for one in told.outbox if one.channel != LOG),
            tried=frozenset(one.thread for one in missed),
            ping=told.ping_failure,
            ping_is_news=told.ping_failure != before,
            unkept=unkept,
        )

    def _keep(self, told: Told) -> str:
        """Writes it down. On a full disk it is told all the same, and again by each check."""
        try:
            self.file.write(told)
        except OperationFailed as error:
            return error.line()
        return ""

    def _note(self, message: str, level: str, facts: Mapping[str, object] | None = None) -> None:
        """An event; that a log can't be written must keep nobody from being told by other ways."""
        with suppress(OperationFailed):
            report(self.stores, self.clock(), "alert", message, level=level, metadata=facts)

    def _read(self) -> Told:
        try:
            return self.file.read()
        except InvalidDocument as error:
            # Everything that is wrong now is told again: twice is better than never.
            message = f"what the watchdog knew is lost, it begins anew: {error.line()}"
            self._note(message, WARNING)
            return Told()

    def _deliver(self, told: Told) -> tuple[Told, list[Parcel], list[Parcel]]:
        """Sends what is due and notes each delivery after it; what arrived, and what did not."""
        until = time.monotonic() + SENDING_SECONDS
        arrived: list[Parcel] = []
        missed: list[Parcel] = []
        reasons: dict[int, str] = {}

        def send(parcel: Parcel) -> bool:
            try:
                self.channels[parcel.channel].send(parcel.event)
            except MoieError as error:
                reasons[id(parcel)] = error.line()
            return id(parcel) not in reasons

        for parcel, well in in_turn(told.outbox, self.clock(), send):
            (arrived if well else missed).append(parcel)
            after = None if well else self._left(parcel, reasons[id(parcel)])
            told = replace(told, outbox=_with(told.outbox, parcel, after))
            self._keep(told)
            if time.monotonic() >= until:
                break
        return told, arrived, missed

    def _left(self, parcel: Parcel, why: str) -> Parcel | None:
        """The parcel for the next try, None when there were enough."""
        now = self.clock()
        after = tried(parcel, why, now)
        if not is_hopeless(after, now):
            return after
        message = f"given up telling {parcel.channel}: {parcel.event.get('message')}: {why}"
        facts = {"id": parcel.event.get("id"), "channel": parcel.channel}
        self._note(message, ERROR, facts)
        return None

    def _ping(self, told: Told) -> Told:
        """All is well, and somebody outside hears it; an event only when that changes."""
        failure = self._pinged()
        if failure == told.ping_failure:
            return told
        message = f"the ping did not get through: {failure}" if failure else "the ping gets through again"
        self._note(message, WARNING if failure else INFO)
        after = replace(told, ping_failure=failure)
        self._keep(after)
        return after

    def _pinged(self) -> str:
        url = self.stores.settings.alerts.ping_url
        if not url:
            return ""
        try:
            if not is_trusted(self.stores):
                raise Untrusted("nobody trusted this root", where="alerts.ping_url", fix="`moie trust`")
            from moie_tui.alerts.ping import ping

            ping(url)
        except MoieError as error:
            return error.line()
        return ""


def _with(outbox: tuple[Parcel, ...], parcel: Parcel, after: Parcel | None) -> tuple[Parcel, ...]:
    """The outbox with another parcel, or none, in the place of one."""
    kept = ((after if one is parcel else one) for one in outbox)
    return tuple(one for one in kept if one is not None)
