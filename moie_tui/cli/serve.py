"""`moie serve`: the root over HTTP, for monitors, Prometheus and scripts."""

from __future__ import annotations

import os
import stat
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from moie_tui.cli.call import Call
from moie_tui.cli.options import Parser
from moie_tui.cli.page import text, write
from moie_tui.domain.errors import UsageError
from moie_tui.values import replace

_EXTRA = ("starlette", "uvicorn", "prometheus_client", "h11")
_EPILOG = """\
It listens on 127.0.0.1 and shows no commands and no outputs without a token. Any other address needs one:
in the variable that server.token_env names (MOIE_TOKEN), or in a file. SIGTERM or Ctrl-C ends it, exit 0.

  moie --root DIR serve &
  curl http://127.0.0.1:8420/health
  moie --root DIR serve --web"""


def configure(parser: Parser) -> None:
    """Where to listen, and for whom; `server` in config.yaml has the rest."""
    parser.add_argument("--host", metavar="ADDRESS", help="the address to listen on (server.host)")
    parser.add_argument("--port", type=_port, metavar="N", help="the port (server.port); 0 takes a free one")
    parser.add_argument("--token-file", type=Path, metavar="FILE", help="a file that holds the token")
    words = "another name it answers to, as behind a proxy; may be given again"
    parser.add_argument("--allow-host", action="append", default=[], metavar="NAME", help=words)
    words = "the dashboard of this one root too, in a browser: with the token"
    parser.add_argument("--web", action="store_true", help=words)
    parser.add_argument("--access-log", action="store_true", help="write a line for each request to stderr")
    parser.epilog = _EPILOG


def run(call: Call) -> int:
    """Answers until a signal ends it."""
    options, workspace = call.options, call.workspace(via="server")
    workspace.require_root()
    serving = _serving()
    if (error := workspace.stores.config_error) is not None:
        # A monitor that does not start tells nobody; this one says in /health what is wrong.
        print(f"moie: {error.line()}; going on by the last valid config, or none", file=sys.stderr)
    settings = workspace.stores.settings.server
    where = serving.Listening(
        host=settings.host if options.host is None else options.host,
        port=settings.port if options.port is None else options.port,
        token=_token(options.token_file, settings.token_env),
        names=frozenset(options.allow_host),
        access_log=options.access_log,
    )
    if options.web:
        where = replace(where, browsing=_browsing(workspace.root, settings.token_env))

    def announce(url: str, made: str) -> None:
        known = where.token or made
        token = "commands and outputs with the token" if known else "no token: no commands, no outputs"
        write([text(f"Serving {workspace.root} at {url} ({token}); Ctrl-C ends it")])
        if where.browsing is not None:
            write([text(f"The dashboard, for a browser: {url}/dashboard{made and f'?token={made}'}")])
        sys.stdout.flush()

    serving.serve(workspace, where, announce)
    return 0


def _browsing(root: Path, token_env: str) -> Any:
    try:
        import_module("websockets")
        import_module("moie_tui.server.files").require_textual_serve()
    except ModuleNotFoundError as error:
        if error.name not in ("websockets", "textual_serve"):
            raise
        fix = "pip install 'moie-tui[web]'"
        raise UsageError("a dashboard in a browser needs an extra", fix=fix) from error
    command = (sys.executable, "-P", "-m", "moie_tui", "--root", str(root))
    browsing = import_module("moie_tui.server.browsing")
    return browsing.Browsing(command, os.environ, frozenset((token_env,)))


def _serving() -> Any:
    try:
        return import_module("moie_tui.server.serving")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _EXTRA:
            raise
        raise UsageError("serving needs an extra", fix="pip install 'moie-tui[serve]'") from error


def _token(file: Path | None, variable: str) -> str:
    """The token of the file, else of the variable; "" without one."""
    if file is None:
        return os.environ.get(variable, "").strip()
    try:
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            print(f"moie: others may read {file}; `chmod 600` it", file=sys.stderr)
        token = file.read_text("utf-8").strip()
    except (OSError, UnicodeError) as error:
        raise UsageError(f"the token can't be read: {error}", where=str(file)) from error
    if not token:
        raise UsageError("holds no token", where=str(file), fix="write one long random word into it")
    return token


def _port(word: str) -> int:
    from argparse import ArgumentTypeError

    if not (word.isascii() and word.isdigit() and int(word) <= 65535):
        raise ArgumentTypeError(f"{word!r} is no port")
    return int(word)
