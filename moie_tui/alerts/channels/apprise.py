"""The services that Apprise knows, one channel for each URL; needs the extra `[alerts]`."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from hashlib import sha256

from moie_tui.alerts.channels.channel import Event, title
from moie_tui.domain.errors import OperationFailed, UsageError
from moie_tui.domain.text import plain, shorten


@dataclass(frozen=True)
class Service:
    """One of `alerts.urls`; the name tells its kind and a sum, as the URL itself holds secrets."""

    url: str

    @property
    def name(self) -> str:
        """ "apprise json 3f9a12c4"."""
        scheme = plain(self.url.partition(":")[0])[:20]
        return f"apprise {scheme} {sha256(self.url.encode('utf-8', 'replace')).hexdigest()[:8]}"

    def send(self, event: Event) -> None:
        """Hands it to Apprise; UsageError when that is not installed or does not know the URL."""
        try:
            from apprise import Apprise, LogCapture, NotifyFormat, NotifyType
        except ImportError as error:
            what = "Apprise is not installed"
            raise UsageError(what, fix='`pip install "moie-tui[alerts]"`') from error

        level = {"critical": NotifyType.FAILURE, "warning": NotifyType.WARNING}
        kind = NotifyType.SUCCESS if event["state"] == "recovered" else level.get(str(event["level"]))
        with LogCapture(level=logging.WARNING, fmt="%(message)s") as said:  # type: ignore[no-untyped-call]
            service = Apprise()
            if not service.add(self.url):
                raise UsageError("is no URL that Apprise knows", fix="correct `alerts.urls`")
            body = f"{event['message']}\n{event['host']} {event['root']}"
            try:
                arrived = service.notify(
                    body=body,
                    title=title(event),
                    notify_type=kind or NotifyType.INFO,
                    body_format=NotifyFormat.TEXT.value,
                )
            except Exception as error:  # of a service's own code, which must not stop other channels
                raise OperationFailed(f"{type(error).__name__}: {error}") from error
            reasons = [line for line in str(said.getvalue()).splitlines() if line.strip()]
        if not arrived:
            why = shorten(plain(reasons[0].replace(self.url, "…")), 200) if reasons else "it did not arrive"
            raise OperationFailed(why)
