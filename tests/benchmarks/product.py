"""The moie that is measured: a copy of a checkout's package, installed as a wheel would be."""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
_SCRIPT = """#!{python}
import sys
from {module} import {function}
if __name__ == "__main__":
    sys.exit({function}())
"""
_LEFT_OUT = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "MOIE_ROOT", "NO_COLOR")


class Product:
    """A small venv with a copy of the package, byte-compiled; what it depends on is this interpreter's."""

    def __init__(self, source: Path, folder: Path) -> None:
        self.folder = folder
        self._python = folder / "bin" / "python"
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
        site = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
        unwanted = shutil.ignore_patterns("__pycache__")
        shutil.copytree(source / "moie_tui", site / "moie_tui", ignore=unwanted)
        shutil.copytree(source / "styles", site / "moie_tui" / "styles", ignore=unwanted)
        # The checkout comes last: only the benchmarks are looked for there.
        lines = (sysconfig.get_path("purelib"), str(CHECKOUT))
        (site / "beside.pth").write_text("".join(f"{line}\n" for line in lines))
        compileall.compile_dir(site, quiet=2)
        self._script = folder / "bin" / "moie"
        self._script.write_text(_script(source, self._python))
        self._script.chmod(0o755)

    def moie(self, *words: str | os.PathLike[str]) -> list[str]:
        """The words of a command as users type it: through the installed script."""
        return [str(self._script), *(os.fspath(word) for word in words)]

    def python(self, *words: str | os.PathLike[str]) -> list[str]:
        """The words of the venv's own Python; `-m tests.benchmarks.…` measures this product from within."""
        return [str(self._python), *(os.fspath(word) for word in words)]

    @property
    def environment(self) -> dict[str, str]:
        """What every measured process is given: nobody's settings, a home of its own."""
        kept = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
        return kept | {"MOIE_HOME": str(self.folder / "home")}


def _script(source: Path, python: Path) -> str:
    """What an installer makes of the entry point that this source names."""
    entry = tomllib.loads((source / "pyproject.toml").read_text())["project"]["scripts"]["moie"]
    module, _, function = entry.partition(":")
    return _SCRIPT.format(python=python, module=module, function=function)
