"""The description of the API that `/openapi.json` gives, written beside the answers it describes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from moie_tui.domain.event import LEVELS
from moie_tui.server.openapi_schemas import SCHEMAS, reference
from moie_tui.server.queries import MOST_ROWS, USUAL_ROWS
from moie_tui.server.version import version

Part = dict[str, Any]
_TOKEN: list[Part] = [{"token": []}]
_OPEN: list[Part] = [{}, {"token": []}]
_ABOUT = """\
A MOIE-OS root for monitors, scrapers and scripts. Commands, outputs and whatever quotes them are answered
only with the token. An ETag changes when the document does; what only tells how much time has passed does not
count."""


@cache
def description() -> Mapping[str, Any]:
    """The whole document, OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "moie-tui", "version": version(), "description": _ABOUT},
        "paths": dict(_paths()),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": SCHEMAS,
        },
    }


def _paths() -> Iterator[tuple[str, Part]]:
    yield "/", _get("What can be asked for.", "Index")
    yield "/health", _health()
    yield "/metrics", _metrics()
    yield "/openapi.json", _get("This description.", "OpenApi")
    yield "/state", _get("The whole picture: heartbeat, phases with their jobs, problems.", "State")
    yield "/jobs", _get("The cyclic jobs and those of the health document, with verdicts.", "Jobs")
    job = _in_path("job", "The id of a job.")
    yield "/jobs/{job}", _get("One job.", "Job", job, missing=True)
    rows = (job, *_rows())
    yield "/jobs/{job}/executions", _get("What a job did, newest first.", "Executions", *rows, missing=True)
    yield (
        "/jobs/{job}/runs",
        _get("The runs that are kept, newest first.", "Runs", *rows, missing=True, token=True),
    )
    run = _in_path("run", "The id of a run.")
    offset = _in_query("offset", "From which byte on.", _whole(0, 10**9, 0))
    yield (
        "/jobs/{job}/runs/{run}/output",
        _get("What a run printed.", "Output", job, run, offset, missing=True, token=True),
    )
    yield "/snapshots", _get("The snapshots, newest first.", "Snapshots", *_rows())
    snapshot = _in_path("snapshot", "The id or file name of a snapshot.")
    yield "/snapshots/{snapshot}", _get("One snapshot.", "Snapshot", snapshot, missing=True)
    yield (
        "/events",
        _get("A page of the log, oldest first; the newest page without a cursor.", "Events", *_events()),
    )
    yield "/actions/pulse", _post("One heartbeat, as `moie pulse`.", "Pulse")
    yield "/actions/backup", _post("One snapshot, as `moie backup`.", "Backup")


def _get(words: str, schema: str, *parameters: Part, missing: bool = False, token: bool = False) -> Part:
    answers: Part = {"200": _json(words, schema), "304": {"description": "It is as the ETag says."}}
    codes = [400, 401, 421, 429, 503, *([404] if missing else [])]
    return _path("get", words, answers | _problems(codes), parameters, token)


def _health() -> Part:
    found = "Whether the heart beats in time."
    answers = {
        "200": _json(found, "Health"),
        "503": _json("It does not, or a document can't be read.", "Health"),
    }
    return _path("get", found, answers | _problems([401, 421, 429]))


def _metrics() -> Part:
    words = "The root as Prometheus reads it."
    kinds = ("text/plain", "application/openmetrics-text")
    answers: Part = {
        "200": {"description": words, "content": {kind: {"schema": {"type": "string"}} for kind in kinds}}
    }
    return _path("get", words, answers | _problems([401, 421, 429, 503]))


def _post(words: str, body: str) -> Part:
    answers: Part = {"200": _json("What was done; with `dry_run` the plan.", "Done")}
    path = _path(
        "post", words, answers | _problems([400, 401, 403, 408, 409, 413, 415, 421, 429, 500, 503]), (), True
    )
    path["post"]["requestBody"] = {"content": {"application/json": {"schema": reference(body)}}}
    return path


def _path(
    method: str, words: str, answers: Part, parameters: tuple[Part, ...] = (), token: bool = False
) -> Part:
    shown: Part = {"summary": words, "security": _TOKEN if token else _OPEN, "responses": answers}
    return {method: shown | ({"parameters": list(parameters)} if parameters else {})}


def _json(words: str, schema: str) -> Part:
    return {"description": words, "content": {"application/json": {"schema": reference(schema)}}}


def _problems(codes: list[int]) -> Part:
    content = {"application/problem+json": {"schema": reference("Problem")}}
    return {str(code): {"description": _WORDS[code], "content": content} for code in codes}


_WORDS = {
    400: "A parameter or the body is not what can be given.",
    401: "The token is needed, or another one.",
    403: "Acts are off, or it was refused; nothing was changed.",
    404: "There is no such thing.",
    408: "The body did not come in time.",
    409: "Something else runs, the plan is outdated, or a document can't be read; nothing was changed.",
    413: "The body is too long.",
    415: "The body is no JSON.",
    421: "The Host is not one of this server.",
    429: "Too many requests; Retry-After says when to ask again.",
    500: "It failed.",
    503: "It takes too long, or the server ends.",
}


def _rows() -> tuple[Part, ...]:
    return (
        _in_query("offset", "How many to pass over.", _whole(0, 10**9, 0)),
        _in_query("limit", "How many at most.", _whole(1, MOST_ROWS, USUAL_ROWS)),
    )


def _events() -> Iterator[Part]:
    yield _in_query("level", "This level and worse.", {"type": "string", "enum": list(LEVELS)})
    yield _in_query("category", "Of these categories.", {"type": "array", "items": {"type": "string"}})
    words = "With these words, or after a ! without them. Needs the token."
    yield _in_query("text", words, {"type": "string", "maxLength": 200})
    for key, when in (("since", "From then on."), ("until", "Before then.")):
        yield _in_query(key, when, {"type": "string", "format": "date-time"})
    yield _in_query("limit", "How many at most.", _whole(1, MOST_ROWS, USUAL_ROWS))
    pattern = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}:[0-9]{1,15}$"
    for key, where in (("before", "Older than this cursor."), ("after", "Newer than this cursor.")):
        yield _in_query(key, where, {"type": "string", "pattern": pattern})


def _in_path(name: str, words: str) -> Part:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": words,
        "schema": {"type": "string", "minLength": 1},
    }


def _in_query(name: str, words: str, schema: Part) -> Part:
    return {"name": name, "in": "query", "description": words, "schema": schema}


def _whole(least: int, most: int, usual: int) -> Part:
    return {"type": "integer", "minimum": least, "maximum": most, "default": usual}
