"""The two acts that may be asked for over HTTP, planned and run as the command line does it."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from moie_tui.domain.errors import (
    Busy,
    Cancelled,
    InvalidDocument,
    MoieError,
    PlanOutdated,
    Refused,
    UsageError,
)
from moie_tui.domain.plan import Outcome, Plan, Silent
from moie_tui.server.answers import Answered, as_bytes
from moie_tui.server.bodies import body_of
from moie_tui.server.door import hold_back
from moie_tui.server.limits import Buckets, Limits
from moie_tui.server.live import Live
from moie_tui.server.queries import require_known, require_token

ACTIONS: Mapping[str, Mapping[str, type]] = {
    "pulse": {"all": bool, "dry_run": bool},
    "backup": {"note": str, "pin": bool, "dry_run": bool},
}
"""What may be asked for, and what each takes in its body."""
REPLANS = 3
LONGEST_NOTE = 1000
_CODES = (
    (Cancelled, 503),
    (Busy, 409),
    (PlanOutdated, 409),
    (InvalidDocument, 409),
    (Refused, 403),
    (UsageError, 400),
)


class Actions:
    """Acts one at a time; `stop` asks the one that runs to end."""

    def __init__(self, live: Live, limits: Limits) -> None:
        self._live, self._source, self._limits = live, live.source, limits
        self._rate = Buckets(limits.acting)
        self._turn = asyncio.Lock()
        self._stop = threading.Event()

    def stop(self) -> None:
        """Lets what runs end at its next safe moment; nothing begins any more."""
        self._stop.set()

    async def act(self, request: Request) -> Response:
        """Plans and runs; or, with `dry_run`, plans."""
        name = str(request.path_params["action"])
        if name not in ACTIONS:
            raise Answered(404, "there is no such action", f"one of {', '.join(ACTIONS)}")
        require_token(request)
        if not self._live.settings.server.allow_actions or self._source.read_only:
            raise Answered(403, "acts are off here", "server.allow_actions in config.yaml lets them run")
        hold_back(self._rate.take(request.client.host if request.client else "", time.monotonic()))
        require_known(request, ())
        wanted = await self._wanted(request, ACTIONS[name])
        if self._turn.locked() or self._stop.is_set():
            raise Answered(409, "another act runs", "ask again when it is done", {"retry-after": "5"})
        async with self._turn:
            done = await asyncio.to_thread(self._carry_out, name, wanted)
        headers = {"cache-control": "no-store"}
        return Response(as_bytes(done.as_json()), media_type="application/json", headers=headers)

    def _carry_out(self, name: str, wanted: dict[str, Any]) -> Plan | Outcome:
        try:
            dry_run = wanted.get("dry_run", False)
            with nullcontext() if dry_run else self._source.telling(name):
                operation = self._source.operation(name, **_arguments(name, wanted))
                plan = self._source.plan(operation)
            if dry_run:
                return plan
            for _ in range(REPLANS):
                try:
                    return self._source.run(operation, plan, Silent(), self._stop)
                except PlanOutdated:
                    plan = self._source.plan(operation)
            return self._source.run(operation, plan, Silent(), self._stop)
        except MoieError as error:
            code = next((code for kind, code in _CODES if isinstance(error, kind)), 500)
            raise Answered(code, error.line()) from error

    async def _wanted(self, request: Request, keys: Mapping[str, type]) -> dict[str, Any]:
        body = await body_of(request, self._limits)
        if not body:
            return {}
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise Answered(415, "the body must be application/json")
        try:
            raw = json.loads(body)
        except (ValueError, RecursionError):
            raise Answered(400, "the body is no JSON") from None
        if not isinstance(raw, dict):
            raise Answered(400, "the body must be an object")
        for key, value in raw.items():
            if key not in keys or not isinstance(value, keys[key]):
                known = ", ".join(f"{name} ({kind.__name__})" for name, kind in keys.items())
                raise Answered(400, f"{key!r} is not what can be given", f"one of {known}")
        if len(raw.get("note", "")) > LONGEST_NOTE:
            raise Answered(400, f"note must be at most {LONGEST_NOTE} characters long")
        return raw


def _arguments(name: str, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The body in the words of the operation."""
    if name == "pulse":
        return {"repeat": wanted.get("all", False), "scheduled": False}
    return {"note": wanted.get("note", ""), "pin": wanted.get("pin", True)}
