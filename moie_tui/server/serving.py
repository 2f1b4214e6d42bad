"""Listening: the sockets, the signals, and uvicorn in between."""

from __future__ import annotations

import asyncio
import errno
import logging
import secrets
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from uvicorn import Config, Server

from moie_tui.domain.errors import OperationFailed, Refused, UsageError
from moie_tui.server.access import access, is_loopback
from moie_tui.server.app import build_app
from moie_tui.server.browsing import Browsing
from moie_tui.server.limits import Limits
from moie_tui.server.live import Live
from moie_tui.server.patience import patient
from moie_tui.server.source import Source
from moie_tui.values import dataclass, field, replace

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE_SECONDS = 5
KEEP_ALIVE_SECONDS = 15
_SWITCH_SECONDS = 0.001
_BACKLOG = 2048
_NOT_HERE = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
"""What a machine says that has no IPv6, or none on that interface."""


@dataclass(frozen=True)
class Listening:
    """Where to listen, and for whom; `token` is "" without one, `names` are further hosts it answers to.

    `browsing` opens the dashboard for browsers, None does not."""

    host: str
    port: int
    token: str = field(default="", repr=False)
    names: frozenset[str] = frozenset()
    access_log: bool = False
    browsing: Browsing | None = None


def serve(source: Source, where: Listening, announce: Callable[[str, str], None]) -> None:
    """Answers until a signal asks it to end; `announce` hears the URL once it listens, and the token that was
    made where browsers are to come in and none was given ("" else).

    Refused for an address others can reach without a token; OperationFailed when it can't be listened on."""
    places = _places(where)
    reachable = not all(is_loopback(str(address[0])) for _, address in places)
    if reachable and not where.token:
        raise Refused(
            f"{where.host} can be reached from elsewhere, and there is no token",
            fix="set one (server.token_env names its variable) or --token-file; or listen on 127.0.0.1",
        )
    # A dashboard shows commands and outputs, which nobody on this machine may see without a token.
    made = secrets.token_urlsafe(24) if where.browsing is not None and not where.token else ""
    where = replace(where, token=where.token or made)
    # A thread that reads must not keep the loop from a quick answer for long.
    sys.setswitchinterval(_SWITCH_SECONDS)
    asyncio.run(_serve(source, where, places, lambda url: announce(url, made), required=reachable))


async def _serve(
    source: Source,
    where: Listening,
    places: Sequence[tuple[int, tuple[str, int]]],
    announce: Callable[[str], None],
    *,
    required: bool,
) -> None:
    limits = Limits()
    own = frozenset((where.host, socket.gethostname()))
    allowed = access(where.token, required=required, names=own, proxies=where.names)
    sockets = _bound(places)
    try:
        async with Live(source) as live:
            app = build_app(live, allowed, limits, where.browsing)
            server = _Server(_config(app.asgi, where, limits))
            with _signals(server, app.actions.stop):
                announce(_url(where.host, sockets[0].getsockname()[1]))
                await server.serve(sockets)
    finally:
        for one in sockets:
            one.close()


def _config(app: object, where: Listening, limits: Limits) -> Config:
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    if where.access_log:
        access_log = logging.getLogger("uvicorn.access")
        access_log.setLevel(logging.INFO)
        access_log.addHandler(logging.StreamHandler(sys.stderr))
    return Config(
        app,  # type: ignore[arg-type]
        http=patient(limits),
        ws="websockets-sansio" if where.browsing else "none",
        ws_max_size=limits.message_bytes,
        lifespan="off",
        log_config=None,
        access_log=where.access_log,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
        h11_max_incomplete_event_size=limits.body_bytes,
    )


class _Server(Server):
    """Leaves signals to us: uvicorn would raise them anew when it has ended."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing is captured."""
        yield


@contextmanager
def _signals(server: Server, stop: Callable[[], None]) -> Iterator[None]:
    """Inside, the first signal ends the server when what runs has ended, the second at once."""
    loop = asyncio.get_running_loop()

    def leave() -> None:
        stop()
        server.force_exit, server.should_exit = server.should_exit, True

    # Under nohup SIGHUP is ignored, and stays so.
    heard = [number for number in SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
    for number in heard:
        loop.add_signal_handler(number, leave)
    try:
        yield
    finally:
        for number in heard:
            loop.remove_signal_handler(number)


def _places(where: Listening) -> list[tuple[int, tuple[str, int]]]:
    """The family and address of each socket to open."""
    try:
        found = socket.getaddrinfo(
            where.host or None, where.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except (OSError, UnicodeError) as error:
        raise UsageError(f"{where.host!r} is no address of this machine: {error}") from error
    return list(dict.fromkeys((family, (str(at[0]), int(at[1]))) for family, _, _, _, at in found))


def _bound(places: Sequence[tuple[int, tuple[str, int]]]) -> list[socket.socket]:
    """A socket for each place this machine has; a port of 0 becomes the same free one for all."""
    sockets: list[socket.socket] = []
    port, failure = 0, None
    for family, (host, wanted) in places:
        try:
            sockets.append(_socket(family, host, wanted or port))
            port = sockets[-1].getsockname()[1]
        except OSError as error:
            failure = error
            if error.errno not in _NOT_HERE:
                break
    if sockets and (failure is None or failure.errno in _NOT_HERE):
        return sockets
    for one in sockets:
        one.close()
    assert failure is not None
    host, wanted = places[0][1]
    what = f"can't listen on {host} port {wanted}: {failure.strerror or failure}"
    raise OperationFailed(what, fix="choose another one with --host and --port") from failure


def _socket(family: int, host: str, port: int) -> socket.socket:
    # Only to a socket that says TCP asyncio gives TCP_NODELAY, without which each answer takes 40 ms more.
    one = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            # Else it would take the port of IPv4 too, for which there is a socket of its own.
            one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        one.bind((host, port))
        # From here on clients are queued: whoever reads the URL may connect at once.
        one.listen(_BACKLOG)
    except OSError:
        one.close()
        raise
    return one


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
