"""Secrets are taken out of whatever goes to others, and the rest stays as it is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.secrets import (
    REMOVED,
    is_secret_name,
    secrets_in,
    value_without_secrets,
    without_secrets,
)

SECRET = "s3cr3t-VALUE-42"


@pytest.mark.parametrize(
    "text",
    [
        f"curl https://user:{SECRET}@host/path",
        f"postgres://app:{SECRET}@db:5432/x",
        f"curl -H 'Authorization: Bearer {SECRET}' https://host",
        f'curl -H "Authorization: Basic {SECRET}=="',
        f"API_KEY={SECRET} ./deploy.sh",
        f"export DB_PASSWORD='{SECRET}'",
        f'AWS_SECRET_ACCESS_KEY="{SECRET}"',
        f"MOIE_TOKEN={SECRET}",
        f"PGPASSWORD={SECRET} psql",
        f"tool --password {SECRET} --verbose",
        f"tool --api-key={SECRET}",
        f"curl -u admin:{SECRET} host",
        f"https://host/hook?token={SECRET}&x=1",
        f'{{"client_secret": "{SECRET}"}}',
        f'{{"cmd": "X_TOKEN=\\"{SECRET}\\" run"}}',
        f"password: {SECRET}",
        f"passphrase = {SECRET}",
        f"-----BEGIN RSA PRIVATE KEY-----\n{SECRET}\n-----END RSA PRIVATE KEY-----",
        f"-----BEGIN PRIVATE KEY-----\n{SECRET}",
    ],
)
def test_what_a_name_or_its_place_gives_away_is_removed(text: str) -> None:
    shown = without_secrets(text)
    assert SECRET not in shown
    assert REMOVED in shown
    assert without_secrets(shown) == shown


@pytest.mark.parametrize(
    "secret",
    [
        "ghp_" + "a1" * 18,
        "github_pat_" + "a1" * 20,
        "glpat-" + "a1" * 10,
        "sk-" + "a1" * 16,
        "xoxb-123456789012-abcdef",
        "AKIA" + "A1" * 8,
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
    ],
)
def test_tokens_are_known_by_their_shape_wherever_they_stand(secret: str) -> None:
    assert secret not in without_secrets(f"echo {secret} | run")
    assert without_secrets(f"echo {secret} | run").endswith(" | run")


@pytest.mark.parametrize(
    "text",
    [
        "test -w /srv/research_logs/system_journal.md",
        "launchctl list | grep com.vynexus.pulse",
        '{"status": "completed", "task": "Rotate the token of the hub"}',
        "verify: key=5 monkey=7 keyboard: us",
        "https://host/path?page=2",
        "user@host.example and a:b",
        '"token": null, "secret": true, password: ""',
        "sha256 9b1c2d3e4f",
        "max_tokens: 4096",
        '{"max_tokens": 4096}',
        "exit 3: HTTP 503 from feed",
    ],
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert without_secrets(text) == text


def test_known_secrets_are_removed_everywhere_and_short_ones_are_left_alone() -> None:
    assert without_secrets("a hunter22 b", {"hunter22", "b"}) == f"a {REMOVED} b"


def test_a_document_loses_what_stands_under_a_secret_name_whatever_it_is() -> None:
    raw = {
        "alerts": {"urls": ["tgram://bot/chat", {"a": 1}], "ping_url": "https://hc/uuid", "command": None},
        "server": {"token_env": "MY_TOKEN", "port": 8420},
        "note": f"PASSWORD={SECRET}",
        "api_key": 7,
        "nothing": {"secret": ""},
        "model": {"max_tokens": 4096, "tokens": "a bc"},
    }
    shown = value_without_secrets(raw)
    assert shown["alerts"] == {"urls": [REMOVED, REMOVED], "ping_url": REMOVED, "command": None}
    assert shown["server"] == {"token_env": REMOVED, "port": 8420}
    assert SECRET not in json.dumps(shown)
    assert (shown["api_key"], shown["nothing"]) == (REMOVED, {"secret": ""})
    assert set(secrets_in(raw)) == {"tgram://bot/chat", "https://hc/uuid", "", "a bc"}
    assert shown["model"] == {"max_tokens": 4096, "tokens": REMOVED}
    assert is_secret_name("PING_URL")
    assert not is_secret_name("monkey")


@given(st.text(max_size=200))
def test_it_ends_on_any_text_and_twice_is_once(text: str) -> None:
    shown = without_secrets(text)
    assert without_secrets(shown) == shown


def test_it_takes_no_longer_than_it_should_on_long_lines() -> None:
    for text in ("a" * 200_000, "token" * 40_000, '"' * 100_000, "x_" * 100_000, "https://" * 30_000):
        without_secrets(text)
