"""The one place where tokens are looked at, and where whoever shows wrong ones is held back."""

from __future__ import annotations

import math
import time

from starlette.datastructures import Headers
from starlette.types import Scope

from moie_tui.server.access import Access
from moie_tui.server.answers import Answered
from moie_tui.server.limits import Buckets, Limits


class Door:
    """Of one server; what it refuses it answers with a problem."""

    def __init__(self, access: Access, limits: Limits) -> None:
        self.access = access
        self._failures = Buckets(limits.failures)

    def check_site(self, scope: Scope) -> None:
        """421 for a Host that is not this server's, 403 for another site's page."""
        headers = Headers(scope=scope)
        host, local = headers.get("host", ""), scope["server"][0] if scope.get("server") else ""
        if not self.access.admits(host, local):
            raise Answered(421, "this server does not answer to that Host", "name it with --allow-host")
        if not self.access.welcomes(headers.get("origin"), host):
            raise Answered(403, "another site's page asks", "name a proxy in front of this with --allow-host")

    def opened_by(self, scope: Scope) -> bool:
        """Whether the request shows the token in its header; 401 for a wrong one."""
        opened = self.access.opened_by(Headers(scope=scope).get("authorization"))
        if opened is not None:
            self._judge(scope, opened)
        return bool(opened)

    def open_by(self, scope: Scope, shown: str) -> None:
        """Comes back when that is the token; 401 when it is not."""
        self._judge(scope, self.access.is_token(shown))

    def _judge(self, scope: Scope, right: bool) -> None:
        client, at = client_of(scope), time.monotonic()
        # The right token too: else the answer would tell whoever tries one after the other.
        hold_back(self._failures.wait(client, at))
        if not right:
            self._failures.take(client, at)
            raise unauthorized()


def client_of(scope: Scope) -> str:
    """The address a request came from."""
    return str(scope["client"][0]) if scope.get("client") else ""


def hold_back(wait: float) -> None:
    """429 for whoever must wait so many seconds; nothing for 0."""
    if wait > 0:
        raise Answered(429, "too many requests", headers={"retry-after": str(math.ceil(wait))})


def unauthorized() -> Answered:
    """The answer to whoever does not show the token where it is needed."""
    what = "this needs the token: Authorization: Bearer TOKEN"
    fix = "a server that has none is given one with --token-file"
    return Answered(401, what, fix, headers={"www-authenticate": "Bearer"})
