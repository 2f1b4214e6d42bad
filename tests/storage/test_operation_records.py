from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.plan import Effect
from moie_tui.storage.operation_log import OperationLog
from moie_tui.storage.operation_records import begun
from tests.storage.copies import NOON, ORIGIN


@given(
    kind=st.text(max_size=8),
    origin=st.text(max_size=20) | st.just('x", "scheduled": true, "'),
    scheduled=st.booleans(),
    target=st.text(max_size=8),
)
def test_what_has_begun_is_told_without_parsing_the_lines(
    kind: str, origin: str, scheduled: bool, target: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        log = OperationLog(Path(folder))
        effect = Effect("job", target, "pending", {"scheduled": not scheduled})
        first = log.begin(kind, NOON, origin, scheduled, [effect], {})
        log.end(first, "done", origin, [effect], {})
        second = log.begin("pulse", NOON, ORIGIN, not scheduled, [], {})
        data = (Path(folder) / ".moie" / "operations.jsonl").read_bytes()
    assert list(begun(data).items()) == [(first, scheduled), (second, not scheduled)]


@given(st.binary(max_size=60))
def test_nothing_in_a_log_breaks_the_telling_of_what_has_begun(tail: bytes) -> None:
    whole = b'{"op": "begin", "id": "abcdef", "kind": "pulse", "scheduled": true, '
    assert begun(whole + b'"x": 1}\n' + tail)["abcdef"] is True
    assert begun(b'{"op": "begin", "id": "' + tail.replace(b"\n", b"")) == {}
