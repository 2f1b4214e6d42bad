from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from moie_tui.domain.executions import Execution
from moie_tui.domain.signatures import signature_of, signatures

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def _run(minutes: int, error: str | None, status: str = "failure") -> Execution:
    return Execution(NOON + timedelta(minutes=minutes), status, 10, error)


def test_numbers_ids_and_paths_do_not_make_two_failures_differ() -> None:
    assert signature_of("got 503 after 1.5s") == signature_of("got 502 after 12.25s") == "got N after Ns"
    assert signature_of("no /srv/a/feed.json") == signature_of("no /tmp/x.txt") == "no PATH"
    one, other = "run 3f2504e0-4f89-11d3-9a0c-0305e82c3301", "run deadbeef12"
    assert signature_of(one) == signature_of(other) == "run ID"


def test_a_word_of_letters_is_no_id() -> None:
    assert signature_of("effaced facade") == "effaced facade"


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ("exit 3", "exit 3"),
        ("exit -15 after 20 s", "exit -15 after N s"),
        ("OSError: [Errno 28] No space left: '/srv/a/b.txt'", "OSError: [Errno 28] No space left: 'PATH'"),
        ("HTTP 503 from 10.0.0.7", "HTTP 503 from N"),
        ("HTTP/1.1 404 Not Found", "HTTP/1.1 404 Not Found"),
        ("exited with code 2, signal 9", "exited with code 2, signal 9"),
        ("status code: 429", "status code: 429"),
        ("exit 12345678", "exit ID"),
        ("/srv/a/run.py: the command can't be started", "PATH: the command can't be started"),
        ("/srv/a/run.py:12: bad", "PATH: bad"),
    ],
)
def test_codes_stay_and_so_does_the_colon_after_a_path(error: str, kind: str) -> None:
    assert signature_of(error) == kind


def test_of_a_traceback_the_last_line_is_the_kind() -> None:
    trace = 'Traceback (most recent call last):\n  File "/srv/a/x.py", line {}, in f\nValueError: no row {}\n'
    assert (
        signature_of(trace.format(7, 1))
        == signature_of("on it\n" + trace.format(9, 2))
        == "ValueError: no row N"
    )


def test_failures_are_counted_by_kind_with_their_first_and_last_time() -> None:
    runs = [_run(0, "lost 5 rows"), _run(1, None, "success"), _run(2, "gone"), _run(3, "lost 7 rows")]
    lost, gone = signatures(runs)
    assert (lost.text, lost.count) == ("lost N rows", 2)
    assert (lost.first_seen, lost.last_seen) == (NOON, NOON + timedelta(minutes=3))
    assert gone.as_json() == {
        "signature": "gone",
        "count": 1,
        "first_seen": "2026-11-22T12:02:00+00:00",
        "last_seen": "2026-11-22T12:02:00+00:00",
        "last_good": "2026-11-22T12:01:00+00:00",
    }
    assert lost.last_good_before is None, "none is kept from before it was first seen"


def test_the_last_good_run_is_the_one_before_the_kind_was_first_seen() -> None:
    results = [(0, None), (1, None), (2, "gone"), (3, None), (4, "gone")]
    runs = [_run(minute, error, "failure" if error else "success") for minute, error in results]
    (gone,) = signatures(reversed(runs))
    assert (gone.count, gone.last_good_before) == (2, NOON + timedelta(minutes=1))


def test_a_failure_without_words_or_time_is_counted_too() -> None:
    (kind,) = signatures([Execution(None, "failure", 1)])
    assert (kind.text, kind.count, kind.first_seen) == ("no error was recorded", 1, None)
