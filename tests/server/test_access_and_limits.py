"""Who may ask, and how often."""

from __future__ import annotations

import pytest

from moie_tui.server.access import access, is_loopback
from moie_tui.server.limits import KNOWN, Buckets, Rate


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8420", "localhost:1", "LOCALHOST", "[::1]:8420", "proxy.lan"]
)
def test_a_loopback_server_answers_to_this_machine_and_the_names_given(host: str) -> None:
    assert access("", names=frozenset(("Proxy.lan",))).admits(host, "127.0.0.1")


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "evil.example:8420",
        "127.0.0.1.evil.example",
        "localhost@evil",
        "[::1",
        "10.0.0.1",
        "a b",
        "127.0.0.1:99999999",
    ],
)
def test_a_foreign_host_is_not_answered(host: str) -> None:
    assert not access("").admits(host, "127.0.0.1")


def test_on_another_address_only_that_address_is_its_host() -> None:
    assert access("t").admits("10.0.0.5:80", "10.0.0.5")
    assert not access("t").admits("localhost", "10.0.0.5")


@pytest.mark.parametrize(
    ("shown", "opened"),
    [
        (None, None),
        ("", None),
        ("Basic dDo=", None),
        ("Bearer right", True),
        ("bearer  right ", True),
        ("Bearer wrong", False),
        ("Bearer", False),
        ("Bearer right right", False),
        ("Bearer \udcff", False),
    ],
)
def test_only_the_token_opens(shown: str | None, opened: bool | None) -> None:
    assert access("right").opened_by(shown) is opened


def test_without_a_token_nothing_opens() -> None:
    assert access("").opened_by("Bearer ") is False


def test_loopback_is_told_by_the_address() -> None:
    assert [is_loopback(one) for one in ("127.8.8.8", "::1", "::ffff:127.0.0.1", "0.0.0.0", "::", "x")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip


def test_a_bucket_gives_its_burst_and_then_its_rate() -> None:
    buckets = Buckets(Rate(2, 0.5))
    assert [buckets.take("a", 0.0) for _ in range(3)] == [0, 0, 2]
    assert buckets.take("b", 0.0) == 0
    assert (buckets.wait("a", 1.0), buckets.take("a", 2.0), buckets.wait("a", 2.0)) == (1, 0, 2)


def test_of_many_clients_only_so_many_are_remembered() -> None:
    buckets = Buckets(Rate(1, 0.001))
    for at in range(KNOWN + 1):
        buckets.take(str(at), 0.0)
    assert (buckets.wait("0", 0.0), buckets.wait("1", 0.0) > 0) == (0, True)
