"""Who may ask: by the Host a request names, and by its token."""

from __future__ import annotations

import hmac
import re
from hashlib import sha256
from ipaddress import ip_address

from moie_tui.values import dataclass

LOOPBACK_NAMES = frozenset(("localhost", "127.0.0.1", "::1"))
_HOST = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[A-Za-z0-9._-]+))(?::[0-9]{1,5})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Access:
    """`digest` is the token's sha256, None without a token; `required`: nothing is answered without it.

    `names` are the hosts it answers to beside its own address."""

    digest: bytes | None = None
    required: bool = False
    names: frozenset[str] = frozenset()

    def admits(self, host: str, local: str) -> bool:
        """Whether a request for that Host, come in at that local address, is meant for this server.

        A foreign name that leads here is a browser sent by somebody else's page (DNS rebinding)."""
        found = _HOST.fullmatch(host)
        if found is None:
            return False
        name = (found["six"] or found["name"]).lower().removesuffix(".")
        if name in self.names or name == local.partition("%")[0].lower():
            return True
        return name in LOOPBACK_NAMES and is_loopback(local)

    def opened_by(self, authorization: str | None) -> bool | None:
        """Whether it is the token; None when none was shown."""
        scheme, _, shown = (authorization or "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        digest = sha256(shown.strip().encode("utf-8", "surrogatepass")).digest()
        # Equal lengths, and the time it takes tells nothing of where they differ.
        return self.digest is not None and hmac.compare_digest(digest, self.digest)


def access(token: str, *, required: bool = False, names: frozenset[str] = frozenset()) -> Access:
    """Access by a token, "" for none."""
    digest = sha256(token.encode("utf-8", "surrogatepass")).digest() if token else None
    return Access(digest, required, frozenset(one.lower() for one in names))


def is_loopback(address: str) -> bool:
    """Whether only this machine reaches that address."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_loopback
