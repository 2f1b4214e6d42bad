"""A root whose every text tries to be more than text."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.builders import a_health, a_job, a_phase, a_state, an_execution
from tests.roots import Root

MARKUP = "[@click=app.quit()]x[/]"
TEXTS = {
    "markup": f"{MARKUP} [bold red]loud[/] [link=http://e.vil]l[/] [/nonsense] [",
    "colours": f"\x1b[5m{MARKUP} \x1b[31;5mred\x1b[2J\x1b[H\x9b7m",
    "links": f"\x1b]0;t\x07{MARKUP} \x1b]8;;http://e.vil\x07here\x1b]8;;\x1b\\ \x1b]52;c;ZXZpbA==\x07",
    "bidi": f"\u202e{MARKUP} \u202eback\u2066wards\u2069 zero\u200bwidth\u2060\ufeff",
    "lines": f"\n{MARKUP} one\r\ntwo\x85three\u2028four\x0b\x0cfive\ttabbed\x08\x08",
    "zeroes": f"\x00\x1b[7m{MARKUP} nul\x00 bell\x07 delete\x7f lone\x1b",
}
"""Each begins with what must not be seen, so that narrow columns get it too."""
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def hostile_root(folder: Path, text: str) -> Root:
    """One with the text in each field of state, health, events and config, ids and unknown keys included."""
    stamp = "2026-11-22T11:50:00Z"
    root = Root(folder, _state(text, "pending", stamp), config=json.dumps(_config(text)))
    runs = [
        an_execution(f"2026-11-22T1{at}:00:00Z", "failure", error=text, run_id=text, exit_code=at)
        for at in (0, 1)
    ]
    health = a_health(*runs, **{text: text})
    (root.folder / "cyclic_job_health.json").write_text(json.dumps({text: health, "gone " + text: health}))
    logs = root.folder / "logs"
    logs.mkdir()
    event = {"timestamp": stamp, "category": text, "message": text, "metadata": {text: text, "origin": text}}
    lines = [json.dumps(event | {"level": level}) for level in ("error", text)]
    (logs / "events-2026-11-22.jsonl").write_bytes("\n".join([*lines, text, ""]).encode())
    root.do("backup", note=text)
    _forge(root.folder / "backups" / "index.jsonl", note=text, origin=text, reason=text)
    _forge(root.folder / ".moie" / "operations.jsonl", origin=text, outcome=text, message=text)
    root.write(_state(text, text + " later", stamp))
    return root


def with_a_double(document: dict[str, Any]) -> dict[str, Any]:
    """The same with one job twice, which is a problem shown."""
    phase = document["phases"][0]
    return document | {"phases": [phase | {"jobs": [*phase["jobs"], phase["jobs"][0]]}]}


def broken(document: dict[str, Any], text: str) -> dict[str, Any]:
    """The same with a wrong value that can be told of only by naming the text."""
    return document | {
        "phases": [document["phases"][0] | {"jobs": [{"id": text, "task": text, "status": [text]}]}]
    }


def _forge(lines: Path, **said: str) -> None:
    """Puts the text into every record of a file of lines."""
    records = [json.loads(line) | said for line in lines.read_bytes().splitlines()]
    lines.write_text("".join(json.dumps(record) + "\n" for record in records))


def _state(text: str, status: str, stamp: str) -> dict[str, object]:
    said = {"task": text, "description": text, text: text, "command": f": {text}", "schedule": "every 20m"}
    cyclic = a_job(text, "cyclic", **said, verification_cmd=f"false # {text}")
    others = [
        a_job(f"{word} {text}", word, **said, verification_cmd=f"false # {text}")
        for word in ("pending", status, text)
    ]
    unique = list({job["id"]: job for job in (cyclic, *others)}.values())
    phase = a_phase("1 " + text, *unique, name=text, status=text)
    meta = {"project": text, "operator": text, "last_heartbeat": stamp, "mode": text}
    return a_state(phase, current="1 " + text, meta=meta, **{text: text})


def _config(text: str) -> dict[str, object]:
    return {
        "system": {"name": text, "operator": text},
        "reasoning_core": {"model": text},
        "ui": {"theme": text},
        "unknown": {text: text},
    }
