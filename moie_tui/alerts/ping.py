"""The outbound ping: while all is well somebody outside hears so, and notices when it stops."""

from __future__ import annotations

from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

from moie_tui.domain.errors import OperationFailed, UsageError

DEADLINE_SECONDS = 10.0
_HANDLERS = (
    ProxyHandler, UnknownHandler, HTTPHandler, HTTPSHandler,
    HTTPDefaultErrorHandler, HTTPRedirectHandler, HTTPErrorProcessor,
)  # fmt: skip


def ping(url: str, deadline_seconds: float = DEADLINE_SECONDS) -> None:
    """Asks for `url` once, by http or https only; the answer's text is not read."""
    where = "alerts.ping_url"
    if urlsplit(url).scheme not in ("http", "https"):
        raise UsageError("must begin with http:// or https://", where=where)
    try:
        request = Request(url, headers={"User-Agent": "moie-tui"})
        _opener().open(request, timeout=deadline_seconds).close()
    except HTTPError as error:
        error.close()
        raise OperationFailed(f"answered {error.code} {error.reason}", where=where) from error
    except (URLError, HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or str(error) or type(error).__name__
        raise OperationFailed(f"got no answer: {reason}", where=where) from error


def _opener() -> OpenerDirector:
    """Without the handlers for files and ftp, that a redirect could lead to."""
    opener = OpenerDirector()
    for handler in _HANDLERS:
        opener.add_handler(handler())
    return opener
