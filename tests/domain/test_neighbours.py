from __future__ import annotations

import pytest

from moie_tui.domain.neighbours import foreign_lines, our_lines

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
