"""`moie --root A --root B`: which roots the dashboard opens, and who else takes several."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from moie_tui.cli.call import Call
from moie_tui.cli.dashboard import several
from moie_tui.cli.main import main
from moie_tui.domain.errors import UsageError
from moie_tui.tui.app import MoieApp
from tests.builders import a_state
from tests.roots import Root
from tests.tui.bare_app import until


def call(*roots: Path) -> Call:
    """A call of the dashboard with these roots."""
    return Call("", SimpleNamespace(root=list(map(str, roots))))


def test_a_root_that_is_not_there_is_one_of_several(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state())
    opened = several(call(root.folder, tmp_path / "none"))
    assert [one.root for one in opened] == [root.folder, tmp_path / "none"]


@pytest.mark.long
async def test_a_root_that_comes_later_is_live_at_once(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state())
    later = tmp_path / "later"
    app = MoieApp(*several(call(root.folder, later)))
    async with app.run_test() as pilot:
        await until(pilot, lambda: len(app.roots) == 2 and app.roots[1].trouble == "no MOIE root here")
        later.mkdir()
        (later / root.name).write_bytes((root.folder / root.name).read_bytes())
        await until(pilot, lambda: not app.roots[1].trouble)
        assert app.view.root == str(root.folder)


def test_where_none_is_there_that_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no MOIE root here"):
        several(call(tmp_path / "one", tmp_path / "two"))


def test_a_folder_that_is_named_twice_is_one_root(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    assert len(call(tmp_path, tmp_path / "link").roots) == 1
    assert call(tmp_path, tmp_path).root == tmp_path


@pytest.mark.parametrize(("command", "code"), [("status", 2), ("pulse", 2), ("check", 3)])
def test_every_other_command_takes_one(
    command: str, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(tmp_path / "a"), "--root", str(tmp_path / "b"), command]) == code
    line = "moie: --root was given more than once; name one; only the dashboard takes several\n"
    assert capsys.readouterr() == ("", line)
