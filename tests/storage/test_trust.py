from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from moie_tui.domain.errors import InvalidDocument, OperationFailed, Refused
from moie_tui.storage.trust import TrustStore
from tests.storage.child import start
from tests.storage.copies import NOON

COMMANDS = {"1.1": "true", "1.2": "test -w \ud800"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    folder.mkdir()
    return folder


@pytest.fixture
def store(tmp_path: Path) -> TrustStore:
    return TrustStore(tmp_path / "home" / "moie", clock=lambda: NOON)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "home" / "moie" / "trust.json"


def test_a_root_is_trusted_only_after_it_was_said(store: TrustStore, root: Path, record: Path) -> None:
    assert store.is_trusted(root) is False
    assert store.known_commands(root) == {}
    assert not record.parent.exists(), "asking writes nothing"
    store.trust(root, COMMANDS)
    again = TrustStore(record.parent)
    assert again.is_trusted(root) is True
    assert again.known_commands(root) == COMMANDS


def test_the_record_tells_path_owner_time_and_commands_to_its_owner_only(
    store: TrustStore, root: Path, record: Path
) -> None:
    store.trust(root, {"1.1": "true"})
    assert json.loads(record.read_bytes()) == {
        "roots": {
            os.path.realpath(root): {
                "owner": os.getuid(),
                "at": "2026-11-22T12:00:00.000000+00:00",
                "commands": {"1.1": "true"},
            }
        }
    }
    assert record.stat().st_mode & 0o777 == 0o600
    assert record.parent.stat().st_mode & 0o777 == 0o700


def test_trust_follows_the_real_folder_not_the_way_to_it(store: TrustStore, root: Path) -> None:
    link = root.parent / "link"
    link.symlink_to(root)
    store.trust(link, COMMANDS)
    assert store.is_trusted(root)
    other = root.parent / "other"
    other.mkdir()
    link.unlink()
    link.symlink_to(other)
    assert not store.is_trusted(link)


def test_a_moved_root_has_to_be_trusted_again(store: TrustStore, root: Path) -> None:
    store.trust(root, COMMANDS)
    moved = root.rename(root.parent / "moved")
    assert not store.is_trusted(moved)
    assert not store.is_trusted(root), "the folder is gone"


def test_a_root_of_another_owner_has_to_be_trusted_again(store: TrustStore, root: Path, record: Path) -> None:
    store.trust(root, COMMANDS)
    record.write_text(record.read_text().replace(f'"owner": {os.getuid()}', f'"owner": {os.getuid() + 1}'))
    assert not store.is_trusted(root)
    assert store.known_commands(root) == {}
    with pytest.raises(Refused):
        store.learn(root, COMMANDS)


def test_a_look_tells_what_is_new_or_changed_until_it_is_learned(store: TrustStore, root: Path) -> None:
    store.trust(root, {"1": "a", "2": "b", "3": "c"})
    now = {"1": "a", "2": "changed", "4": "new"}
    changes = (("2", "b", "changed"), ("4", None, "new"))
    assert store.look(root, now) == store.look(root, now) == changes
    store.learn(root, now)
    assert store.look(root, now) == ()
    assert store.known_commands(root) == now


def test_looking_at_a_root_nobody_trusts_finds_everything_new(store: TrustStore, root: Path) -> None:
    assert store.look(root, {"1": "a"}) == (("1", None, "a"),)


def test_a_consent_that_could_not_be_written_is_none(
    store: TrustStore, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.trust(tmp_path, COMMANDS)
    assert not store.is_trusted(root)

    def fail(*_: object) -> None:
        raise OperationFailed("no space is left")

    monkeypatch.setattr("moie_tui.storage.trust.write_atomic", fail)
    with pytest.raises(OperationFailed):
        store.trust(root, COMMANDS)
    assert not store.is_trusted(root)


def test_learning_is_no_consent(store: TrustStore, root: Path) -> None:
    with pytest.raises(Refused, match="not trusted"):
        store.learn(root, COMMANDS)
    assert not store.is_trusted(root)


def test_forgetting_withdraws_the_consent(store: TrustStore, root: Path) -> None:
    store.forget(root)
    store.trust(root, COMMANDS)
    store.forget(root)
    assert not store.is_trusted(root)


def test_a_missing_folder_can_not_be_trusted(store: TrustStore, root: Path) -> None:
    with pytest.raises(Refused, match="no folder"):
        store.trust(root / "none", COMMANDS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"roots": []}',
        '{"roots": {"PATH": true}}',
        '{"roots": {"PATH": {"owner": true, "commands": {}}}}',
        '{"roots": {"PATH": {"owner": 0, "commands": {"1": 2}}}}',
        '{"roots": {"PATH": {"owner": 0}}}',
        '{"roots": {}, "roots": {}}',
    ],
)
def test_a_broken_record_is_never_consent_and_never_overwritten(
    store: TrustStore, root: Path, record: Path, text: str
) -> None:
    record.parent.mkdir(parents=True)
    record.write_text(text.replace("PATH", os.path.realpath(root)))
    record.chmod(0o600)
    before = record.read_bytes()
    for act in (
        lambda: store.is_trusted(root),
        lambda: store.look(root, COMMANDS),
        lambda: store.trust(root, COMMANDS),
    ):
        with pytest.raises(InvalidDocument) as error:
            act()
        assert str(record) in error.value.line()
    assert record.read_bytes() == before


def test_a_record_that_others_can_write_is_no_consent(store: TrustStore, root: Path, record: Path) -> None:
    store.trust(root, COMMANDS)
    record.chmod(0o662)
    with pytest.raises(InvalidDocument, match="other users"):
        store.is_trusted(root)


def test_unknown_keys_of_the_record_survive(store: TrustStore, root: Path, record: Path) -> None:
    record.parent.mkdir(parents=True)
    record.write_text('{"roots": {}, "version": 7}')
    record.chmod(0o600)
    store.trust(root, COMMANDS)
    assert json.loads(record.read_bytes())["version"] == 7


TRUSTER = """
    import sys
    from pathlib import Path
    from moie_tui.storage.trust import TrustStore
    store = TrustStore(Path(sys.argv[1]))
    for number in range(8):
        root = Path(sys.argv[2]) / f"{sys.argv[3]}-{number}"
        root.mkdir()
        store.trust(root, {"1": "true"})
"""


def test_two_processes_trusting_at_once_lose_nothing(store: TrustStore, root: Path, record: Path) -> None:
    trusters: list[subprocess.Popen[str]] = [start(TRUSTER, record.parent, root, who) for who in "ab"]
    for truster in trusters:
        truster.communicate(timeout=60)
        assert truster.returncode == 0
    assert all(store.is_trusted(folder) for folder in root.iterdir())
    assert len(json.loads(record.read_bytes())["roots"]) == 16
