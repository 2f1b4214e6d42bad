"""The rooms import only downwards."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.house.checkout import PACKAGE, ROOT, facts, files, name_of, pyproject


def test_every_import_contract_is_kept() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_has_its_place_in_the_layers() -> None:
    contracts = pyproject()["tool"]["importlinter"]["contracts"]
    (layers,) = (contract["layers"] for contract in contracts if contract["id"] == "layers")
    rooms = {f"moie_tui.{path.parent.name}" for path in PACKAGE.glob("*/__init__.py")}
    rooms |= {f"moie_tui.{path.stem}" for path in PACKAGE.glob("*.py")} - {"moie_tui.__init__"}
    assert rooms == {room.strip() for layer in layers for room in layer.split("|")}


def test_only_the_tui_knows_textual_and_rich() -> None:
    strangers = [
        name_of(path)
        for path in files(PACKAGE, ".py")
        if (PACKAGE / "tui") not in path.parents and facts(path)[1] & {"textual", "rich"}
    ]
    assert strangers == []


def test_values_are_made_in_one_way() -> None:
    others = [
        name_of(path)
        for path in files(PACKAGE, ".py")
        if (PACKAGE / "values") not in path.parents and "dataclasses" in facts(path)[1]
    ]
    assert others == []
