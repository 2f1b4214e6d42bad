from __future__ import annotations

import os
from pathlib import Path

from tests.cli.conftest import Moie
from tests.roots import Root


def test_a_theme_no_dashboard_has_is_told_and_those_there_are_pass(moie: Moie, root: Root) -> None:
    config = root.folder / "config.yaml"
    config.write_text("ui: {theme: nix}\n")
    said = moie("config", "validate")
    assert (said.code, said.out) == (
        0,
        "● config.yaml is valid\n▲ config.yaml (ui.theme): there is no theme 'nix'\n",
    )
    themes = Path(os.environ["MOIE_HOME"]) / "themes"
    themes.mkdir(parents=True)
    (themes / "nix.yaml").write_text("based_on: moie-day\n")
    for name in ("nix", "moie-contrast", "moie-ansi", "gruvbox"):
        config.write_text(f"ui: {{theme: {name}}}\n")
        assert moie("config", "validate").out == "● config.yaml is valid\n"
