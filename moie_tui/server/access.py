"""Who may ask: by the Host a request names, and by its token."""

from __future__ import annotations

import hmac
import re
import secrets
from hashlib import sha256
from ipaddress import ip_address

from moie_tui.values import dataclass, field

LOOPBACK_NAMES = frozenset(("localhost", "127.0.0.1", "::1"))
ORIGIN_SCHEMES = ("http://", "https://")
_HOST = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[A-Za-z0-9._-]+))(?::[0-9]{1,5})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Access:
    """`digest` is the token's sha256, None without a token; `required`: nothing is answered without it.

    `names` are the hosts it answers to beside its own address, `proxies` those of them that stand before it.
    `entry` is what a browser that showed the token is given in its place; it ends with this server."""

    digest: bytes | None = None
    required: bool = False
    names: frozenset[str] = frozenset()
    proxies: frozenset[str] = frozenset()
    entry: str = field(default="", repr=False)

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
        return self.is_token(shown.strip()) if scheme.lower() == "bearer" else None

    def is_token(self, shown: str) -> bool:
        """Whether it is the token."""
        # Equal lengths, and the time it takes tells nothing of where they differ.
        return self.digest is not None and hmac.compare_digest(_digest(shown), self.digest)

    def knows(self, entry: str | None) -> bool:
        """Whether a browser was let in before, by what it was given then."""
        return self.digest is not None and hmac.compare_digest(_digest(entry or ""), _digest(self.entry))

    def welcomes(self, origin: str | None, host: str) -> bool:
        """Whether the page that asks is one of ours; whoever is no browser names none.

        Another port of this machine is another site, although a browser sends our cookie for it too."""
        if origin is None:
            return True
        scheme = next((one for one in ORIGIN_SCHEMES if origin.lower().startswith(one)), "")
        place = origin[len(scheme) :].lower()
        return bool(scheme) and (place == host.lower() or place in self.proxies)


def access(
    token: str,
    *,
    required: bool = False,
    names: frozenset[str] = frozenset(),
    proxies: frozenset[str] = frozenset(),
) -> Access:
    """Access by a token, "" for none."""
    before = frozenset(one.lower() for one in proxies)
    known = frozenset(one.lower() for one in names) | before
    return Access(_digest(token) if token else None, required, known, before, secrets.token_urlsafe(32))


def _digest(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


def is_loopback(address: str) -> bool:
    """Whether only this machine reaches that address."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_loopback
