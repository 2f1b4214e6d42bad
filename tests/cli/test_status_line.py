"""`moie status --format`: its fields, and how long a glance is kept."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from moie_tui.cli.status_line import glance_of
from moie_tui.domain.glance import AGES, FIELDS
from moie_tui.domain.judge import judge
from moie_tui.storage import kept_answer
from moie_tui.storage.kept_answer import GLANCE, marks, recall
from tests.cli.conftest import Moie
from tests.roots import Root
from tests.tui.sample_views import NOW, rich_view

KEPT = ".moie/cache/glance.json"


@pytest.fixture
def ours(root: Root) -> Root:
    """A root with a folder of ours."""
    (root.folder / ".moie" / "cache").mkdir(parents=True)
    return root


@pytest.fixture
def rested(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every file had lain for years."""
    monkeypatch.setattr(kept_answer, "_CLEAN_NANOSECONDS", -(10**18))


def test_every_field_has_a_value() -> None:
    glance = glance_of(rich_view(), judge(rich_view(), NOW))
    assert {*FIELDS} - {*AGES} | {*AGES.values()} == {*glance}


def test_the_line_has_its_fields_filled_in_and_aligned(moie: Moie) -> None:
    said = moie(
        "status", "--format", "{{{phase}}} {phase_name} {done}/{total} {glyph}{snapshots:>3} {project:.4}"
    )
    assert (said.code, said.out) == (0, "{1} Phase 1 1/2 ▲  0 Proj\n")
    assert (
        moie("status", "--format", "{status} {colour} {heart} {snapshot_age}").out == "stale yellow stale -\n"
    )
    assert "d" in moie("status", "--format", "{age}").out  # days


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("{nope}", "there is no field {nope}; there are glyph, colour, status,"),
        ("{age", "expected '}'"),
        ("{age.__class__}", "there is no field"),
        ("{}", "there is no field {}"),
        ("{age!r}", "conversions are not known"),
        ("{failing:x>q}", "--format"),
    ],
)
def test_a_line_that_is_none_is_refused_with_the_fields_there_are(
    moie: Moie, template: str, why: str
) -> None:
    said = moie("status", "--format", template)
    assert (said.code, said.out) == (2, "")
    assert why in said.err


@pytest.mark.usefixtures("rested")
def test_an_unreadable_state_is_a_line_too(moie: Moie, ours: Root) -> None:
    (ours.folder / ours.name).write_text("{")
    for _ in range(2):  # the second by what was kept
        said = moie("status", "--format", "{glyph} {status} {phase} {age}")
        assert (said.code, said.out) == (3, "✗ broken - -\n")
        assert (ours.folder / KEPT).exists()
    assert moie("status", "--format", "x", "--json").code == 2


@pytest.mark.usefixtures("rested")
def test_a_glance_is_kept_until_a_file_changes(moie: Moie, ours: Root) -> None:
    assert moie("status", "--format", "{total}").out == "2\n"
    now = (ours.folder / KEPT).stat().st_mtime
    assert recall(GLANCE, str(ours.folder), now + 1) is not None
    assert recall(GLANCE, str(ours.folder), now + 31) is None
    assert recall(GLANCE, str(ours.folder), now - 5) is None
    document = ours.document
    document["phases"][0]["jobs"].append({**document["phases"][0]["jobs"][1], "id": "1.3"})
    ours.write(document)
    assert recall(GLANCE, str(ours.folder), now + 1) is None
    assert moie("status", "--format", "{total}").out == "3\n"


@pytest.mark.usefixtures("rested")
def test_a_glance_is_the_same_one_from_within_the_root(
    moie: Moie, ours: Root, monkeypatch: pytest.MonkeyPatch
) -> None:
    moie("status", "--format", "{total}")
    monkeypatch.chdir(ours.folder)
    assert recall(GLANCE, ".", time.time())["total"] == 2


@pytest.mark.usefixtures("rested")
def test_a_spoilt_glance_does_no_harm_and_a_plain_root_gets_none(moie: Moie, root: Root) -> None:
    assert moie("status", "--format", "{total}").out == "2\n"
    assert sorted(os.listdir(root.folder)) == [root.name]
    (root.folder / ".moie" / "cache").mkdir(parents=True)
    for body in ("", "[]", '{"at": 1}', '{"at": 0, "until": 1e99, "marks": [], "answer": {}}'):
        (root.folder / KEPT).write_text(body)
        assert moie("status", "--format", "{total}").out == "2\n"


@pytest.mark.usefixtures("rested")
def test_what_only_time_changes_soon_is_not_kept(moie: Moie, ours: Root) -> None:
    from datetime import UTC, datetime, timedelta

    for seconds, is_kept in ((15 * 60 - 10, False), (60, True)):
        beat = datetime.now(UTC) - timedelta(seconds=seconds)
        document = ours.document
        document["meta"]["last_heartbeat"] = beat.isoformat()
        ours.write(document)
        assert moie("status", "--format", "{heart}").out == "healthy\n"
        assert (ours.folder / KEPT).exists() == is_kept


def test_a_file_written_just_now_is_not_trusted_to_look_changed_the_next_time(moie: Moie, ours: Root) -> None:
    ours.write(ours.document)
    moie("status", "--format", "{total}")
    changed = (ours.folder / ours.name).stat().st_ctime_ns
    kept = ours.folder / KEPT
    assert not kept.exists() or kept.stat().st_mtime_ns - changed > kept_answer._CLEAN_NANOSECONDS


def test_a_line_is_kept_while_a_run_goes_on_and_while_others_write_the_log(ours: Root) -> None:
    before = marks(GLANCE, str(ours.folder))
    (ours.folder / "logs").mkdir()
    (ours.folder / "logs" / "events-2026-11-22.jsonl").write_text("{}\n")
    assert marks(GLANCE, str(ours.folder)) == before
    assert marks(kept_answer.CHECK, str(ours.folder)) != before
    (ours.folder / ".moie" / "running").mkdir()
    (ours.folder / ".moie" / "running" / "one.json").write_text("{}")
    assert marks(kept_answer.CHECK, str(ours.folder)) is None
    assert marks(GLANCE, str(ours.folder)) not in (None, before)


@pytest.mark.usefixtures("rested")
def test_a_kept_line_imports_next_to_nothing(moie: Moie, ours: Root) -> None:
    moie("status", "--format", "{total}")
    words = ["--root", str(ours.folder), "status", "--format", "{glyph} {age}"]
    code = f"import sys; from moie_tui.cli.main import main; main({words!r}); print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[1].split())
    assert {one for one in loaded if one.startswith("moie_tui.")} == {
        "moie_tui.cli",
        "moie_tui.cli.main",
        "moie_tui.cli.options",
        "moie_tui.cli.plain_words",
        "moie_tui.cli.status",
        "moie_tui.cli.status_line",
        "moie_tui.domain",
        "moie_tui.domain.amounts",
        "moie_tui.domain.glance",
        "moie_tui.kept_answer",
        "moie_tui.storage",
        "moie_tui.storage.kept_answer",
        "moie_tui.values",
        "moie_tui.values.classes",
        "moie_tui.values.patterns",
        "moie_tui.values.plain_json",
        "moie_tui.values.shapes",
    }
    assert loaded & {"dataclasses", "enum", "json", "pathlib", "re", "typing", "inspect"} == set()
