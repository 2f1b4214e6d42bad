from __future__ import annotations

from moie_tui.domain.event import Event
from moie_tui.tui.metadata_words import in_words, lines_of
from moie_tui.tui.more_details import event_lines
from moie_tui.tui.origins import origin_words
from moie_tui.tui.pieces import words_of
from moie_tui.tui.screens.event_sheet import event_rows
from tests.tui.sample_views import NOW, rich_view

ORIGIN = {"user": "ann", "host": "box", "pid": 7, "via": "cron"}
CHANGES = [{"key": "ui.theme", "before": None, "after": "moie-day"}, {"key": "ui.read_only", "after": True}]
AN_EVENT = Event(
    NOW,
    "info",
    "config",
    "new",
    {"origin": ORIGIN, "operation": "abcd", "duration_ms": 12, "changes": CHANGES},
)


def test_a_mapping_is_said_in_words_and_not_as_a_program_writes_it() -> None:
    assert in_words(ORIGIN) == "user ann · host box · pid 7 · via cron"
    assert in_words(CHANGES) == "key ui.theme · before null · after moie-day; key ui.read_only · after true"
    assert [in_words(one) for one in ("a  b", 12, None, {}, [], "")] == ["a  b", "12", "null", "{}", "[]", ""]
    assert in_words(["2.1", 3]) == "2.1; 3"


def test_who_has_no_terminal_is_a_script_in_every_place_that_tells_of_it() -> None:
    assert in_words({**ORIGIN, "via": "no tty"}) == "user ann · host box · pid 7 · via script or timer"
    assert in_words("no tty") == "script or timer"
    assert origin_words("ann@box no tty pid 7") == "ann@box, script or timer, pid 7"
    assert origin_words("ann@box pts/3 pid 7") == "ann@box pts/3 pid 7"


def test_what_lies_deeper_than_one_mapping_stays_unmistakable() -> None:
    assert in_words({"a": {"b c": [1, "x"]}, "d": ""}) == 'a {"b c": [1, "x"]} · d ""'


def test_in_full_each_line_of_a_text_and_each_of_several_mappings_has_its_own() -> None:
    assert lines_of("one\ntwo") == ["one", "two"]
    assert lines_of(CHANGES) == [
        "key ui.theme · before null · after moie-day",
        "key ui.read_only · after true",
    ]
    assert lines_of(["2.1", "2.2"]) == ["2.1; 2.2"]


def test_beside_an_event_no_key_is_cut_and_the_values_stand_below_each_other() -> None:
    lines = [words_of(line) for line in event_lines(rich_view(), AN_EVENT, NOW, 60)]
    assert "origin      user ann · host box · pid 7 · via cron" in lines
    assert "operation   abcd" in lines
    assert "duration_ms 12" in lines


def test_the_sheet_of_an_event_has_a_line_for_each_change() -> None:
    shown = [(margin.plain.strip(), words.plain) for margin, words in event_rows(AN_EVENT)]
    assert ("origin", "user ann · host box · pid 7 · via cron") in shown
    assert ("changes", "key ui.theme · before null · after moie-day") in shown
    assert ("", "key ui.read_only · after true") in shown
