"""Who holds a lock, in words: each thing once, and the time as clocks on the wall tell it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from moie_tui.storage.holder import Holder

VIENNA = ZoneInfo("Europe/Vienna")
SINCE = "2020-07-01T10:00:00+00:00"


@pytest.mark.parametrize(
    ("holder", "said"),
    [
        (
            Holder("pulse me@box pts/3 pid 12", 12, "box", SINCE),
            "pulse (since 2020-07-01 12:00:00, me@box pts/3 pid 12)",
        ),
        (
            Holder("a run of job 5.1", 12, "box", SINCE, "me@box cron pid 12"),
            "a run of job 5.1 (since 2020-07-01 12:00:00, me@box cron pid 12)",
        ),
        (Holder("pulse", 12, "box", SINCE), "pulse (pid 12 on box, since 2020-07-01 12:00:00)"),
        (Holder("pulse", 12, "box", "soon"), "pulse (pid 12 on box, since soon)"),
        (Holder("another process"), "another process"),
    ],
)
def test_a_holder_is_named_once_and_in_local_time(holder: Holder, said: str) -> None:
    assert holder.line(VIENNA) == said
