from __future__ import annotations

import pytest

from moie_tui.domain.neighbours import foreign_lines, in_crontab, our_lines, spellings

ROOTS = ("/srv/root", "/private/srv/root")


@pytest.mark.parametrize(
    "line",
    [
        "*/10 * * * * cd /srv/root && python pulse.py",
        "@hourly python /private/srv/root/tools/beat.py",
        "0 * * * * python x.py --state=/srv/root/sovereign_state_v2.json",
        "0 * * * * moie --root /srv/root backup",
    ],
)
def test_whatever_names_the_root_and_is_no_pulse_of_ours_is_foreign(line: str) -> None:
    assert foreign_lines(f"SHELL=/bin/sh\n  {line}  \n", ROOTS) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "# cd /srv/root && python pulse.py",
        "0 * * * * python /srv/root-two/pulse.py",
        "0 * * * * python /srv/rooted/pulse.py",
        "0 * * * * /usr/bin/moie --root /srv/root pulse --scheduled",
        "",
    ],
)
def test_other_roots_comments_and_our_own_pulse_are_not(line: str) -> None:
    assert foreign_lines(line, ROOTS) == []


def test_our_own_pulses_are_counted() -> None:
    ours = "* * * * * moie --root /srv/root pulse"
    assert our_lines(f"{ours}\n# {ours}\n* * * * * moie pulse\n", ROOTS) == [ours]


@pytest.mark.parametrize(
    ("line", "beats"),
    [
        ("*/10 * * * * python3 /srv/root/pulse.py", True),
        ("*/10 * * * * cd ~/root && ./heart_beat", True),
        ("*/10 * * * * python3 $HOME/root/beat.py", True),
        ("*/10 * * * * moie --root /srv/root pulse", True),
        ("*/10 * * * * '/x y/moie' --root /srv/root check --notify", False),
        ("0 * * * * moie --root /srv/root backup --note 'before the pulse'", True),
        ("0 * * * * python3 /srv/root/report.py", False),
        ("0 * * * * python3 /srv/heartbeat/pulse.py", None),
    ],
)
def test_what_beats_is_told_by_its_words(line: str, beats: bool | None) -> None:
    found = in_crontab(f"ROOT=/srv/root\n{line}\n", spellings(ROOTS, "/srv"))
    assert [one.beats for one in found] == ([] if beats is None else [beats])


def test_the_name_of_the_root_itself_is_no_sign_of_a_beat() -> None:
    (found,) = in_crontab("0 * * * * rsync /srv/pulse /backup\n", ("/srv/pulse",))
    assert not found.beats


def test_a_script_in_a_root_named_moie_is_not_taken_for_ours() -> None:
    lines = [
        "*/10 * * * * python3 /home/me/moie/pulse.py",
        "*/10 * * * * cd /home/me/moie && python3 pulse.py",
    ]
    assert foreign_lines("\n".join(lines), ("/home/me/moie",)) == lines
