"""The README tells the truth about what is here."""

from __future__ import annotations

import re
import subprocess
import sys

from moie_tui.domain.glance import FIELDS
from moie_tui.domain.settings import JobSettings
from moie_tui.values import fields
from tests.house.checkout import ROOT, name_of

DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]


def _commands_of_the_readme() -> set[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text.partition("| command | does |")[2].partition("\n\n")[0]
    return {
        word
        for row in table.splitlines()
        for word in re.findall(r"`([a-z]+)", row.partition("|")[2].partition(" | ")[0])
    }


def test_every_file_the_documents_link_to_exists() -> None:
    missing = [
        f"{name_of(document)}: {target}"
        for document in DOCUMENTS
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    ]
    assert missing == []


def test_the_command_table_and_the_help_name_the_same_commands() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "moie_tui", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    commands = _commands_of_the_readme()
    assert len(commands) >= 20
    assert {command for command in commands if not re.search(rf"\b{command}\b", done.stdout)} == set()


def test_every_setting_of_a_job_is_described_with_its_default() -> None:
    text = (ROOT / "docs/jobs.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in row.split("|")[1:-1]] for row in text.splitlines() if row.count("|") > 4
    ]
    said = {row[0].strip("`"): row[2] for row in rows}
    for one in fields(JobSettings):
        default = one.default
        words = "none" if default in (None, ()) else str(default).lower()
        assert said[one.name] == words or one.name == "timezone"


def test_every_field_of_a_status_line_is_described() -> None:
    text = (ROOT / "docs/status.md").read_text(encoding="utf-8")
    assert {name: words for name, words in FIELDS.items() if f"| `{{{name}}}` | {words} |" not in text} == {}
