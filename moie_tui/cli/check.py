"""`moie check`: how a root is, for monitors and for cron; with --notify it is the watchdog."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator

from moie_tui import kept_answer
from moie_tui.cli.options import Parser, add_json
from moie_tui.cli.page import Line, text, write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import SimpleNamespace

    from moie_tui.cli.call import Call
    from moie_tui.domain.checking import Checked, Watched
    from moie_tui.domain.condition import Condition
    from moie_tui.domain.diagnosis import Silence
    from moie_tui.domain.lasting import Well
    from moie_tui.workspace import Workspace

NO_CHANNEL = "nobody is told: no channel is configured (alerts.command, alerts.urls or alerts.desktop: true)"
_TONES = {0: "ok", 1: "late", 2: "failed", 3: "unknown"}
_EPILOG = """\
Exit codes are those of monitors (Nagios and its kin), not of the other commands:
  0  OK        all is well
  1  WARNING   a job stale, unhealthy, stuck or blocked; a new or changed command; snapshots, mirror
  2  CRITICAL  the heartbeat stale or skewed, or a document that can't be read
  3  UNKNOWN   no heartbeat yet; no root; wrong usage; the check itself failed

--notify tells people what is news by the channels of `alerts` in config.yaml. From cron:
  */5 * * * *  moie --root DIR check --notify --scheduled"""


def configure(parser: Parser) -> None:
    """Whether to tell people."""
    add_json(parser)
    parser.add_argument("--notify", action="store_true", help="tell people what is news, and ping while well")
    words = "for cron: print only what kept people from being told"
    parser.add_argument("--scheduled", action="store_true", help=words)
    parser.epilog = _EPILOG


def early(options: SimpleNamespace) -> int | None:
    """What the last check said, while nothing it rests on has changed; None when one must be made."""
    root, now = _kept_by(options), time.time()
    well: Well | None = kept_answer.recall(kept_answer.CHECK, root, now) if root is not None else None
    if well is None:
        return None
    if not options.scheduled:
        from datetime import timedelta

        from moie_tui.domain.amounts import ago

        age = ago(timedelta(seconds=now - well["beat_at"]))
        write([text(f"{well['before']}heart {age} ago{well['after']}", _TONES[0])])
    return 0


def _kept_by(options: SimpleNamespace) -> str | None:
    """The root whose last check may answer; None where more is asked for than a line."""
    named: list[str] = getattr(options, "root", []) or [os.environ.get("MOIE_ROOT") or "."]
    plain = len(named) == 1 and not options.json and not options.notify
    return named[0] if plain else None


def run(call: Call) -> int:
    """One line of status and one for each condition."""
    options = call.options
    workspace, checked = _looked(call)
    if call.json:
        from moie_tui.cli.json_text import print_json

        print_json(_as_json(checked, _silence(workspace, checked)))
    elif not options.scheduled:
        write(_lines(checked, _silence(workspace, checked)))
    if checked.watched is not None:
        for words in _hitches(checked.watched):
            print(f"moie: {words}", file=sys.stderr)
        if _is_unheard(workspace, checked.watched, scheduled=options.scheduled):
            print(f"moie: {NO_CHANNEL}", file=sys.stderr)
    return checked.code


def _looked(call: Call) -> tuple[Workspace, Checked]:
    """A check of the opened root; the next one may go by it while nothing changes."""
    root, begun = _kept_by(call.options), time.time()
    seen = kept_answer.marks(kept_answer.CHECK, root) if root is not None else None
    workspace = call.workspace()
    checked = workspace.check(notify=call.options.notify)
    keeps = seen is not None and not workspace.read_only and kept_answer.can_keep(seen, begun)
    if root is not None and keeps:
        from moie_tui.domain.lasting import lasts, well

        said, span = well(checked), lasts(checked)
        if said is not None and span:
            until = (checked.at + span).timestamp()
            kept_answer.keep(kept_answer.CHECK, root, seen, begun, said, until)
    return workspace, checked


def _is_unheard(workspace: Workspace, watched: Watched, *, scheduled: bool) -> bool:
    """Whether to say that nobody can be told; to cron's mail once, as long as it lasts."""
    if not scheduled:
        return watched.unheard
    from moie_tui.workspace import is_news

    return is_news(workspace, "channels", NO_CHANNEL if watched.unheard else "")


def _silence(workspace: Workspace, checked: Checked) -> Silence | None:
    """Why the heart is silent, where it is: other programs are asked for that."""
    return workspace.silence() if any(_is_of_heart(one) for one in checked.conditions) else None


def _is_of_heart(one: Condition) -> bool:
    from moie_tui.domain.condition import DOCUMENT, HEARTBEAT

    return one.key in (HEARTBEAT, f"{DOCUMENT}:state")


def _lines(checked: Checked, silence: Silence | None) -> Iterator[Line]:
    yield text(checked.headline(), _TONES[checked.code])
    from moie_tui.domain.health import ago

    for one in checked.conditions:
        since = max(checked.at - one.since, checked.at - checked.at)
        # Told by a file that others write too, so that it may have begun before.
        least = "at least " if one.moving else ""
        muted = ", muted" if checked.is_muted(one) else ""
        yield text(f"{one.level}: {one.message} [{one.key}, for {least}{ago(since)}{muted}]")
        if silence is not None and _is_of_heart(one):
            yield text(f"  why: {silence.lead}", "faint")
            yield text(f"  next: {silence.step}", "faint")
            silence = None


def _hitches(watched: Watched) -> Iterator[str]:
    from moie_tui.domain.text import plain

    if watched.busy:
        yield f"another watchdog is telling people right now: {plain(watched.busy)}"
    if watched.unkept:
        yield f"what was told could not be written down and will be told again: {plain(watched.unkept)}"
    if watched.unswept:
        yield f"runs that vanished could not be ended: {plain(watched.unswept)}"
    # Said once: cron mails it, and every check would say it again. `moie alerts` shows what still waits.
    for channel in dict.fromkeys(one.channel for one in watched.failed_first):
        late = [one for one in watched.failed_first if one.channel == channel]
        yield f"{len(late)} not delivered to {plain(channel)}, to be tried again: {plain(late[0].error)}"
    if watched.ping and watched.ping_is_news:
        yield f"the ping did not get through: {plain(watched.ping)}"


def _as_json(checked: Checked, silence: Silence | None) -> dict[str, object]:
    from moie_tui.domain.checking import WORDS
    from moie_tui.domain.timestamps import utc_text

    age, watched = checked.judgement.age, checked.watched
    told = watched and {
        "notices": [{"state": one.state, "key": one.condition.key} for one in watched.notices],
        "delivered": watched.delivered,
        "waiting": [{"channel": one.channel, "error": one.error} for one in watched.waiting],
        "ping_failure": watched.ping or None,
        "busy": watched.busy or None,
        "no_channel": watched.unheard,
    }
    return {
        "root": checked.view.root,
        "status": WORDS[checked.code].lower(),
        "exit_code": checked.code,
        "message": checked.headline(),
        "checked_at": utc_text(checked.at),
        "heartbeat": {
            "age_seconds": None if age is None else round(age.total_seconds(), 3),
            "status": checked.judgement.heartbeat.status,
        },
        "conditions": [{**one.as_json(), "muted": checked.is_muted(one)} for one in checked.conditions],
        "muted": list(checked.mutes),
        "held": checked.held or None,
        "silence": [one.as_json() for one in silence.suspects] if silence is not None else None,
        "notified": told,
    }
