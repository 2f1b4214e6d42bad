"""Names say the thing; nothing in a file tells of the machine it was written on."""

from __future__ import annotations

import re

from tests.house.checkout import PACKAGE, ROOT, facts, files, name_of, python_files

JOB_TITLES = {"util", "utils", "helper", "helpers", "manager", "managers", "misc"}
CLASS_TITLES = ("Helper", "Manager", "Util", "Utils")

# Put together here, so that this file keeps its own rule.
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "crates" + ".io"]
BUILD_PATHS = ["work", "root/.pyenv", "opt/py" + "pi"]


def test_no_module_is_named_for_a_job_title() -> None:
    assert [name_of(path) for path in python_files() if JOB_TITLES & set(path.stem.split("_"))] == []


def test_no_class_is_named_for_a_job_title() -> None:
    classes = [(path, one.name) for path in files(PACKAGE, ".py") for one in facts(path)[0] if one.is_class]
    assert [f"{name_of(path)}: {name}" for path, name in classes if name.endswith(CLASS_TITLES)] == []


def _mentions(pattern: str) -> list[str]:
    found = re.compile(pattern)
    return [
        f"{name_of(path)}: {hit.group()}"
        for path in files(ROOT)
        if (hit := found.search(path.read_text(encoding="utf-8", errors="replace")))
    ]


def test_no_file_names_a_package_registry() -> None:
    assert _mentions("|".join(map(re.escape, HOSTS))) == []


def test_no_file_names_a_folder_of_a_build_machine() -> None:
    folders = "|".join(map(re.escape, BUILD_PATHS))
    assert _mentions(rf"(?<![\w.~}}\])])/(?:{folders})/") == []
