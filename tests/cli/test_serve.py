"""`moie serve` before it listens."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from moie_tui.server import files, serving
from tests.cli.conftest import Moie
from tests.roots import Root


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> list[serving.Listening]:
    """What it would have listened on; it ends at once."""
    heard: list[serving.Listening] = []

    def serve(source: object, where: serving.Listening, announce: Any) -> None:
        heard.append(where)
        announce("http://127.0.0.1:1", "" if where.token else "made")

    monkeypatch.setattr(serving, "serve", serve)
    return heard


def test_the_config_says_where_and_the_options_overrule_it(
    moie: Moie, root: Root, listening: list[serving.Listening], monkeypatch: pytest.MonkeyPatch
) -> None:
    (root.folder / "config.yaml").write_text("server: {host: 127.0.0.2, port: 99, token_env: HIS_TOKEN}\n")
    monkeypatch.setenv("HIS_TOKEN", " his ")
    said = moie("serve")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"Serving {root.folder} at http://127.0.0.1:1 (commands and outputs with")
    moie("serve", "--host", "localhost", "--port", "0", "--allow-host", "moie.lan")
    assert [(one.host, one.port, one.token, one.names) for one in listening] == [
        ("127.0.0.2", 99, "his", frozenset()),
        ("localhost", 0, "his", frozenset(("moie.lan",))),
    ]
    assert "his" not in repr(listening)


def test_a_token_file_is_read_and_one_that_others_may_read_is_said(
    moie: Moie, tmp_path: Path, listening: list[serving.Listening]
) -> None:
    file = tmp_path / "token"
    assert moie("serve", "--token-file", str(file)).code == 2
    file.write_text("  \n")
    assert moie("serve", "--token-file", str(file)).code == 2
    file.write_text("secret\n")
    file.chmod(0o644)
    said = moie("serve", "--token-file", str(file))
    assert (said.code, "others may read" in said.err, "secret" in said.out + said.err) == (0, True, False)
    assert [one.token for one in listening] == ["secret"]


def test_without_the_extra_one_line_says_what_to_install(moie: Moie, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "moie_tui.server.serving")
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    said = moie("serve")
    assert (said.code, said.err.count("\n"), "moie-tui[serve]" in said.err) == (2, 1, True)


def test_for_a_browser_the_dashboard_is_opened_and_its_address_told(
    moie: Moie, root: Root, listening: list[serving.Listening], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert moie("serve", "--web").out.splitlines()[1].endswith(" http://127.0.0.1:1/dashboard?token=made")
    monkeypatch.setenv("MOIE_TOKEN", "mine")
    assert moie("serve", "--web").out.splitlines()[1].endswith(" http://127.0.0.1:1/dashboard")
    moie("serve")
    browsing = [one.browsing for one in listening]
    assert browsing[0] is not None
    assert browsing[0].command[-2:] == ("--root", str(root.folder))
    assert ("MOIE_TOKEN" in browsing[0].surroundings(), browsing[2]) == (False, None)


@pytest.mark.parametrize("missing", ["textual_serve", "websockets"])
def test_without_the_extra_for_browsers_one_line_says_what_to_install(
    moie: Moie, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    found = find_spec
    monkeypatch.setattr(files, "find_spec", lambda name: None if name == missing else found(name))
    monkeypatch.setitem(sys.modules, missing, None)
    said = moie("serve", "--web")
    assert (said.code, said.err.count("\n"), "moie-tui[web]" in said.err) == (2, 1, True)


def test_a_broken_config_keeps_no_monitor_from_starting(
    moie: Moie, root: Root, listening: list[serving.Listening]
) -> None:
    (root.folder / "config.yaml").write_text("server: {port: nowhere}\n")
    said = moie("serve")
    assert (said.code, "server.port" in said.err) == (0, True)
    assert [(one.host, one.port) for one in listening] == [("127.0.0.1", 8420)]


def test_a_wrong_port_is_wrong_usage(moie: Moie) -> None:
    assert moie("serve", "--port", "65536").code == 2
