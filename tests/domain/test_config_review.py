from __future__ import annotations

from moie_tui.domain.config_review import review, slips, unknown_jobs

SHAPE = {
    "properties": {
        "heartbeat": {"properties": {"enabled": {}, "interval_minutes": {}}},
        "experts": {"properties": {"port": {}}},
        "jobs": {"additionalProperties": {"properties": {"schedule": {}}}},
        "ui": {"properties": {"keymap": {"additionalProperties": {}}}},
    }
}


def test_known_sections_and_keys_are_not_remarked() -> None:
    raw = {
        "heartbeat": {"enabled": None},
        "jobs": {"1.1": {"schedule": "x"}, "2": None},
        "ui": {"keymap": {"a": "b"}},
    }
    assert list(review(raw, SHAPE)) == []


def test_what_has_no_effect_is_remarked_with_what_was_meant() -> None:
    raw = {
        "heartbeet": {},
        "experts": {"port": 1},
        "jobs": {"1.1": {"shedule": "x"}},
        "heartbeat": {"zzz": 1},
    }
    assert [(where, fix) for where, _, fix in review(raw, SHAPE)] == [
        ("heartbeet", "did you mean heartbeat?"),
        ("experts", ""),
        ("jobs.1.1.shedule", "did you mean schedule?"),
        ("heartbeat.zzz", ""),
    ]


def test_slips_are_unknown_keys_of_what_is_used_and_misspelt_sections() -> None:
    raw = {"heartbeet": {}, "reasoning": {}, "experts": {}, "jobs": {"1.1": {"shedule": "x"}}}
    assert [path for path, _, _ in slips(raw, SHAPE)] == [("heartbeet",), ("jobs", "1.1", "shedule")]


def test_a_job_nobody_has_is_remarked_and_a_lost_zero_guessed() -> None:
    assert [fix for _, _, fix in unknown_jobs(["1.1", "bacup", "2"], ["1.10", "backup", "2"])] == [
        "did you mean '1.10'? quote it",
        "did you mean backup?",
    ]
