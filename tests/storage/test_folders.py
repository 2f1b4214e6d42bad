"""Where what is ours lies."""

from __future__ import annotations

from pathlib import Path

from moie_tui.storage.folders import default_home


def test_the_home_is_moie_home_or_the_users_config() -> None:
    assert default_home({"MOIE_HOME": "/x", "HOME": "/h"}) == Path("/x")
    assert default_home({"MOIE_HOME": "", "HOME": "/h"}) == Path("/h/.config/moie")
    assert default_home({}).parts[-2:] == (".config", "moie")
