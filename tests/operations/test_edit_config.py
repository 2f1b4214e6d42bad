"""A config from the editor is put into force as it was typed, and goes back as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from moie_tui.domain.describe import describe
from moie_tui.domain.errors import InvalidDocument, PlanOutdated, Refused
from moie_tui.domain.plan import Never, Outcome, Silent
from tests.builders import a_state
from tests.roots import NOON, Root

CONFIG = "# mine\nheartbeat: {interval_minutes: 10}\nalerts:\n  urls: [mailto://user:secret@host]\n"


@pytest.fixture
def root(tmp_path: Path) -> Root:
    return Root(tmp_path, a_state(), config=CONFIG)


def _edit(root: Root, text: str, base: str = CONFIG) -> Outcome:
    return root.do("edit config", file="config.yaml", base=base.encode(), text=text.encode())


def _text(root: Root) -> str:
    return (root.folder / "config.yaml").read_text()


def test_it_shows_what_it_sets_otherwise_without_secrets_and_keeps_every_comment(root: Root) -> None:
    text = CONFIG.replace("10", "5").replace("secret", "other") + "# more\n"
    operation = root.workspace.operation(
        "edit config", file="config.yaml", base=CONFIG.encode(), text=text.encode()
    )
    shown = [describe(one) for one in operation.plan(NOON).effects]
    assert shown == ["heartbeat.interval_minutes: 10 → 5", "alerts.urls: (not shown) → (not shown)"]
    outcome = _edit(root, text)
    assert outcome.message == "edited config.yaml: heartbeat.interval_minutes 10 → 5, alerts.urls changed"
    assert _text(root) == text
    assert "secret" not in (root.folder / ".moie" / "operations.jsonl").read_text()
    undone = root.do("undo")
    assert [describe(one) for one in undone.effects] == ["config.yaml: as edited → as before"]
    assert _text(root) == CONFIG


def test_comments_alone_are_a_change_too_and_a_missing_config_comes_and_goes(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(), config=CONFIG)
    _edit(root, CONFIG + "# more\n")
    assert _text(root).endswith("# more\n")
    (root.folder / "config.yaml").unlink()
    _edit(root, "backups: {keep: 5}\n", "")
    assert _text(root) == "backups: {keep: 5}\n"
    root.do("undo")
    assert not (root.folder / "config.yaml").exists()


def test_a_config_that_others_wrote_meanwhile_is_refused_before_consent_and_after(root: Root) -> None:
    text = CONFIG.replace("10", "5")
    workspace = root.workspace
    operation = workspace.operation(
        "edit config", file="config.yaml", base=CONFIG.encode(), text=text.encode()
    )
    plan = operation.plan(NOON)
    (root.folder / "config.yaml").write_text(CONFIG + "# theirs\n")
    with pytest.raises(Refused, match="changed by others"):
        _edit(root, text)
    with pytest.raises((Refused, PlanOutdated)):
        operation.run(plan, root.clock, Silent(), Never())
    assert _text(root) == CONFIG + "# theirs\n"


def test_an_invalid_config_is_the_one_thing_that_can_be_edited_then(root: Root) -> None:
    broken = "heartbeat: [\n"
    (root.folder / "config.yaml").write_text(broken)
    with pytest.raises(InvalidDocument):
        root.do("backup")
    with pytest.raises(InvalidDocument):
        _edit(root, "heartbeat: 7\n", broken)
    _edit(root, CONFIG, broken)
    assert root.do("backup").outcome == "done"
