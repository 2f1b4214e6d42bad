"""The services that Apprise knows, one channel for each URL; needs the extra `[alerts]`."""

from __future__ import annotations

import logging
from hashlib import sha256

from moie_tui.alerts.channels.channel import Event, title
from moie_tui.domain.errors import MoieError, OperationFailed, UsageError
from moie_tui.domain.text import plain, shorten
from moie_tui.values import dataclass


@dataclass(frozen=True)
class Service:
    """One of `alerts.urls`; the name tells its kind and a sum, as the URL itself holds secrets."""

    url: str

    @property
    def name(self) -> str:
        """For example "apprise json 3f9a12c4"."""
        scheme = plain(self.url.partition(":")[0])[:20]
        return f"apprise {scheme} {sha256(self.url.encode('utf-8', 'replace')).hexdigest()[:8]}"

    def send(self, event: Event) -> None:
        """Hands it to Apprise; UsageError when that is not installed or does not know the URL."""
        try:
            why = _sent(self.url, event)
        except MoieError:
            raise
        except Exception as error:  # of a service's own code: it must not keep others from being told
            why = f"{type(error).__name__}: {error}"
        if why:
            raise OperationFailed(shorten(plain(why.replace(self.url, "…")), 200))


def _sent(url: str, event: Event) -> str:
    """Why it did not arrive, "" when it did."""
    try:
        from apprise import Apprise, LogCapture, NotifyFormat, NotifyType
    except ImportError as error:
        what, fix = "Apprise is not installed", '`pip install "moie-tui[alerts]"`'
        raise UsageError(what, fix=fix) from error

    level = {"critical": NotifyType.FAILURE, "warning": NotifyType.WARNING}
    kind = NotifyType.SUCCESS if event["state"] == "recovered" else level.get(str(event["level"]))
    with LogCapture(level=logging.WARNING, fmt="%(message)s") as said:  # type: ignore[no-untyped-call]
        service = Apprise()
        if not service.add(url):
            raise UsageError("is no URL that Apprise knows", fix="correct `alerts.urls`")
        arrived = service.notify(
            body=f"{event['message']}\n{event['host']} {event['root']}",
            title=title(event),
            notify_type=kind or NotifyType.INFO,
            body_format=NotifyFormat.TEXT.value,
        )
        reasons = [line for line in str(said.getvalue()).splitlines() if line.strip()]
    return "" if arrived else reasons[0] if reasons else "it did not arrive"
