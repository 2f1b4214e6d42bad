"""What comes in the body of a request."""

from __future__ import annotations

import asyncio

from starlette.requests import Request

from moie_tui.server.answers import Answered
from moie_tui.server.limits import Limits


async def body_of(request: Request, limits: Limits) -> bytes:
    """The body; 413 for one that is too long, 408 for one that does not come in time."""
    body = b""
    try:
        async with asyncio.timeout(limits.request_seconds):
            async for piece in request.stream():
                body += piece
                if len(body) > limits.body_bytes:
                    raise Answered(413, f"the body is over {limits.body_bytes} bytes long")
    except TimeoutError:
        raise Answered(408, "the body did not come in time") from None
    return body
